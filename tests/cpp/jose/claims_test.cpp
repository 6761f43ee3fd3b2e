// Reading claims: RFC 7519 §4. What a policy makes of them is in claim_checks_*_test.cpp.
#include "jose/claims.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Strings = std::vector<std::string_view>;

Result<Claims> read(std::string_view json) { return Claims::parse(encode_base64url(json)); }

/// Claims with one member, kept alive for the views into them.
struct One {
  explicit One(std::string_view name, std::string_view json)
      : claims(must(read("{" + in_quotes(name) + ":" + std::string(json) + "}"))) {}
  Claims claims;
};

TEST(Claims, Rfc7519_4_AreAJsonObjectInBase64url) {
  EXPECT_EQ(must(read(R"({ "iss":1 })")).text(), R"({ "iss":1 })");
  for (const std::string_view text : {"", "[]", "null", "1", R"("{}")", "{", "{}x", "{'a':1}"}) {
    EXPECT_TRUE(invalid(read(text), Reason::claims_json)) << text;
  }
  for (const std::string_view text : {"e30=", "e31", "e", " e30", "e3+0"}) {
    EXPECT_TRUE(invalid(Claims::parse(text), Reason::claims_base64)) << text;
  }
}

TEST(Claims, Rfc7519_4_RefuseAMemberTwice) {
  for (const std::string_view text : {R"({"exp":1,"exp":2})", R"({"exp":1,"\u0065xp":2})",
                                      R"({"x":{"y":1,"y":1}})", R"({"custom":1,"custom":1})"}) {
    EXPECT_TRUE(invalid(read(text), Reason::claims_duplicate_member)) << text;
  }
}

TEST(Claims, CountNullAsAbsent) {
  const One one("iss", "null");
  EXPECT_FALSE(one.claims.has("iss"));
  EXPECT_EQ(*one.claims.string("iss"), std::nullopt);
  EXPECT_EQ(*one.claims.numeric_date("iss"), std::nullopt);
  EXPECT_EQ(*One("aud", "null").claims.audience(), std::nullopt);
  EXPECT_EQ(*One("scope", "null").claims.scopes(), Strings{});
  EXPECT_EQ(*One("scp", "null").claims.scopes(), Strings{});
}

TEST(Claims, Rfc7519_4_1_1_HaveStringsWhereStringsBelong) {
  EXPECT_EQ(*One("iss", R"("a\u0000b")").claims.string("iss"), std::string_view("a\0b", 3));
  for (const std::string_view json : {"1", "true", "[]", R"(["a"])", "{}"}) {
    EXPECT_TRUE(invalid(One("iss", json).claims.string("iss"), Reason::claim_type, "iss")) << json;
  }
}

TEST(NumericDate, Rfc7519_2_IsANumberOfSecondsWithOrWithoutAFraction) {
  const auto date = [](std::string_view json) {
    return One("exp", json).claims.numeric_date("exp");
  };
  EXPECT_EQ(**date("0"), 0);
  EXPECT_EQ(**date("-0"), 0);
  EXPECT_EQ(**date("-1"), -1);
  EXPECT_EQ(**date("1800000000.5"), 1800000000.5);
  EXPECT_EQ(**date("1.8e9"), 1800000000);
  EXPECT_EQ(**date("9007199254740992"), 9007199254740992.0);
  EXPECT_EQ(**date("-9007199254740992"), -9007199254740992.0);
  for (const std::string_view json :
       {"9007199254740993", "-9007199254740993", "9007199254740994", "9223372036854775807", "1e16",
        "-1e300", R"("1800000600")", R"("NaN")", R"("")", "true", "false", "[]", "[1800000600]",
        "{}"}) {
    EXPECT_TRUE(invalid(date(json), Reason::claim_type, "exp")) << json;
  }
}

TEST(Audience, Rfc7519_4_1_3_IsAStringOrAnArrayOfStrings) {
  const One one("aud", R"("a")");
  EXPECT_EQ(**one.claims.audience(), Strings{"a"});
  const One several("aud", R"(["b","","a"])");
  EXPECT_EQ(**several.claims.audience(), (Strings{"b", "", "a"}));
  const One none("aud", "[]");
  EXPECT_EQ(**none.claims.audience(), Strings{});
  for (const std::string_view json :
       {"1", "true", "{}", R"(["a",1])", R"([null])", R"([["a"]])", R"({"a":"a"})"}) {
    EXPECT_TRUE(invalid(One("aud", json).claims.audience(), Reason::claim_type, "aud")) << json;
  }
}

TEST(Scopes, Rfc6749_3_3_AreSeparatedBySpaces) {
  const auto scopes = [](std::string_view json) {
    const One one("scope", json);
    const auto found = must(one.claims.scopes());
    return std::vector<std::string>(found.begin(), found.end());
  };
  using Owned = std::vector<std::string>;
  EXPECT_EQ(scopes(R"("a b")"), (Owned{"a", "b"}));
  EXPECT_EQ(scopes(R"("")"), Owned{});
  EXPECT_EQ(scopes(R"("  a   b  ")"), (Owned{"a", "b"}));
  EXPECT_EQ(scopes(R"(" ")"), Owned{});
  EXPECT_EQ(scopes(R"("b a b")"), (Owned{"b", "a", "b"}));
  EXPECT_EQ(scopes(R"("a\tb")"), Owned{"a\tb"});
  EXPECT_EQ(scopes(R"("a\nb")"), Owned{"a\nb"});
  EXPECT_EQ(scopes(R"("a\u00a0b")"), Owned{"a\u00a0b"});
  EXPECT_EQ(scopes(R"("a,b")"), Owned{"a,b"});
}

TEST(Scopes, AreInScpWhereScopeIsAbsent) {
  const One text("scp", R"("a b")");
  EXPECT_EQ(*text.claims.scopes(), (Strings{"a", "b"}));
  const One list("scp", R"(["a","b c"])");
  EXPECT_EQ(*list.claims.scopes(), (Strings{"a", "b c"})) << "an entry is one scope";
  const Claims both = must(read(R"({"scope":"a","scp":["b"]})"));
  EXPECT_EQ(*both.scopes(), Strings{"a"});
  const Claims empty = must(read(R"({"scope":"","scp":["b"]})"));
  EXPECT_EQ(*empty.scopes(), Strings{}) << "present is present";
  const Claims absent = must(read(R"({"scope":null,"scp":["b"]})"));
  EXPECT_EQ(*absent.scopes(), Strings{"b"});
}

TEST(Scopes, OfAnotherTypeAreRefused) {
  for (const std::string_view json : {"1", "true", R"(["a",1])", "{}", R"([["a"]])"}) {
    EXPECT_TRUE(invalid(One("scope", json).claims.scopes(), Reason::claim_type, "scope")) << json;
    EXPECT_TRUE(invalid(One("scp", json).claims.scopes(), Reason::claim_type, "scp")) << json;
  }
}

}  // namespace
}  // namespace assay::test
