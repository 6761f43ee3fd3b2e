// Made from tables/checks.js by `npm run generate`: change it there.
#pragma once

#include <array>

#include "verify/trace.hpp"

namespace assay {

inline constexpr std::array<CheckInfo, kCheckCount> kChecks{{
    {Check::size, "size", "RFC 8259 §9", "The token is within the size limit", ""},
    {Check::segments, "segments", "RFC 7515 §7.1", "Three segments, separated by two dots", ""},
    {Check::header_base64, "header_base64", "RFC 7515 §5.2, step 2",
     "The header is canonical base64url", ""},
    {Check::header_json, "header_json", "RFC 7515 §4",
     "The header is a JSON object, each member once", ""},
    {Check::crit, "crit", "RFC 7515 §4.1.11", "No critical extension is asked for", ""},
    {Check::b64, "b64", "RFC 7797 §3", "The payload is base64url-encoded", ""},
    {Check::typ, "typ", "RFC 8725 §3.11", "The type is allowed", ""},
    {Check::alg, "alg", "RFC 8725 §3.1", "The algorithm is on the allow-list", ""},
    {Check::key, "key", "RFC 7515 §4.1.4", "The JWK Set has a key for this token", ""},
    {Check::signature_base64, "signature_base64", "RFC 7515 §5.2, step 7",
     "The signature is canonical base64url", ""},
    {Check::signature, "signature", "RFC 7515 §5.2, step 8", "The signature is valid", ""},
    {Check::claims_base64, "claims_base64", "RFC 7515 §5.2, step 6",
     "The claims are canonical base64url", ""},
    {Check::claims_json, "claims_json", "RFC 7519 §4",
     "The claims are a JSON object, each member once", ""},
    {Check::issuer, "issuer", "RFC 7519 §4.1.1", "The issuer is the configured one", ""},
    {Check::key_issuer, "key_issuer", "RFC 7517 §4", "The key is for the token’s issuer",
     "Not checked: the JWK names no issuer"},
    {Check::audience, "audience", "RFC 7519 §4.1.3", "The token is meant for this audience",
     "Not checked: any audience is accepted"},
    {Check::exp, "exp", "RFC 7519 §4.1.4", "The token has not expired", ""},
    {Check::nbf, "nbf", "RFC 7519 §4.1.5", "The token is valid already",
     "Not checked: the token has no nbf"},
    {Check::iat, "iat", "RFC 7519 §4.1.6", "The token was not issued in the future",
     "Not checked: the token has no iat"},
    {Check::max_token_age, "max_token_age", "RFC 7519 §4.1.6", "The token is not too old",
     "Not checked: no maximum age is configured"},
    {Check::required_claims, "required_claims", "RFC 9068 §2.2", "Every required claim is there",
     ""},
    {Check::claims, "claims", "RFC 7519 §4.3", "Every claim has a value that the policy allows",
     "Not checked: the option claims is not set"},
    {Check::scope, "scope", "RFC 6750 §3.1", "The required scopes are granted", ""},
    {Check::token_id_hash, "token_id_hash", "RFC 7519 §4.1.7", "The token id was hashed",
     "Not computed: it takes a verified signature, a jti and a configured secret"},
}};

}  // namespace assay
