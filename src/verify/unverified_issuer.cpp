#include "verify/unverified_issuer.hpp"

#include "jose/claims.hpp"
#include "jose/jws.hpp"

namespace assay {

Result<std::string> unverified_issuer(std::string_view token, std::size_t max_bytes) {
  if (token.size() > max_bytes) return Error(Reason::token_too_large);
  const auto jws = split_compact(token);
  if (!jws) return jws.error();
  const auto claims = Claims::parse(jws->payload);
  if (!claims) return claims.error();
  const auto issuer = claims->string("iss");
  if (!issuer) return issuer.error();
  if (!*issuer) return Error(Reason::claim_missing, "iss");
  return std::string(**issuer);
}

}  // namespace assay
