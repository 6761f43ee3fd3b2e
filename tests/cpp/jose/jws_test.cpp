// JWS compact serialization and JOSE header: RFC 7515 §4, §7.1.
#include "jose/jws.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

Result<JoseHeader> header(std::string_view json) {
  return JoseHeader::parse(encode_base64url(json));
}

Result<void> typ(std::string_view json, std::optional<std::vector<std::string>> types = {}) {
  return must(header(R"({"typ":)" + std::string(json) + "}")).check_typ(types);
}

TEST(CompactSerialization, Rfc7515_7_1_HasExactlyTwoDots) {
  for (const std::string_view text :
       {"", "a", "a.b", ".", "a.b.c.d", "...", "a.b.c.d.e", "....", "a.b.c.", ".a.b.c"}) {
    EXPECT_TRUE(invalid(split_compact(text), Reason::malformed_segments)) << text;
  }
  const auto parts = split_compact("head.pay.sig");
  ASSERT_TRUE(accepted(parts));
  EXPECT_EQ(parts->header, "head");
  EXPECT_EQ(parts->payload, "pay");
  EXPECT_EQ(parts->signature, "sig");
  EXPECT_EQ(parts->signing_input, "head.pay");
}

TEST(CompactSerialization, MayHaveEmptyPartsWhichLaterStepsJudge) {
  const auto parts = split_compact("..");
  ASSERT_TRUE(accepted(parts));
  EXPECT_EQ(parts->header, "");
  EXPECT_EQ(parts->signing_input, ".");
  EXPECT_TRUE(invalid(JoseHeader::parse(""), Reason::header_json));
}

TEST(JoseHeader, Rfc7515_4_IsAJsonObjectInBase64url) {
  EXPECT_TRUE(accepted(header("{}")));
  EXPECT_EQ(header(R"({ "alg":"x" })")->text(), R"({ "alg":"x" })");
  for (const std::string_view text : {"", "[]", "null", "1", R"("{}")", "{", "{}x", "{\"a\":1,}",
                                      R"(["alg","RS256"])", R"([{"alg":"RS256"}])"}) {
    EXPECT_TRUE(invalid(header(text), Reason::header_json)) << text;
  }
  for (const std::string_view text : {"e30=", "e3 0", "e30\n", "e31", "e", "e/0", "e+0", "{}"}) {
    EXPECT_TRUE(invalid(JoseHeader::parse(text), Reason::header_base64)) << text;
  }
}

TEST(JoseHeader, Rfc7515_4_RefusesAMemberTwice) {
  for (const std::string_view text :
       {R"({"alg":"RS256","alg":"none"})", R"({"alg":"RS256","\u0061lg":"RS256"})",
        R"({"x":{"y":1,"y":1}})", R"({"x":[{"y":1,"y":1}]})", R"({"unknown":1,"unknown":1})"}) {
    EXPECT_TRUE(invalid(header(text), Reason::header_duplicate_member)) << text;
  }
}

TEST(JoseHeader, Rfc7515_4_1_11_RefusesCrit) {
  EXPECT_TRUE(accepted(must(header("{}")).check_crit()));
  for (const std::string_view crit : {R"(["exp"])", R"(["b64"])", R"(["x","x"])", R"(["alg"])",
                                      "[]", "null", "{}", "false", R"("b64")", R"([1])"}) {
    const auto parsed = header(R"({"crit":)" + std::string(crit) + "}");
    EXPECT_TRUE(invalid(must(parsed).check_crit(), Reason::crit_unsupported)) << crit;
  }
}

TEST(JoseHeader, Rfc7797_3_RefusesAPayloadThatIsNotEncoded) {
  EXPECT_TRUE(accepted(must(header("{}")).check_b64()));
  EXPECT_TRUE(accepted(must(header(R"({"b64":true})")).check_b64()));
  for (const std::string_view b64 : {"false", "null", "0", "1", R"("true")", "[]", "{}"}) {
    const auto parsed = header(R"({"b64":)" + std::string(b64) + "}");
    EXPECT_TRUE(invalid(must(parsed).check_b64(), Reason::b64_unsupported)) << b64;
  }
}

