// ATTACKS 10 to 12 and 15 as whole tokens: encoding, form, and what the header asks for.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

Result<VerifiedToken> verdict(const std::string& token) { return Gate()(token); }

/// The verdict on both parts, signed as they are.
Result<VerifiedToken> signed_verdict(std::string_view header, std::string_view payload) {
  return Gate()(sign_token(header, payload));
}

/// The good token with a text inserted into one of its segments (0, 1 or 2).
std::string inserted(std::size_t segment, std::string_view text, bool at_the_end) {
  std::string token = good_token();
  std::size_t begin = 0;
  for (std::size_t i = 0; i < segment; ++i) begin = token.find('.', begin) + 1;
  const std::size_t end = std::min(token.find('.', begin), token.size());
  return token.insert(at_the_end ? end : begin, text);
}

constexpr Reason kBase64Reasons[] = {Reason::header_base64, Reason::signature_mismatch,
                                     Reason::signature_base64};

TEST(EncodingAttack, PaddingWhiteSpaceAndForeignCharactersAreRefusedInEachSegment) {
  for (const std::string_view text :
       {"=", "==", " ", "\n", "\r\n", "\t", "+", "/", "%3D", "\xC2\xA0", "-_ ", "~"}) {
    for (const std::size_t segment : {0U, 1U, 2U}) {
      for (const bool at_the_end : {false, true}) {
        EXPECT_TRUE(invalid(verdict(inserted(segment, text, at_the_end)), kBase64Reasons[segment]))
            << segment << text;
      }
    }
  }
  EXPECT_TRUE(
      invalid(verdict(inserted(2, std::string_view("\0", 1), true)), Reason::signature_base64));
  EXPECT_TRUE(invalid(verdict("Bearer " + good_token()), Reason::header_base64));
  EXPECT_TRUE(invalid(verdict("\xEF\xBB\xBF" + good_token()), Reason::header_base64));
}

TEST(EncodingAttack, APayloadThatIsSignedInAnotherEncodingIsRefused) {
  const std::string header = encode_base64url(good_header().json());
  const auto sign = [](const std::string& input) {
    return input + '.' + encode_base64url(first_key().sign(Algorithm::rs256, input));
  };
  const std::string payload = encode_base64url(good_claims().json());
  for (const std::string& wrong : {payload + "=", payload + "\n", " " + payload, payload + "+"}) {
    EXPECT_TRUE(invalid(verdict(sign(header + '.' + wrong)), Reason::claims_base64)) << wrong;
  }
}

TEST(EncodingAttack, Rfc4648_3_5_ASecondSpellingOfTheSameBytesIsRefused) {
  const std::string token = good_token();
  ASSERT_EQ(token.substr(token.rfind('.') + 1).size(), 342U) << "a tail of two characters";
  for (int bits = 1; bits < 16; ++bits) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string changed = token;
    changed.back() = kAlphabet[kAlphabet.find(token.back()) + static_cast<std::size_t>(bits)];
    EXPECT_TRUE(invalid(verdict(changed), Reason::signature_base64)) << bits;
  }
}

TEST(FormAttack, AnyOtherNumberOfSegmentsIsRefused) {
  const std::string token = good_token();
  const std::string two = token.substr(0, token.rfind('.'));
  for (const std::string& text :
       {std::string(), std::string("."), std::string("x"), two, token + ".", token + ".x",
        "." + token, token + "." + token, two + ".a.b.c", token.substr(0, token.find('.'))}) {
    EXPECT_TRUE(invalid(verdict(text), Reason::malformed_segments)) << text.substr(0, 60);
  }
}

TEST(FormAttack, Rfc7515_7_2_JsonSerializationIsRefused) {
  const std::string token = good_token();
  const std::size_t first = token.find('.');
  const std::size_t second = token.rfind('.');
  const std::string flattened = R"({"protected":")" + token.substr(0, first) + R"(","payload":")" +
                                token.substr(first + 1, second - first - 1) + R"(","signature":")" +
                                token.substr(second + 1) + R"("})";
  EXPECT_TRUE(invalid(verdict(flattened), Reason::malformed_segments));
  EXPECT_TRUE(invalid(verdict(R"({"payload":"e30","signatures":[]})"), Reason::malformed_segments));
}

