// One JWK: RFC 7517 §4, RFC 7518 §6.3, and the rules of BEHAVIOUR's Keys.
#include "jose/jwk.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

Result<Jwk> read(const std::string& text) {
  const auto document = json::parse(text);
  if (!document) throw std::logic_error("no JSON: " + text);
  return parse_jwk(document->root());
}

/// A JWK of the first key, member by member.
const Members& good_jwk() {
  static const Members jwk{{"kty", in_quotes("RSA")},
                           {"n", in_quotes(encode_base64url(first_key().modulus()))},
                           {"e", in_quotes("AQAB")},
                           {"kid", in_quotes("first")}};
  return jwk;
}

Result<Jwk> read_with(std::string_view name, std::string_view json) {
  return read(good_jwk().with(name, json).json());
}

TEST(Jwk, HoldsKeyIdAndAlgorithmAndVerifies) {
  const auto jwk = read_with("alg", in_quotes("RS256"));
  ASSERT_TRUE(accepted(jwk));
  EXPECT_EQ(jwk->key_id, "first");
  EXPECT_EQ(jwk->algorithm, "RS256");
  EXPECT_EQ(jwk->key->type(), KeyType::rsa);
  EXPECT_TRUE(jwk->key->verify(Algorithm::rs256, "m", first_key().sign(Algorithm::rs256, "m")));
}

TEST(Jwk, Rfc7517_4_NeedsNeitherKeyIdNorAlgorithm) {
  const auto jwk = read(good_jwk().without("kid").json());
  ASSERT_TRUE(accepted(jwk));
  EXPECT_EQ(jwk->key_id, std::nullopt);
  EXPECT_EQ(jwk->algorithm, std::nullopt);
  EXPECT_TRUE(accepted(read_with("kid", "null")));
  EXPECT_TRUE(accepted(read_with("alg", "null")));
}

TEST(Jwk, IsAnObject) {
  for (const std::string text : {"null", "1", "true", "[]", R"("RSA")", R"(["RSA"])"}) {
    EXPECT_TRUE(invalid(read(text), Reason::key_type_unsupported)) << text;
  }
}

TEST(Jwk, Rfc7517_4_1_HasATypeByItsExactName) {
  for (const std::string_view kty : {R"("EC")", R"("OKP")", R"("oct")", R"("rsa")", R"("RSA ")",
                                     R"("")", "null", "1", R"(["RSA"])", R"({"RSA":1})"}) {
    EXPECT_TRUE(invalid(read_with("kty", kty), Reason::key_type_unsupported)) << kty;
  }
  EXPECT_TRUE(invalid(read(good_jwk().without("kty").json()), Reason::key_type_unsupported));
}

TEST(Jwk, ShippedBuildHasNoOctKeys) {
  EXPECT_TRUE(invalid(read(R"({"kty":"oct","k":")" + encode_base64url(std::string(64, 's')) +
                           R"(","alg":"HS256"})"),
                      Reason::key_type_unsupported));
}

TEST(Jwk, Rfc7517_4_2_IsForSignaturesWhereItSaysItsUse) {
  EXPECT_TRUE(accepted(read_with("use", in_quotes("sig"))));
  EXPECT_TRUE(accepted(read_with("use", "null")));
  for (const std::string_view use :
       {R"("enc")", R"("Sig")", R"("")", R"("sig ")", "1", R"(["sig"])", "true"}) {
    EXPECT_TRUE(invalid(read_with("use", use), Reason::key_use)) << use;
  }
}

TEST(Jwk, Rfc7517_4_3_IsForVerificationWhereItSaysItsOperations) {
  EXPECT_TRUE(accepted(read_with("key_ops", R"(["verify"])")));
  EXPECT_TRUE(accepted(read_with("key_ops", R"(["sign","verify"])")));
  EXPECT_TRUE(accepted(read_with("key_ops", "null")));
  for (const std::string_view ops :
       {R"(["sign"])", "[]", R"(["encrypt","wrapKey"])", R"("verify")", R"(["Verify"])",
        R"(["verify",1])", R"({"verify":true})", "1"}) {
    EXPECT_TRUE(invalid(read_with("key_ops", ops), Reason::key_ops)) << ops;
  }
}

