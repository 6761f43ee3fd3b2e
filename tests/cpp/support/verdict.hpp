#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/token.hpp"
#include "verify/verifier.hpp"

namespace assay::test {

/// Whether it was refused with this code, for this reason, naming this claim.
template <class T>
testing::AssertionResult refused(const Result<T>& result, Code code, Reason reason,
                                 std::string_view claim = {}) {
  if (!result) {
    const Error& error = result.error();
    if (error.code == code && error.reason == reason && (claim.empty() || error.claim == claim)) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "refused as " << info(error.code).name << " "
                                       << info(error.reason).name << ": " << error.message();
  }
  return testing::AssertionFailure()
         << "accepted; expected " << info(code).name << " " << info(reason).name;
}

/// As refused(), for the many reasons of AUTH_TOKEN_INVALID.
template <class T>
testing::AssertionResult invalid(const Result<T>& result, Reason reason,
                                 std::string_view claim = {}) {
  return refused(result, Code::auth_token_invalid, reason, claim);
}

template <class T>
testing::AssertionResult accepted(const Result<T>& result) {
  if (result) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << "refused as " << info(result.error().reason).name << ": " << result.error().message();
}

/// The value of a result that a test needs. Throws where there is none.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::logic_error(result.error().message());
  return std::move(*result);
}

/// Issuer kIssuer, audience kAudience, RS256, no tolerance.
[[nodiscard]] Policy good_policy();

/// A verifier that asks verify() and explain() about each token, and fails the test unless they
/// agree on the verdict and on the Error.
class Gate {
 public:
  explicit Gate(Policy policy = good_policy(), std::string_view jwk_set = good_set());

  [[nodiscard]] Result<VerifiedToken> operator()(
      std::string_view token, std::initializer_list<std::string_view> required_scopes = {},
      double now = kNow) const;
  [[nodiscard]] Result<VerifiedToken> at(double now, std::string_view token) const {
    return (*this)(token, {}, now);
  }
  [[nodiscard]] Report explain(std::string_view token,
                               std::initializer_list<std::string_view> required_scopes = {},
                               double now = kNow) const;

 private:
  PreparedVerifier verifier_;
};

/// The verdict on a header, or on claims, with a valid signature.
[[nodiscard]] Result<VerifiedToken> verdict_on_header(const Members& header);
[[nodiscard]] Result<VerifiedToken> verdict_on_claims(const Members& claims);

}  // namespace assay::test
