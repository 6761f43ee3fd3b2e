#include "base/error.hpp"

#include <utility>

namespace assay {
namespace {

constexpr std::array<CodeInfo, kCodeCount> kCodes{{
    {Code::auth_token_missing, "AUTH_TOKEN_MISSING", 401, false,
     "Send an Authorization: Bearer header"},
    {Code::auth_token_invalid, "AUTH_TOKEN_INVALID", 401, false, "Provide a valid bearer token"},
    {Code::auth_token_expired, "AUTH_TOKEN_EXPIRED", 401, false, "Refresh the access token"},
    {Code::auth_invalid_issuer, "AUTH_INVALID_ISSUER", 401, false,
     "Use a token from the configured issuer"},
    {Code::auth_invalid_audience, "AUTH_INVALID_AUDIENCE", 401, false,
     "Request a token for this resource"},
    {Code::auth_missing_scope, "AUTH_MISSING_SCOPE", 403, false,
     "Request a token with the required scope"},
    {Code::auth_keys_unavailable, "AUTH_KEYS_UNAVAILABLE", 503, true,
     "Verify the configured JWKS URL and the authorization server's response"},
    {Code::auth_rate_limited, "AUTH_RATE_LIMITED", 429, true,
     "Wait for as long as Retry-After says"},
    {Code::request_invalid, "REQUEST_INVALID", 400, false,
     "Send the request in the form that the message asks for"},
    {Code::config_invalid, "CONFIG_INVALID", 500, false,
     "Change the option that the message names"},
    {Code::internal, "INTERNAL", 500, false, "This is a bug in assay-jwt: please report it"},
}};

constexpr Code kInvalid = Code::auth_token_invalid;
constexpr Code kKeys = Code::auth_keys_unavailable;
constexpr Code kRequest = Code::request_invalid;
constexpr Code kConfig = Code::config_invalid;

constexpr std::array<ReasonInfo, kReasonCount> kReasons{{
    {Reason::token_missing, "token_missing", Code::auth_token_missing, "Bearer token is missing"},
    {Reason::authorization_malformed, "authorization_malformed", kInvalid,
     "The Authorization header must hold exactly one bearer token", 400},
    {Reason::token_not_string, "token_not_string", kInvalid, "JWT is not a string"},
    {Reason::token_too_large, "token_too_large", kInvalid, "JWT is larger than the limit"},
    {Reason::malformed_segments, "malformed_segments", kInvalid,
     "JWT must contain header, claims, and signature"},
    {Reason::header_base64, "header_base64", kInvalid, "JWT header is not valid base64url"},
    {Reason::header_json, "header_json", kInvalid, "JWT header is not valid JSON"},
    {Reason::header_duplicate_member, "header_duplicate_member", kInvalid,
     "JWT header contains the same member twice"},
    {Reason::crit_unsupported, "crit_unsupported", kInvalid,
     "JWT header has a crit member, and no critical extension is supported"},
    {Reason::b64_unsupported, "b64_unsupported", kInvalid,
     "JWT header has a b64 member that is not true"},
    {Reason::typ_not_allowed, "typ_not_allowed", kInvalid, "JWT type is not allowed"},
    {Reason::alg_not_allowed, "alg_not_allowed", kInvalid,
     "JWT signature algorithm is not supported"},
    {Reason::kid_invalid, "kid_invalid", kInvalid, "JWT key id is not a string"},
    {Reason::key_not_found, "key_not_found", kInvalid, "JWT key id is not present in JWKS"},
    {Reason::key_ambiguous, "key_ambiguous", kInvalid,
     "More keys of the JWKS fit the JWT than are tried"},
    {Reason::key_alg_mismatch, "key_alg_mismatch", kInvalid,
     "JWKS key algorithm does not match JWT"},
    {Reason::key_type_mismatch, "key_type_mismatch", kInvalid,
     "JWKS key type does not match JWT algorithm"},
    {Reason::key_type_unsupported, "key_type_unsupported", kInvalid,
     "JWKS key type is not supported"},
    {Reason::key_use, "key_use", kInvalid, "JWKS key is not for signatures (use)"},
    {Reason::key_ops, "key_ops", kInvalid, "JWKS key is not for verification (key_ops)"},
    {Reason::key_material, "key_material", kInvalid,
     "JWKS key material is missing or not canonical base64url"},
    {Reason::key_too_small, "key_too_small", kInvalid,
     "JWKS RSA modulus is smaller than 2048 bits"},
    {Reason::key_too_large, "key_too_large", kInvalid, "JWKS RSA modulus is larger than 8192 bits"},
    {Reason::key_modulus_even, "key_modulus_even", kInvalid, "JWKS RSA modulus is even"},
    {Reason::key_exponent, "key_exponent", kInvalid,
     "JWKS RSA exponent is not an odd number from 3 to 2^33"},
    {Reason::key_weak, "key_weak", kInvalid,
     "JWKS RSA key has the ROCA fingerprint (CVE-2017-15361), its private key can be computed: "
     "the issuer must replace it"},
    {Reason::signature_base64, "signature_base64", kInvalid,
     "JWT signature is not valid base64url"},
    {Reason::signature_mismatch, "signature_mismatch", kInvalid, "JWT signature is invalid"},
    {Reason::payload_base64, "payload_base64", kInvalid, "JWS payload is not valid base64url"},
    {Reason::claims_base64, "claims_base64", kInvalid, "JWT claims are not valid base64url"},
    {Reason::claims_json, "claims_json", kInvalid, "JWT claims are not valid JSON"},
    {Reason::claims_duplicate_member, "claims_duplicate_member", kInvalid,
     "JWT claims contain the same member twice"},
    {Reason::claim_missing, "claim_missing", kInvalid, "JWT claim is missing"},
    {Reason::claim_type, "claim_type", kInvalid, "JWT claim has the wrong type or is out of range"},
    {Reason::issuer_mismatch, "issuer_mismatch", Code::auth_invalid_issuer,
     "JWT issuer is not allowed"},
    {Reason::audience_mismatch, "audience_mismatch", Code::auth_invalid_audience,
     "JWT audience/resource is not allowed"},
    {Reason::expired, "expired", Code::auth_token_expired, "JWT is expired"},
    {Reason::too_old, "too_old", Code::auth_token_expired, "JWT is older than allowed"},
    {Reason::not_yet_valid, "not_yet_valid", kInvalid, "JWT is not valid yet"},
    {Reason::issued_in_future, "issued_in_future", kInvalid, "JWT is issued in the future"},
    {Reason::scope_missing, "scope_missing", Code::auth_missing_scope, "Missing required scope"},
    {Reason::tool_not_allowed, "tool_not_allowed", Code::auth_missing_scope,
     "The table of scopes does not have this method or tool"},
    {Reason::rate_limited, "rate_limited", Code::auth_rate_limited,
     "Too many failed authentications"},
    {Reason::body_too_large, "body_too_large", kRequest,
     "The request body is larger than the limit", 413},
    {Reason::body_media_type, "body_media_type", kRequest,
     "The request body must be application/json in UTF-8", 415},
    {Reason::body_not_json, "body_not_json", kRequest, "The request body is not valid JSON"},
    {Reason::body_duplicate_member, "body_duplicate_member", kRequest,
     "The request body contains the same member twice"},
    {Reason::body_already_read, "body_already_read", kRequest,
     "The body is read already: whoever read it must pass a clone, or what was parsed"},
    {Reason::body_not_allowed, "body_not_allowed", kRequest, "Only a POST request may have a body"},
    {Reason::message_malformed, "message_malformed", kRequest,
     "The request body is not a JSON-RPC 2.0 message"},
    {Reason::method_not_allowed, "method_not_allowed", kRequest,
     "The HTTP method is not one of GET, HEAD, POST, DELETE and OPTIONS", 405},
    {Reason::keys_not_loaded, "keys_not_loaded", kKeys,
     "The JWK Set is not loaded yet: await verifier.ready() or verifier.verify() first"},
    {Reason::keys_outdated, "keys_outdated", kKeys,
     "The JWK Set has no key for this token and may be outdated: await verifier.verify() again"},
    {Reason::core_not_loaded, "core_not_loaded", kKeys,
     "The WebAssembly core is not loaded yet: await verifier.ready() first"},
    {Reason::jwks_fetch_failed, "jwks_fetch_failed", kKeys, "JWKS could not be fetched"},
    {Reason::jwks_status, "jwks_status", kKeys, "JWKS endpoint did not answer with status 200"},
    {Reason::jwks_redirect, "jwks_redirect", kKeys,
     "JWKS endpoint answered with a redirect, which is never followed"},
    {Reason::jwks_timeout, "jwks_timeout", kKeys, "JWKS endpoint did not answer in time"},
    {Reason::jwks_too_large, "jwks_too_large", kKeys, "JWKS is larger than the limit"},
    {Reason::jwks_not_json, "jwks_not_json", kKeys, "JWKS is not a valid JSON object"},
    {Reason::jwks_malformed, "jwks_malformed", kKeys, "JWKS has no array named keys"},
    {Reason::jwks_duplicate_member, "jwks_duplicate_member", kKeys,
     "JWKS contains the same member twice"},
    {Reason::jwks_too_many_keys, "jwks_too_many_keys", kKeys,
     "JWKS contains more than 1,000 usable keys"},
    {Reason::jwks_no_usable_key, "jwks_no_usable_key", kKeys,
     "JWKS does not contain supported key material"},
    {Reason::discovery_failed, "discovery_failed", kKeys,
     "Authorization server metadata could not be had"},
    {Reason::discovery_issuer_mismatch, "discovery_issuer_mismatch", kKeys,
     "Authorization server metadata names another issuer"},
    {Reason::option_unknown, "option_unknown", kConfig, "Unknown option"},
    {Reason::option_missing, "option_missing", kConfig, "Required option is missing"},
    {Reason::option_invalid, "option_invalid", kConfig, "Option is invalid"},
    {Reason::verifier_disposed, "verifier_disposed", kConfig, "The verifier has been disposed"},
    {Reason::internal, "internal", Code::internal, "Internal error: the token was not accepted"},
}};

/// The reasons whose sentence is not complete without the claim or option that it is about.
constexpr bool names_claim(Reason reason) {
  return reason == Reason::claim_missing || reason == Reason::claim_type ||
         reason == Reason::option_unknown || reason == Reason::option_missing ||
         reason == Reason::option_invalid;
}

/// Rows stand in the order of their enum, so that a look-up is an index.
template <class Table, class Key>
constexpr bool in_order(const Table& table, Key key) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].*key) != i) return false;
  }
  return true;
}
static_assert(in_order(kCodes, &CodeInfo::code));
static_assert(in_order(kReasons, &ReasonInfo::reason));

}  // namespace

const std::array<CodeInfo, kCodeCount>& code_table() noexcept { return kCodes; }
const std::array<ReasonInfo, kReasonCount>& reason_table() noexcept { return kReasons; }

const CodeInfo& info(Code code) noexcept { return kCodes[static_cast<std::size_t>(code)]; }
const ReasonInfo& info(Reason reason) noexcept {
  return kReasons[static_cast<std::size_t>(reason)];
}

Error::Error(Reason why, std::string_view which_claim, std::string missing_scopes)
    : code(info(why).code), reason(why), claim(which_claim), scopes(std::move(missing_scopes)) {}

Error Error::saying(Reason why, std::string_view said) {
  Error error(why);
  error.said = said;
  return error;
}

std::string Error::message() const {
  std::string text(said.empty() ? info(reason).message : said);
  if (!scopes.empty()) return text + ": " + scopes;
  if (names_claim(reason) && !claim.empty()) return text + ": " + claim;
  return text;
}

}  // namespace assay
