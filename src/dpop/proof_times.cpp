#include "dpop/proof_times.hpp"

#include <algorithm>

#include "dpop/nonce.hpp"
#include "dpop/proof_parts.hpp"
#include "verify/claim_rule.hpp"

namespace assay {
namespace {

/// A date that lies ahead.
Error ahead(Reason reason, std::string_view claim, double date) {
  Error error(reason, claim);
  if (!looks_like_milliseconds(date)) return error;
  return error.with_hint(std::string(claim) +
                         " looks like milliseconds: write seconds (RFC 7519, section 2), in "
                         "JavaScript Math.floor(Date.now() / 1000)");
}

Description between(const char* bound, double limit, double date) {
  return {.expected = bound + number_text(limit), .actual = number_text(date)};
}

}  // namespace

Result<double> expiry_of_proof(const Claims& claims, const ProofPolicy& policy, double now) {
  const auto iat = claims.numeric_date("iat");
  if (!iat) return as_proof_error(iat.error());
  if (!*iat) return missing_claim("iat");
  // Written so that a time that isn't a number is refused.
  if (!(**iat <= now + policy.clock_tolerance)) {
    return ahead(Reason::proof_issued_in_future, "iat", **iat);
  }
  const double expires_at = **iat + policy.max_age + policy.clock_tolerance;
  if (!(now < expires_at)) return Error(Reason::proof_too_old, "iat");
  return expires_at;
}

Description describe_iat(const Claims& claims, const ProofPolicy& policy, double now) {
  const auto iat = claims.numeric_date("iat");
  if (!iat || !*iat) return {};
  const double latest = now + policy.clock_tolerance;
  const double earliest = now - policy.max_age - policy.clock_tolerance;
  return **iat <= latest ? between("after ", earliest, **iat) : between("at most ", latest, **iat);
}

Description describe_own_times(const Claims& claims, const ProofPolicy& policy, double now) {
  const auto exp = claims.numeric_date("exp");
  const auto nbf = claims.numeric_date("nbf");
  const double earliest = now - policy.clock_tolerance;
  if (!exp || !nbf) return {};
  if (*exp && (**exp <= earliest || !*nbf)) return between("after ", earliest, **exp);
  return *nbf ? between("at most ", now + policy.clock_tolerance, **nbf) : Description();
}

Result<void> check_own_times(const Claims& claims, const ProofPolicy& policy, double now) {
  const auto exp = claims.numeric_date("exp");
  const auto nbf = claims.numeric_date("nbf");
  if (!exp) return as_proof_error(exp.error());
  if (!nbf) return as_proof_error(nbf.error());
  if (*exp && !(now < **exp + policy.clock_tolerance)) return Error(Reason::proof_expired, "exp");
  if (*nbf && !(now >= **nbf - policy.clock_tolerance)) {
    return ahead(Reason::proof_not_yet_valid, "nbf", **nbf);
  }
  return {};
}

Result<void> check_proof_nonce(const Claims& claims, const ProofPolicy& policy, double now) {
  const auto nonce = claims.string("nonce");
  if (!nonce) return as_proof_error(nonce.error());
  if (!*nonce) return Error(Reason::proof_nonce_missing, "nonce");
  const auto made_it = [&](const SecretBytes& secret) {
    return is_nonce_of(**nonce, secret, policy.nonce_period, now);
  };
  if (std::ranges::any_of(policy.nonce_secrets, made_it)) return {};
  return Error(Reason::proof_nonce, "nonce");
}

}  // namespace assay
