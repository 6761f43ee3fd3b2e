#include "jose/form_hint.hpp"

#include <gtest/gtest.h>

#include "jose/jws.hpp"
#include "support/token.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

/// The hint of a refusal.
std::string hint_of(std::string_view token) {
  const auto jws = split_compact(token);
  return jws ? "" : jws.error().hint;
}

TEST(FormHint, SaysWhatWasTakenForAToken) {
  EXPECT_TRUE(hint_of("{\"access_token\":\"a\"}").starts_with("This is JSON"));
  EXPECT_TRUE(hint_of("6f1e9c0a").starts_with("A token without a dot"));
  EXPECT_TRUE(hint_of("a.b.c.d.e").starts_with("Five segments"));
  EXPECT_TRUE(hint_of("\"ab\"").starts_with("The token stands in quotes"));
  EXPECT_TRUE(hint_of("'ab").starts_with("The token stands in quotes"));
  EXPECT_TRUE(hint_of("a.b \n").starts_with("There is white space"));
  EXPECT_TRUE(hint_of(" ").starts_with("There is white space"));
  for (const std::string_view scheme : {"Bearer ", "bearer\t", "BEARER  ", "  Bearer "}) {
    EXPECT_TRUE(hint_of(std::string(scheme) + "ab").starts_with("Pass the token alone")) << scheme;
  }
}

TEST(FormHint, SaysNothingWhereNothingIsKnown) {
  for (const std::string_view token : {"", "a.b", "a.b.c.d", "Bearer.x", "bearerx.y"}) {
    EXPECT_EQ(hint_of(token), "") << token;
  }
}

TEST(FormHint, OfASegmentItDoesNotCountDots) {
  EXPECT_EQ(segment_hint("6f1e9c0a!"), "");
  EXPECT_TRUE(segment_hint("Bearer eyJ").starts_with("Pass the token alone"));
  EXPECT_TRUE(segment_hint("c2ln\n").starts_with("There is white space"));
  EXPECT_TRUE(segment_hint("c2ln\"").starts_with("The token stands in quotes"));
}

TEST(FormHint, IsInTheRefusalOfEachSegment) {
  const auto hint = [](const std::string& token) {
    const auto verdict = Gate()(token);
    return verdict ? std::string() : verdict.error().hint;
  };
  EXPECT_TRUE(hint("Bearer " + good_token()).starts_with("Pass the token alone"));
  EXPECT_TRUE(hint("\"" + good_token()).starts_with("The token stands in quotes"));
  EXPECT_TRUE(hint(good_token() + "\n").starts_with("There is white space"));
  EXPECT_TRUE(hint(good_token() + "\"").starts_with("The token stands in quotes"));
}

}  // namespace
}  // namespace assay::test