TEST(FormAttack, Rfc7516_AnEncryptedTokenIsRefused) {
  EXPECT_TRUE(
      invalid(verdict(encode_base64url(R"({"alg":"RSA-OAEP","enc":"A128GCM"})") + ".a.b.c.d"),
              Reason::malformed_segments));
  EXPECT_TRUE(invalid(verdict_on_header(good_header().with("alg", R"("RSA-OAEP")")),
                      Reason::alg_not_allowed));
}

TEST(FormAttack, ATokenIsUpTo16384BytesLong) {
  // The signature takes 342 characters; the claims are padded until the token has the length.
  const auto token_of_size = [](std::size_t size) {
    std::string token;
    for (std::size_t filling = size * 3 / 4 - 700; token.size() < size; ++filling) {
      token = token_of_claims(good_claims().with("x", in_quotes(std::string(filling, 'x'))));
    }
    return token;
  };
  const std::string token = token_of_size(16384);
  ASSERT_GE(token.size(), 16384U);
  EXPECT_LE(token.size(), 16385U);
  const auto expect_limit = [&](std::size_t limit) {
    Policy policy = good_policy();
    policy.max_token_bytes = limit;
    EXPECT_TRUE(accepted(Gate(policy)(token)));
    policy.max_token_bytes = limit - 1;
    EXPECT_TRUE(invalid(Gate(policy)(token), Reason::token_too_large));
  };
  expect_limit(token.size());
  EXPECT_TRUE(invalid(verdict(std::string(16385, '.')), Reason::token_too_large))
      << "before all else";
  EXPECT_TRUE(invalid(verdict(std::string(16384, '.')), Reason::malformed_segments));
  EXPECT_TRUE(invalid(verdict(std::string(4U << 20U, 'a')), Reason::token_too_large));
}

TEST(JsonAttack, MembersTwiceAreRefusedInHeaderAndClaims) {
  const std::string claims = good_claims().json();
  EXPECT_TRUE(invalid(signed_verdict(good_header().twice("alg", R"("RS256")").json(), claims),
                      Reason::header_duplicate_member));
  EXPECT_TRUE(invalid(signed_verdict(good_header().twice("\\u0061lg", R"("none")").json(), claims),
                      Reason::header_duplicate_member));
  EXPECT_TRUE(invalid(signed_verdict(good_header().with("x", R"({"a":1,"a":2})").json(), claims),
                      Reason::header_duplicate_member));
  for (const std::string_view name : {"exp", "\\u0065xp", "iss", "aud", "scope", "jti"}) {
    const Members twice = good_claims().twice(name, "1");
    EXPECT_TRUE(invalid(verdict_on_claims(twice), Reason::claims_duplicate_member)) << name;
  }
  EXPECT_TRUE(invalid(verdict_on_claims(good_claims().with("x", R"([{"y":{"z":1,"z":1}}])")),
                      Reason::claims_duplicate_member));
}

TEST(JsonAttack, OnlyAnObjectInUtf8IsRead) {
  const std::string header = good_header().json();
  const std::string claims = good_claims().json();
  const auto utf16 = [](std::string_view text) {
    std::string wide;
    for (const char c : text) wide.append(1, c).append(1, '\0');
    return wide;
  };
  for (const std::string& wrong :
       {"\xEF\xBB\xBF" + claims, utf16(claims), "[" + claims + "]", claims + "x", claims + claims,
        claims + '\0', std::string("null"), std::string("1"), std::string("\"{}\""),
        std::string()}) {
    EXPECT_TRUE(invalid(signed_verdict(header, wrong), Reason::claims_json));
  }
  for (const std::string& wrong : {"\xEF\xBB\xBF" + header, utf16(header), "[" + header + "]",
                                   header + "x", header + '\0', std::string("null")}) {
    EXPECT_TRUE(invalid(signed_verdict(wrong, claims), Reason::header_json));
  }
}

