#include "verify/trace.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

const CheckResult& result_of(const Trace& trace, Check check) {
  return trace.results()[static_cast<std::size_t>(check)];
}

TEST(Checks, HaveUniqueNamesAndAMessageForASuccess) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckInfo& row = info(static_cast<Check>(i));
    EXPECT_EQ(row.check, static_cast<Check>(i));
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.passed.empty()) << row.name;
  }
  EXPECT_EQ(names.size(), 24U);
}

TEST(Checks, NameTheSectionThatAsksForThem) {
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckInfo& row = info(static_cast<Check>(i));
    EXPECT_TRUE(row.clause.starts_with("RFC ")) << row.name;
    EXPECT_NE(row.clause.find(" §"), std::string_view::npos) << row.name;
  }
  EXPECT_EQ(info(Check::exp).clause, "RFC 7519 §4.1.4");
}

TEST(Checks, HaveThreeStates) {
  EXPECT_EQ(name_of(Status::pass), "pass");
  EXPECT_EQ(name_of(Status::fail), "fail");
  EXPECT_EQ(name_of(Status::skip), "skip");
}

TEST(Trace, BeginsWithEveryCheckNotReached) {
  const Trace trace;
  for (const CheckResult& result : trace.results()) {
    EXPECT_EQ(result.status, Status::skip);
    EXPECT_EQ(result.message, "Not checked: an earlier step left nothing to check");
    EXPECT_FALSE(result.expected || result.actual);
  }
}

TEST(Trace, RecordsWhatACheckCameTo) {
  Trace trace;
  trace.pass(Check::alg);
  trace.skip(Check::nbf);
  trace.fail(Check::exp, Error(Reason::expired, "exp"));
  EXPECT_EQ(result_of(trace, Check::alg).status, Status::pass);
  EXPECT_EQ(result_of(trace, Check::alg).message, info(Check::alg).passed);
  EXPECT_EQ(result_of(trace, Check::nbf).status, Status::skip);
  EXPECT_EQ(result_of(trace, Check::nbf).message, "Not checked: the token has no nbf");
  EXPECT_EQ(result_of(trace, Check::exp).status, Status::fail);
  EXPECT_EQ(result_of(trace, Check::exp).message, "JWT is expired");
}

TEST(Trace, KeepsWhatWasExpectedAndWhatWasMetApartFromTheStatus) {
  Trace trace;
  trace.describe(Check::issuer, "https://a.example", std::nullopt);
  trace.pass(Check::issuer);
  EXPECT_EQ(result_of(trace, Check::issuer).expected, "https://a.example");
  EXPECT_EQ(result_of(trace, Check::issuer).actual, std::nullopt);
  EXPECT_EQ(result_of(trace, Check::issuer).status, Status::pass);
}

}  // namespace
}  // namespace assay
