// JWKs of elliptic curves: RFC 7518 §6.2.1, RFC 8037 §2.
#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"
#include "jose/jwk.hpp"
#include "support/curve_case.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

Result<Jwk> read(const std::string& text) {
  const auto document = json::parse(text);
  if (!document) throw std::logic_error("no JSON: " + text);
  return parse_jwk(document->root());
}

Members members_of(const CurveCase& each) {
  Members members{
      {"kty", in_quotes(each.kty)}, {"crv", in_quotes(each.crv)}, {"x", in_quotes(each.x)}};
  return each.y.empty() ? members : members.with("y", in_quotes(each.y));
}

class CurveJwk : public testing::TestWithParam<CurveCase> {
 protected:
  static Result<Jwk> read_with(std::string_view name, std::string_view json) {
    return read(members_of(GetParam()).with(name, json).json());
  }
  static Result<Jwk> read_without(std::string_view name) {
    return read(members_of(GetParam()).without(name).json());
  }
  /// The coordinates that the key has, by their names.
  static std::vector<std::pair<std::string_view, std::string>> coordinates() {
    std::vector<std::pair<std::string_view, std::string>> named{{"x", std::string(GetParam().x)}};
    if (!GetParam().y.empty()) named.emplace_back("y", GetParam().y);
    return named;
  }
};

TEST_P(CurveJwk, HoldsTheTypeOfItsAlgorithm) {
  const auto jwk = read_with("alg", in_quotes(info(GetParam().algorithm).name));
  ASSERT_TRUE(accepted(jwk));
  EXPECT_EQ(jwk->key->type(), info(GetParam().algorithm).key_type);
  EXPECT_EQ(jwk->algorithm, info(GetParam().algorithm).name);
}

TEST_P(CurveJwk, Rfc7518_6_2_1_HasItsCoordinatesAsStrings) {
  for (const auto& [name, text] : coordinates()) {
    EXPECT_TRUE(invalid(read_without(name), Reason::key_material)) << name;
    for (const std::string_view wrong : {"null", "1", "[]", "{}", "true", R"("")"}) {
      EXPECT_TRUE(invalid(read_with(name, wrong), Reason::key_material)) << name << wrong;
    }
  }
}

TEST_P(CurveJwk, Rfc7518_6_2_1_2_HasItsCoordinatesInFullLength) {
  for (const auto& [name, text] : coordinates()) {
    const Bytes full = *decode_base64url(text);
    Bytes longer = full;
    longer.insert(longer.begin(), 0);
    Bytes shorter(full.begin() + 1, full.end());
    Bytes trailing = full;
    trailing.push_back(0);
    for (const Bytes& wrong : {longer, shorter, trailing, Bytes(1, 0), Bytes(full.size() * 2)}) {
      EXPECT_TRUE(
          invalid(read_with(name, in_quotes(encode_base64url(wrong))), Reason::key_material))
          << name << wrong.size();
    }
    Bytes with_zeros = full;
    with_zeros.front() = 0;
    EXPECT_TRUE(accepted(read_with(name, in_quotes(encode_base64url(with_zeros)))))
        << name << ": leading zeros belong to it";
  }
}

TEST_P(CurveJwk, Rfc7518_6_2_1_HasNoCoordinateThatTakesAByteFromTheOther) {
  if (GetParam().y.empty()) return;
  Bytes x = *decode_base64url(GetParam().x);
  Bytes y = *decode_base64url(GetParam().y);
  y.insert(y.begin(), x.back());
  x.pop_back();
  EXPECT_TRUE(invalid(read(members_of(GetParam())
                               .with("x", in_quotes(encode_base64url(x)))
                               .with("y", in_quotes(encode_base64url(y)))
                               .json()),
                      Reason::key_material));
}

