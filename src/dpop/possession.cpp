#include "dpop/possession.hpp"

#include "base/json.hpp"

namespace assay {
namespace {

constexpr std::string_view kBoundOnly =
    "Request a token that is bound to a key: send a DPoP proof to the token endpoint (RFC 9449, "
    "section 5)";

/// How a token is bound to its sender; of a token that is not, both are nothing.
struct Confirmation {
  std::optional<std::string> key;          ///< "jkt": RFC 9449 §6.1
  std::optional<std::string> certificate;  ///< "x5t#S256": RFC 8705 §3.1
};

/// @return claim_type where the token is bound in a way that nothing here can check (RFC 7800 §3)
Result<Confirmation> confirmation_of(const VerifiedToken& token) {
  const Error unknown(Reason::claim_type, "cnf");
  const auto claims = json::parse(token.claims_json());
  if (!claims) return unknown;
  Confirmation confirmation;
  const auto cnf = claims->root().present("cnf");
  if (!cnf) return confirmation;
  if (cnf->kind() != json::Kind::object) return unknown;
  for (const json::Value method : cnf->children()) {
    const bool is_key = method.name() == "jkt";
    if (!is_key && method.name() != "x5t#S256") continue;
    const auto thumbprint = method.as_string();
    if (!thumbprint || thumbprint->empty()) return unknown;
    (is_key ? confirmation.key : confirmation.certificate) = std::string(*thumbprint);
  }
  const auto children = cnf->children();
  const bool is_empty = children.begin() == children.end();
  if (!is_empty && !confirmation.key && !confirmation.certificate) return unknown;
  return confirmation;
}

/// RFC 8705 §3: a token that is bound to a certificate is good only with it.
Result<void> check_certificate(const std::optional<std::string>& bound,
                               const std::optional<std::string_view>& certificate) {
  if (!bound) return {};
  if (!certificate) return Reason::certificate_missing;
  if (*certificate != *bound) return Reason::certificate_mismatch;
  return {};
}

/// RFC 9449 §7.1: a bound token comes with the scheme DPoP and a proof, and no other does.
/// @return whether a proof must be there
Result<bool> check_scheme(bool is_bound, const Possession& possession, const ProofPolicy& policy) {
  if (possession.scheme == Scheme::bearer) {
    if (is_bound) return Reason::token_bound;
    if (policy.required) return Error(Reason::token_not_bound).with_hint(kBoundOnly);
    return false;
  }
  if (!is_bound) return Reason::token_not_bound;
  if (possession.proof.empty()) return Reason::proof_missing;
  // RFC 9449 §4.3, check 1: no proof has a comma.
  if (possession.proof.find(',') != std::string_view::npos) return Reason::proof_ambiguous;
  return true;
}

}  // namespace

Result<std::optional<VerifiedProof>> check_possession(const VerifiedToken& token,
                                                      std::string_view jwt,
                                                      const Possession& possession,
                                                      const ProofPolicy& policy, double now,
                                                      ProofHeaders& known) {
  const auto bound = confirmation_of(token);
  if (!bound) return bound.error();
  const auto certified = check_certificate(bound->certificate, possession.certificate);
  if (!certified) return certified.error();
  const auto needs_proof = check_scheme(bound->key.has_value(), possession, policy);
  if (!needs_proof) return needs_proof.error();
  if (!*needs_proof) return std::optional<VerifiedProof>();
  const ProofRequest request{.method = possession.method,
                             .url = possession.url,
                             .access_token = jwt,
                             .thumbprint = *bound->key};
  auto proof = verify_proof(possession.proof, policy, request, now, known);
  if (!proof) return proof.error();
  return std::optional(std::move(*proof));
}

}  // namespace assay
