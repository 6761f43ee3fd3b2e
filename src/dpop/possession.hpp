#pragma once

#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/scheme.hpp"
#include "dpop/proof.hpp"
#include "verify/verified.hpp"

namespace assay {

/// What came with a token that proves its sender may use it.
struct Possession {
  Scheme scheme = Scheme::bearer;  ///< of the Authorization header
  /// The value of the DPoP header; where it comes more than once, the values with a comma between
  /// them (RFC 9110 §5.2); "": the request has none
  std::string_view proof;
  std::string_view method;  ///< as it was sent: methods are case-sensitive (RFC 9110 §9.1)
  std::string_view url;     ///< absolute, as the client knows it; query and fragment are ignored
  /// SHA-256 of the client's certificate in DER, as base64url (RFC 8705 §3.1); nothing: it had none
  std::optional<std::string_view> certificate;
};

/// Checks that the sender of a verified token may use it: how the token is bound ("cnf", RFC 7800
/// §3.1), its scheme (RFC 9449 §7.1), the proof and the certificate. Remembering the proof is left
/// to the caller: refuse one whose replay_id() came before with Reason::proof_replayed (§11.1).
/// @param jwt the text of `token`
/// @param now seconds since the epoch
/// @param known headers of earlier proofs; takes the one of this proof if it is accepted
/// @return the accepted proof; nothing for a bearer token, which needs none. Or an error:
///         token_bound, token_not_bound, certificate_missing, certificate_mismatch, claim_type (of
///         "cnf"), proof_missing, proof_ambiguous, and those of verify_proof()
[[nodiscard]] Result<std::optional<VerifiedProof>> check_possession(
    const VerifiedToken& token, std::string_view jwt, const Possession& possession,
    const ProofPolicy& policy, double now, ProofHeaders& known);

}  // namespace assay
