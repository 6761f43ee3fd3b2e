#include "trace.hpp"

#include <utility>

namespace assay {
namespace {

constexpr std::string_view kNotReached = "Not checked: an earlier step left nothing to check";

constexpr std::array<CheckInfo, kCheckCount> kChecks{{
    {Check::size, "size", "The token is within the size limit", {}},
    {Check::segments, "segments", "Three segments, separated by two dots", {}},
    {Check::header_base64, "header_base64", "The header is canonical base64url", {}},
    {Check::header_json, "header_json", "The header is a JSON object, each member once", {}},
    {Check::crit, "crit", "No critical extension is asked for", {}},
    {Check::b64, "b64", "The payload is base64url-encoded", {}},
    {Check::typ, "typ", "The type is allowed", {}},
    {Check::alg, "alg", "The algorithm is on the allow-list", {}},
    {Check::key, "key", "The JWK Set has a key for this token", {}},
    {Check::signature_base64, "signature_base64", "The signature is canonical base64url", {}},
    {Check::signature, "signature", "The signature is valid", {}},
    {Check::claims_base64, "claims_base64", "The claims are canonical base64url", {}},
    {Check::claims_json, "claims_json", "The claims are a JSON object, each member once", {}},
    {Check::issuer, "issuer", "The issuer is the configured one", {}},
    {Check::audience, "audience", "The token is meant for this audience",
     "Not checked: any audience is accepted"},
    {Check::exp, "exp", "The token has not expired", {}},
    {Check::nbf, "nbf", "The token is valid already", "Not checked: the token has no nbf"},
    {Check::iat, "iat", "The token was not issued in the future",
     "Not checked: the token has no iat"},
    {Check::max_token_age, "max_token_age", "The token is not too old",
     "Not checked: no maximum age is configured"},
    {Check::required_claims, "required_claims", "Every required claim is there", {}},
    {Check::scope, "scope", "The required scopes are granted", {}},
    {Check::token_id_hash, "token_id_hash", "The token id was hashed",
     "Not computed: it takes a verified signature, a jti and a configured secret"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kChecks.size(); ++i) {
    if (static_cast<std::size_t>(kChecks[i].check) != i) return false;
  }
  return true;
}
static_assert(in_order(), "rows stand in the order of the enum, so that a look-up is an index");

constexpr std::array<std::string_view, 3> kStatusNames{"pass", "fail", "skip"};

}  // namespace

const CheckInfo& info(Check check) noexcept { return kChecks[static_cast<std::size_t>(check)]; }

std::string_view name_of(Status status) noexcept {
  return kStatusNames[static_cast<std::size_t>(status)];
}

Trace::Trace() {
  for (CheckResult& result : results_) result.message = kNotReached;
}

void Trace::pass(Check check) {
  at(check).status = Status::pass;
  at(check).message = info(check).passed;
}

void Trace::skip(Check check) {
  at(check).status = Status::skip;
  at(check).message = info(check).not_applicable;
}

void Trace::fail(Check check, const Error& error) {
  at(check).status = Status::fail;
  at(check).message = error.message();
}

void Trace::describe(Check check, std::optional<std::string> expected,
                     std::optional<std::string> actual) {
  at(check).expected = std::move(expected);
  at(check).actual = std::move(actual);
}

}  // namespace assay
