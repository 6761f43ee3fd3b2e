#include "support/verdict.hpp"

#include <algorithm>

namespace assay::test {
namespace {

std::span<const std::string_view> span_of(std::initializer_list<std::string_view> scopes) {
  return {scopes.begin(), scopes.size()};
}

void expect_agreement(const Result<VerifiedToken>& verified, const Report& report) {
  const bool any_failed = std::ranges::any_of(report.trace.results(), [](const CheckResult& check) {
    return check.status == Status::fail;
  });
  ASSERT_EQ(verified.has_value(), !report.error.has_value());
  EXPECT_EQ(any_failed, report.error.has_value());
  if (!verified) {
    EXPECT_EQ(verified.error().code, report.error->code);
    EXPECT_EQ(verified.error().reason, report.error->reason);
    EXPECT_EQ(verified.error().message(), report.error->message());
    return;
  }
  EXPECT_TRUE(report.signature_verified);
  EXPECT_EQ(verified->header_json(), report.header);
  EXPECT_EQ(verified->claims_json(), report.claims);
}

}  // namespace

Policy good_policy() {
  Policy policy;
  policy.issuer = kIssuer;
  policy.audiences = {std::string(kAudience)};
  policy.clock_tolerance = 0;
  return policy;
}

Gate::Gate(Policy policy, std::string_view jwk_set)
    : verifier_(must(PreparedVerifier::create(std::move(policy), must(JwkSet::parse(jwk_set))))) {}

Result<VerifiedToken> Gate::operator()(std::string_view token,
                                       std::initializer_list<std::string_view> required_scopes,
                                       double now) const {
  auto verified = verifier_.verify(token, span_of(required_scopes), now);
  expect_agreement(verified, explain(token, required_scopes, now));
  return verified;
}

Report Gate::explain(std::string_view token,
                     std::initializer_list<std::string_view> required_scopes, double now) const {
  return verifier_.explain(token, span_of(required_scopes), now);
}

Result<VerifiedToken> verdict_on_header(const Members& header) {
  return Gate()(token_of_header(header));
}
Result<VerifiedToken> verdict_on_claims(const Members& claims) {
  return Gate()(token_of_claims(claims));
}

}  // namespace assay::test