TEST(Jwk, HasAStringAsKeyIdAndAlgorithm) {
  for (const std::string_view wrong : {"1", "true", R"(["first"])", R"({"a":1})"}) {
    EXPECT_TRUE(invalid(read_with("kid", wrong), Reason::kid_invalid)) << wrong;
    EXPECT_TRUE(invalid(read_with("alg", wrong), Reason::key_alg_mismatch)) << wrong;
  }
}

TEST(Jwk, Rfc7518_6_3_1_HasModulusAndExponentAsStrings) {
  for (const std::string_view name : {"n", "e"}) {
    EXPECT_TRUE(invalid(read(good_jwk().without(name).json()), Reason::key_material)) << name;
    for (const std::string_view wrong : {"null", "65537", "3", "[]", R"([1,0,1])", R"("")"}) {
      EXPECT_TRUE(invalid(read_with(name, wrong), Reason::key_material)) << name << wrong;
    }
  }
}

TEST(Jwk, Rfc7515_2_HasNumbersInCanonicalBase64url) {
  const std::string n = encode_base64url(first_key().modulus());
  std::string spaced = n;
  spaced.insert(20, " ");
  for (const std::string& wrong : {n + "=", n + "==", n + "\\n", spaced, n + "."}) {
    EXPECT_TRUE(invalid(read_with("n", in_quotes(wrong)), Reason::key_material)) << wrong;
  }
  // 256 bytes leave a tail of two characters; its last one ends in four zero bits.
  std::string trailing_bits = n;
  trailing_bits.back() = static_cast<char>(trailing_bits.back() + 1);
  EXPECT_TRUE(invalid(read_with("n", in_quotes(trailing_bits)), Reason::key_material));
  for (const std::string_view wrong : {"AQAB=", "AQ+B", "AQ B", "AQABA", "Aw==", "Ax", "65537"}) {
    EXPECT_TRUE(invalid(read_with("e", in_quotes(wrong)), Reason::key_material)) << wrong;
  }
}

TEST(Jwk, Rfc7518_6_3_1_1_IsReadWithoutItsLeadingZeroBytes) {
  Bytes padded = first_key().modulus();
  padded.insert(padded.begin(), 0);
  EXPECT_TRUE(accepted(read_with("n", in_quotes(encode_base64url(padded)))));
  EXPECT_TRUE(accepted(read_with("e", in_quotes("AAEAAQ"))));
  EXPECT_TRUE(invalid(read_with("e", in_quotes("AA")), Reason::key_material));
}

TEST(Jwk, PassesOnWhatMakeRsaKeyRefuses) {
  const auto with_bits = [](std::size_t bits) {
    return read_with("n", in_quotes(encode_base64url(odd_number(bits))));
  };
  EXPECT_TRUE(invalid(with_bits(1024), Reason::key_too_small));
  EXPECT_TRUE(invalid(with_bits(2047), Reason::key_too_small));
  EXPECT_TRUE(accepted(with_bits(2048)));
  EXPECT_TRUE(accepted(with_bits(8192)));
  EXPECT_TRUE(invalid(with_bits(8193), Reason::key_too_large));
  EXPECT_TRUE(invalid(read_with("e", in_quotes("AQ")), Reason::key_exponent)) << "e = 1";
  EXPECT_TRUE(invalid(read_with("e", in_quotes("Ag")), Reason::key_exponent)) << "e = 2";
  EXPECT_TRUE(accepted(read_with("e", in_quotes("Aw")))) << "e = 3";
  EXPECT_TRUE(invalid(read_with("e", in_quotes("AQAA")), Reason::key_exponent)) << "e = 65536";
  EXPECT_TRUE(accepted(read_with("e", in_quotes("Af____8")))) << "e = 2^33 - 1";
  EXPECT_TRUE(invalid(read_with("e", in_quotes("AgAAAAE")), Reason::key_exponent)) << "2^33 + 1";
}

TEST(Jwk, Rfc7517_4_IgnoresMembersItDoesNotKnow) {
  EXPECT_TRUE(accepted(read_with("x5c", R"(["MIIB"])")));
  EXPECT_TRUE(accepted(read_with("ext", "true")));
  EXPECT_TRUE(accepted(read_with("d", R"("never read, not even as base64url")")));
}

}  // namespace
}  // namespace assay::test
