#include "jose/form_hint.hpp"

#include <gtest/gtest.h>

#include <vector>

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

/// A text, and how its hint begins.
struct Example {
  std::string_view text;
  std::string_view begin;
};

TEST(FormHint, SaysWhatWasTakenForAToken) {
  const std::vector<Example> examples{
      {"{\"access_token\":\"a\"}", "This is JSON"},
      {"[\"ab\"]", "This is JSON"},
      {"6f1e9c0a", "A token without a dot"},
      {"6f1e/9c+0a==", "A token without a dot"},
      {"ZXlKaGJHY2lPaUpTVXpJMU5pSjk", "The token is encoded in base64 once more"},
      {"ya29.a0", "This is no JWT, which begins with eyJ"},
      {"a.b.c.d", "This is no JWT, which begins with eyJ"},
      {"a.b.c.d.e", "Five segments"},
      {"eyJ.b", "The token is cut off"},
      {"eyJhbGci...", "The token is cut off"},
      {"eyJhbGci\xE2\x80\xA6", "The token is cut off"},
      {"\"ab\"", "The token stands in quotes"},
      {"'ab", "The token stands in quotes"},
      {"\xE2\x80\x9C"
       "ab\xE2\x80\x9D",
       "The token stands in quotes"},
      {"a.b \n", "There is white space"},
      {" ", "There is white space"},
      {"a\\n", "There is a backslash"},
      {"\xC2\xA0"
       "a",
       "There is a character beyond ASCII"},
      {"a\xE2\x80\x8B", "There is a character beyond ASCII"},
      {"a%2Eb%2Ec", "The token is encoded for a URL"},
      {"access_token=ab", "This is a whole cookie, query or URL"},
      {"__session=ab; Path=/", "This is a whole cookie, query or URL"},
      {"https://app.example/cb#access_token=ab", "This is a whole cookie, query or URL"},
      {"a.b.c, d.e.f", "There is a comma or a semicolon"},
      {"a.b;", "There is a comma or a semicolon"},
      {"undefined", "This is what programs write"},
      {"null", "This is what programs write"},
      {"None", "This is what programs write"},
      {"[object Promise]", "This is an object that was made a string"},
      {"$TOKEN", "This is a placeholder"},
      {"{{access_token}}", "This is a placeholder"},
      {"<!doctype html>", "This is a placeholder"},
      {"-----BEGIN CERTIFICATE-----\nMIIB", "This is a PEM"},
      {"DPoP ab", "Pass the token alone: \"DPoP \""},
      {"Basic dXNlcjpw", "This is the scheme Basic"},
      {"Authorization: Bearer ab", "This is a whole header or command"},
      {"Bearer: ab", "This is a whole header or command"},
      {"curl -s https://api.example", "This is a whole header or command"},
      {"GET / HTTP/1.1\r\nauthorization: bearer ab", "This is a whole header or command"}};
  for (const auto& [text, begin] : examples) {
    EXPECT_TRUE(hint_of(text).starts_with(begin)) << text << ": " << hint_of(text);
  }
  for (const std::string_view scheme : {"Bearer ", "bearer\t", "BEARER  ", "  Bearer "}) {
    EXPECT_TRUE(hint_of(std::string(scheme) + "ab").starts_with("Pass the token alone")) << scheme;
  }
}

TEST(FormHint, SaysNothingWhereNothingIsKnown) {
  for (const std::string_view token : {"", "eyJ.b.c.d"}) EXPECT_EQ(hint_of(token), "") << token;
}

TEST(FormHint, TakesNoWordForAScheme) {
  for (const std::string_view token : {"Bearer.x", "bearerx.y", "basic.x", "nullx.y"}) {
    EXPECT_TRUE(hint_of(token).starts_with("This is no JWT")) << token;
  }
}

TEST(FormHint, OfASegmentItDoesNotCountDots) {
  EXPECT_EQ(segment_hint("6f1e9c0a!"), "");
  EXPECT_TRUE(segment_hint("Bearer eyJ").starts_with("Pass the token alone"));
  EXPECT_TRUE(segment_hint("c2ln\n").starts_with("There is white space"));
  EXPECT_TRUE(segment_hint("c2ln\"").starts_with("The token stands in quotes"));
  EXPECT_TRUE(segment_hint("c2ln=").starts_with("There is padding"));
  EXPECT_TRUE(segment_hint("c2ln+").starts_with("This is base64, not base64url"));
  EXPECT_TRUE(segment_hint("DPoP eyJ").starts_with("Pass the token alone"));
}

TEST(FormHint, OfTheFirstSegmentItSaysThatItIsNoHeader) {
  EXPECT_TRUE(header_hint("v4").starts_with("This is no JWT"));
  EXPECT_TRUE(header_hint("").starts_with("This is no JWT"));
  EXPECT_EQ(header_hint("eyJhb"), "");
  EXPECT_EQ(header_hint("ewog"), "");
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
  EXPECT_TRUE(hint("v4.public.ab").starts_with("This is no JWT"));
  EXPECT_TRUE(hint("..").starts_with("This is no JWT"));
}

}  // namespace
}  // namespace assay::test