TEST(JoseHeader, Rfc8725_3_11_AllowsTheTypesOfAccessTokensOrNone) {
  EXPECT_TRUE(accepted(must(header("{}")).check_typ(std::nullopt)));
  for (const std::string_view name :
       {"JWT", "jwt", "Jwt", "at+jwt", "AT+JWT", "at+JWT", "application/at+jwt",
        "Application/AT+jwt", "application/jwt", "APPLICATION/JWT"}) {
    EXPECT_TRUE(accepted(typ(in_quotes(name)))) << name;
  }
  for (const std::string_view name :
       {"", " jwt", "jwt ", "JWS", "JOSE", "dpop+jwt", "logout+jwt", "secevent+jwt", "id+jwt",
        "at+jwt2", "at jwt", "application/", "application/application/jwt", "text/jwt", "+jwt",
        "jwt\\u0000", "\\u212Awt", "application/dpop+jwt"}) {
    EXPECT_TRUE(invalid(typ(in_quotes(name)), Reason::typ_not_allowed)) << name;
  }
  for (const std::string_view value : {"null", "1", "true", R"(["JWT"])", "{}"}) {
    EXPECT_TRUE(invalid(typ(value), Reason::typ_not_allowed)) << value;
  }
}

TEST(JoseHeader, Rfc9068_4_NarrowsTheTypeWhereThePolicyDoes) {
  const std::vector<std::string> only{"at+jwt"};
  EXPECT_TRUE(accepted(typ(in_quotes("application/AT+JWT"), only)));
  EXPECT_TRUE(invalid(typ(in_quotes("JWT"), only), Reason::typ_not_allowed));
  EXPECT_TRUE(invalid(must(header("{}")).check_typ(only), Reason::typ_not_allowed)) << "absent";
  EXPECT_TRUE(accepted(typ(in_quotes("JWT"), std::vector<std::string>{"at+jwt", "jwt"})));
}

TEST(JoseHeader, Rfc8725_3_1_TakesTheAlgorithmFromTheAllowList) {
  const std::vector<Algorithm> allowed{Algorithm::rs256, Algorithm::ps256};
  const auto alg = [&](std::string_view json) {
    return must(header(R"({"alg":)" + std::string(json) + "}")).check_alg(allowed);
  };
  EXPECT_EQ(*alg(R"("RS256")"), Algorithm::rs256);
  EXPECT_EQ(*alg(R"("PS256")"), Algorithm::ps256);
  EXPECT_EQ(*alg(R"("\u0052S256")"), Algorithm::rs256);
  for (const std::string_view value :
       {R"("RS384")", R"("none")", R"("nOnE")", R"("None")", R"("")", R"("HS256")", R"("rs256")",
        R"("ES256")", "null", "1", R"(["RS256"])", R"({"RS256":1})", R"("RS256\u0000")"}) {
    EXPECT_TRUE(invalid(alg(value), Reason::alg_not_allowed)) << value;
  }
  EXPECT_TRUE(invalid(must(header("{}")).check_alg(allowed), Reason::alg_not_allowed));
  EXPECT_TRUE(invalid(must(header(R"({"alg":"RS256"})")).check_alg({}), Reason::alg_not_allowed));
}

TEST(JoseHeader, Rfc7515_4_1_4_HasAStringAsKeyIdOrNone) {
  EXPECT_EQ(*must(header("{}")).key_id(), std::nullopt);
  const auto named = must(header(R"({"kid":"a\u0000b"})"));
  EXPECT_EQ(*named.key_id(), std::string_view("a\0b", 3));
  const auto empty = must(header(R"({"kid":""})"));
  EXPECT_EQ(*empty.key_id(), "");
  for (const std::string_view kid : {"null", "1", "true", "[]", "{}", R"(["first"])"}) {
    const auto parsed = header(R"({"kid":)" + std::string(kid) + "}");
    EXPECT_TRUE(invalid(must(parsed).key_id(), Reason::kid_invalid)) << kid;
  }
}

TEST(JoseHeader, NamesTheMembersThatBringAKey) {
  const auto parsed = must(header(R"({"x5c":[],"jku":1,"alg":"RS256","jwk":{},"x5u":null})"));
  EXPECT_EQ(parsed.ignored_key_members(),
            (std::vector<std::string_view>{"jwk", "jku", "x5u", "x5c"}));
  EXPECT_TRUE(must(header(R"({"x5t":"a","x":{"jwk":1}})")).ignored_key_members().empty());
}

}  // namespace
}  // namespace assay::test