TEST_P(CurveJwk, Rfc7515_2_HasItsCoordinatesInCanonicalBase64url) {
  for (const auto& [name, text] : coordinates()) {
    std::string spaced = text;
    spaced.insert(20, " ");
    std::string standard = text;
    standard.front() = '+';
    for (const std::string& wrong :
         {text + "=", text + "==", text + "A", text + "\\n", spaced, standard, text + "."}) {
      EXPECT_TRUE(invalid(read_with(name, in_quotes(wrong)), Reason::key_material)) << wrong;
    }
  }
}

TEST_P(CurveJwk, Rfc7518_6_2_1_1_NamesItsCurveExactlyAndTogetherWithItsType) {
  EXPECT_TRUE(invalid(read_without("crv"), Reason::key_type_unsupported));
  EXPECT_TRUE(invalid(read_without("kty"), Reason::key_type_unsupported));
  for (const std::string_view crv :
       {"p-256", "P256", "P-256 ", "P-224", "P-192", "secp256r1", "secp256k1", "BP-256", "ed25519",
        "ED25519", "Ed25519 ", "Ed448", "X25519", "X448", "", "1"}) {
    EXPECT_TRUE(invalid(read_with("crv", in_quotes(crv)), Reason::key_type_unsupported)) << crv;
  }
  for (const std::string_view crv : {"null", "1", "[]", R"(["P-256"])", R"({"P-256":1})"}) {
    EXPECT_TRUE(invalid(read_with("crv", crv), Reason::key_type_unsupported)) << crv;
  }
  for (const std::string_view kty : {"RSA", "oct", "ec", "okp", "AKP", ""}) {
    const Reason reason = kty == "RSA" ? Reason::key_material : Reason::key_type_unsupported;
    EXPECT_TRUE(invalid(read_with("kty", in_quotes(kty)), reason)) << kty;
  }
  const std::string_view other_kty = GetParam().kty == "EC" ? "OKP" : "EC";
  EXPECT_TRUE(invalid(read_with("kty", in_quotes(other_kty)), Reason::key_type_unsupported));
}

TEST_P(CurveJwk, ThatNamesTheCurveOfAnotherKeyHasTheWrongLength) {
  for (const CurveCase& other : curve_cases()) {
    if (other.kty != GetParam().kty || other.crv == GetParam().crv) continue;
    EXPECT_TRUE(invalid(read_with("crv", in_quotes(other.crv)), Reason::key_material)) << other.crv;
  }
}

TEST_P(CurveJwk, Rfc7517_4_2_IsForVerificationAsAnRsaKeyIs) {
  EXPECT_TRUE(accepted(read_with("use", R"("sig")")));
  EXPECT_TRUE(accepted(read_with("key_ops", R"(["verify"])")));
  EXPECT_TRUE(invalid(read_with("use", R"("enc")"), Reason::key_use));
  EXPECT_TRUE(invalid(read_with("key_ops", R"(["sign"])"), Reason::key_ops));
  EXPECT_TRUE(invalid(read_with("key_ops", R"(["deriveBits"])"), Reason::key_ops));
  EXPECT_TRUE(invalid(read_with("alg", "1"), Reason::key_alg_mismatch));
  EXPECT_TRUE(invalid(read_with("kid", "1"), Reason::kid_invalid));
  EXPECT_TRUE(invalid(read_with("issuer", "1"), Reason::key_issuer_mismatch));
}

INSTANTIATE_TEST_SUITE_P(Algorithms, CurveJwk, testing::ValuesIn(curve_cases()),
                         [](const auto& instance) {
                           return std::string(assay::info(instance.param.algorithm).name);
                         });

TEST(OkpJwk, Rfc8037_2_IgnoresAY) {
  EXPECT_TRUE(accepted(read(members_of(curve_case(Algorithm::eddsa)).with("y", "1").json())));
}

TEST(KeyTypeUnsupported, SaysWhichTypesThereAre) {
  const std::string message = Error(Reason::key_type_unsupported).message();
  for (const std::string_view name :
       {"RSA", "P-256", "P-384", "P-521", "Ed25519", "secp256k1", "Ed448"}) {
    EXPECT_NE(message.find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace assay::test
