// make_curve_key(): RFC 7518 §3.4, RFC 8032 §5.1.7.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/base64url.hpp"
#include "crypto/verification_key.hpp"
#include "support/curve_case.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

using KeyPointer = std::unique_ptr<const VerificationKey>;

KeyPointer key_of(const CurveCase& each) {
  return must(make_curve_key(info(each.algorithm).key_type, *decode_base64url(each.x),
                             *decode_base64url(each.y)));
}

struct SignedInput {
  std::string text;
  Bytes signature;
};

SignedInput input_of(const CurveCase& each) {
  const std::string token = each.token();
  return {token.substr(0, token.rfind('.')), *decode_base64url(each.signature)};
}

class CurveKeys : public testing::TestWithParam<CurveCase> {};

TEST_P(CurveKeys, VerifyWhatTheySignedAndNothingElse) {
  const auto key = key_of(GetParam());
  const auto [text, signature] = input_of(GetParam());
  const Algorithm algorithm = GetParam().algorithm;
  EXPECT_EQ(key->prepare(), std::nullopt);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(key->verify(algorithm, text, signature)) << i;
  EXPECT_FALSE(key->verify(algorithm, text + ".", signature));
  EXPECT_FALSE(key->verify(algorithm, "", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 1U;
    EXPECT_FALSE(key->verify(algorithm, text, changed)) << i;
  }
}

TEST_P(CurveKeys, Rfc7518_3_4_TakeSignaturesOfExactlyTheirLength) {
  const auto key = key_of(GetParam());
  const auto [text, signature] = input_of(GetParam());
  const Algorithm algorithm = GetParam().algorithm;
  EXPECT_FALSE(key->verify(algorithm, text, {}));
  Bytes changed = signature;
  changed.push_back(0);
  EXPECT_FALSE(key->verify(algorithm, text, changed));
  changed.insert(changed.begin(), 0);
  EXPECT_FALSE(key->verify(algorithm, text, changed)) << "both halves with a byte more";
  changed = signature;
  changed.pop_back();
  EXPECT_FALSE(key->verify(algorithm, text, changed));
  const std::size_t half = signature.size() / 2;
  Bytes der{0x30, static_cast<std::uint8_t>(signature.size() + 4), 2,
            static_cast<std::uint8_t>(half)};
  der.insert(der.end(), signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(half));
  der.insert(der.end(), {2, static_cast<std::uint8_t>(half)});
  der.insert(der.end(), signature.begin() + static_cast<std::ptrdiff_t>(half), signature.end());
  EXPECT_FALSE(key->verify(algorithm, text, der)) << "DER";
}

TEST_P(CurveKeys, AreNotThoseOfAnotherCurve) {
  const auto [text, signature] = input_of(GetParam());
  for (const CurveCase& other : curve_cases()) {
    if (other.crv == GetParam().crv) continue;
    EXPECT_NE(key_of(other)->type(), key_of(GetParam())->type()) << other.crv;
    EXPECT_FALSE(key_of(other)->verify(other.algorithm, text, signature)) << other.crv;
  }
}

TEST_P(CurveKeys, WithAPointOffTheCurveAreNoKeyMaterialAndVerifyNothing) {
  if (GetParam().y.empty()) return;
  Bytes y = *decode_base64url(GetParam().y);
  y.back() ^= 1U;
  const auto key =
      must(make_curve_key(info(GetParam().algorithm).key_type, *decode_base64url(GetParam().x), y));
  const auto [text, signature] = input_of(GetParam());
  EXPECT_EQ(key->prepare(), Reason::key_material);
  EXPECT_EQ(key->prepare(), Reason::key_material) << "and again";
  EXPECT_FALSE(key->verify(GetParam().algorithm, text, signature));
}

TEST_P(CurveKeys, OfZerosOrOnesAreNotSound) {
  const std::size_t size = decode_base64url(GetParam().x)->size();
  for (const std::uint8_t byte : {std::uint8_t{0}, std::uint8_t{0xFF}}) {
    const Bytes coordinate(size, byte);
    const auto key = must(make_curve_key(info(GetParam().algorithm).key_type, coordinate,
                                         GetParam().y.empty() ? Bytes() : coordinate));
    EXPECT_NE(key->prepare(), std::nullopt);
    EXPECT_FALSE(key->verify(GetParam().algorithm, "", Bytes(2 * size)));
  }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, CurveKeys, testing::ValuesIn(curve_cases()),
                         [](const auto& instance) {
                           return std::string(assay::info(instance.param.algorithm).name);
                         });

TEST(Ed25519Key, OfSmallOrderIsWeakAndVerifiesNothing) {
  Bytes identity(32, 0);
  identity.front() = 1;  // y = 1: with S = 0 and R = A, the equation holds for every message
  const auto key = must(make_curve_key(KeyType::ed25519, identity));
  EXPECT_EQ(key->prepare(), Reason::key_weak);
  Bytes forged = identity;
  forged.resize(64, 0);
  EXPECT_FALSE(key->verify(Algorithm::eddsa, "any message", forged));
}

TEST(Ed25519Key, Rfc8032_5_1_3_IsInCanonicalForm) {
  Bytes one_plus_p(32, 0xFF);  // y = 1 + p, little-endian
  one_plus_p.front() = 0xEE;
  one_plus_p.back() = 0x7F;
  EXPECT_EQ(must(make_curve_key(KeyType::ed25519, one_plus_p))->prepare(), Reason::key_material);
}

TEST(CurveKeyOf, AnotherTypeIsUnsupported) {
  EXPECT_TRUE(
      invalid(make_curve_key(KeyType::rsa, Bytes(32), Bytes(32)), Reason::key_type_unsupported));
}

}  // namespace
}  // namespace assay::test