TEST(JsonAttack, InvalidTextDepthAndNumbersAreRefused) {
  const std::string deep = std::string(32, '[') + std::string(32, ']');  // 33 with the object
  for (const std::string_view json :
       {"\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", R"("\ud800")",
        R"("\udc00x")", "1e400", "-1e400", "NaN", "01", "\"\n\""}) {
    EXPECT_TRUE(invalid(verdict_on_claims(good_claims().with("x", json)), Reason::claims_json))
        << json;
    EXPECT_TRUE(invalid(verdict_on_header(good_header().with("x", json)), Reason::header_json))
        << json;
  }
  EXPECT_TRUE(invalid(verdict_on_claims(good_claims().with("x", deep)), Reason::claims_json));
  EXPECT_TRUE(invalid(verdict_on_header(good_header().with("x", deep)), Reason::header_json));
  EXPECT_TRUE(invalid(verdict_on_claims(good_claims().with("x", std::string(10'000, '1'))),
                      Reason::claims_json));
  EXPECT_TRUE(invalid(verdict_on_header(good_header().with("x", std::string(8'000, '['))),
                      Reason::header_json));
  for (const std::string& number :
       {std::string("1e-400"), std::string("9223372036854775808"), std::string(300, '1')}) {
    EXPECT_TRUE(accepted(verdict_on_claims(good_claims().with("x", number)))) << number;
    EXPECT_TRUE(accepted(verdict_on_header(good_header().with("x", number)))) << number;
  }
  const auto infinite = verdict_on_claims(good_claims().with("x", "1e400"));
  EXPECT_NE(infinite.error().message().find("number"), std::string::npos)
      << infinite.error().message();
  const std::string still_read = std::string(31, '[') + std::string(31, ']');
  EXPECT_TRUE(accepted(verdict_on_claims(good_claims().with("x", still_read))));
}

TEST(HeaderAttack, Rfc7515_4_1_11_CritIsRefusedWhateverItNames) {
  for (const std::string_view crit :
       {R"(["unknown"])", "[]", "null", "{}", R"("b64")", R"(["b64"])", R"(["b64","b64"])",
        R"(["alg"])", R"(["absent"])", "1"}) {
    EXPECT_TRUE(
        invalid(verdict_on_header(good_header().with("crit", crit)), Reason::crit_unsupported))
        << crit;
  }
  EXPECT_TRUE(
      invalid(verdict_on_header(good_header().with("crit", R"(["b64"])").with("b64", "true")),
              Reason::crit_unsupported));
}

TEST(HeaderAttack, Rfc7797_B64IsRefusedWithAndWithoutCrit) {
  EXPECT_TRUE(
      invalid(verdict_on_header(good_header().with("b64", "false")), Reason::b64_unsupported));
  EXPECT_TRUE(
      invalid(verdict_on_header(good_header().with("b64", "false").with("crit", R"(["b64"])")),
              Reason::crit_unsupported));
  EXPECT_TRUE(accepted(verdict_on_header(good_header().with("b64", "true"))));
}

TEST(HeaderAttack, Rfc8725_3_11_TokensThatAreNoAccessTokensAreRefused) {
  for (const std::string_view typ :
       {"dpop+jwt", "logout+jwt", "secevent+jwt", "application/dpop+jwt", "DPOP+JWT", "kb+jwt",
        "entity-statement+jwt", "JOSE"}) {
    EXPECT_TRUE(invalid(verdict_on_header(good_header().with("typ", in_quotes(typ))),
                        Reason::typ_not_allowed))
        << typ;
  }
  EXPECT_TRUE(accepted(verdict_on_header(good_header().without("typ"))));
  EXPECT_TRUE(accepted(verdict_on_header(good_header().with("typ", R"("application/at+jwt")"))));
}

}  // namespace
}  // namespace assay::test
