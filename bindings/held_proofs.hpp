#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "dpop/proof.hpp"

namespace assay {

/// What JavaScript holds for one policy of DPoP proofs: the policy, and the headers of the clients
/// whose proofs were accepted.
class HeldProofs {
 public:
  /// @param json {"algorithms": [], "maxAge", "clockTolerance", "noncePeriod", "nonceSecrets":
  /// [n]}:
  ///        the last are the lengths of the secrets
  /// @param secrets one after the other
  /// @return nothing, or option_invalid with the option's name
  [[nodiscard]] Result<void> configure(std::string_view json,
                                       std::span<const std::uint8_t> secrets);

  /// @return [thumbprint "", replayId "", expiresAt n]; or the refusal
  [[nodiscard]] Result<std::string> verify(std::string_view proof, const ProofRequest& request,
                                           double now);

  /// @return {"valid", "error": {} | null, "checks": [], "header": {} | null, "claims": {} | null}
  [[nodiscard, gnu::noinline]] std::string explain(std::string_view proof,
                                                   const ProofRequest& request, double now) const;

  /// @return a nonce, or "" where the policy has no secret
  [[nodiscard]] std::string nonce(double now) const;

 private:
  ProofPolicy policy_;
  ProofHeaders known_;
};

}  // namespace assay
