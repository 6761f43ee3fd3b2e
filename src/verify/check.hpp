// Made from tables/checks.js by `npm run generate`: change it there.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The checks of a token, in their order. One row each in the table of checks.
enum class Check : std::uint8_t {
  size,
  segments,
  header_base64,
  header_json,
  crit,
  b64,
  typ,
  alg,
  key,
  signature_base64,
  signature,
  claims_base64,
  claims_json,
  issuer,
  key_issuer,
  audience,
  exp,
  nbf,
  iat,
  max_token_age,
  required_claims,
  claims,
  scope,
  token_id_hash,
};
inline constexpr std::size_t kCheckCount = 24;

}  // namespace assay
