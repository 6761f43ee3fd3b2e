#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "dpop/proof_headers.hpp"
#include "dpop/proof_policy.hpp"
#include "dpop/proof_report.hpp"

namespace assay {

/// The request that a proof came with.
struct ProofRequest {
  std::string_view method;  ///< as it was sent: methods are case-sensitive (RFC 9110 §9.1)
  std::string_view url;     ///< absolute, as the client knows it; query and fragment are ignored
  /// The access token that came with it; nothing: there was none, as at a token endpoint.
  std::optional<std::string_view> access_token;
  /// The thumbprint of the key that the access token is bound to: its "cnf.jkt" (RFC 9449 §6.1).
  std::optional<std::string_view> thumbprint;
};

/// A proof that passed every check. Only verify_proof() makes one. Whoever accepts it must remember
/// its replay id until it expires: the same proof may come again (RFC 9449 §11.1).
class VerifiedProof {
 public:
  /// Of the key that made it (RFC 7638), as base64url.
  [[nodiscard]] const std::string& thumbprint() const noexcept { return thumbprint_; }
  /// The same for every proof with this key, "htu" and "jti": a hash, as base64url.
  [[nodiscard]] const std::string& replay_id() const noexcept { return replay_id_; }
  /// Seconds since the epoch: from then on the proof is too old.
  [[nodiscard]] double expires_at() const noexcept { return expires_at_; }

 private:
  friend class ProofRun;
  VerifiedProof() = default;

  std::string thumbprint_;
  std::string replay_id_;
  double expires_at_ = 0;
};

/// Verifies a DPoP proof: RFC 9449 §4.3, checks 2 to 12. Of "exactly one header" (check 1) and of
/// replay (§11.1) only the caller knows.
/// @param proof the value of the DPoP header
/// @param now seconds since the epoch; a number that isn't finite refuses every proof
/// @param known headers of earlier proofs; takes the one of this proof if it is accepted
/// @return the proof, or an error of code AUTH_PROOF_INVALID with the check that failed; or
///         core_not_loaded, where the module for its curve is missing; or option_invalid, where
///         the policy's check() refuses it
[[nodiscard]] Result<VerifiedProof> verify_proof(std::string_view proof, const ProofPolicy& policy,
                                                 const ProofRequest& request, double now,
                                                 ProofHeaders& known);

/// Runs the same checks and continues after a failure where it can.
[[nodiscard]] ProofReport explain_proof(std::string_view proof, const ProofPolicy& policy,
                                        const ProofRequest& request, double now);

}  // namespace assay
