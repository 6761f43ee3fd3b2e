// Tokens that are signed by elliptic curves: RFC 7518 §3.4, RFC 8037, RFC 9864; ATTACKS 28.
#include <gtest/gtest.h>

#include <string>

#include "support/curve_case.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

constexpr std::string_view kKid = R"("kid":"first")";

Policy policy_for(std::vector<Algorithm> algorithms) {
  Policy policy = good_policy();
  policy.algorithms = std::move(algorithms);
  return policy;
}

std::string with_signature(const std::string& token, const Bytes& signature) {
  return token.substr(0, token.rfind('.') + 1) + encode_base64url(signature);
}

/// The JWK with another, last coordinate byte each: points off the curve or not in canonical form.
std::string broken_jwk(const CurveCase& of, std::uint8_t last, std::string_view more) {
  Bytes wrong(decode_base64url(of.x)->size(), 0xFF);  // at least the field's prime
  wrong.back() = last;
  // The bytes of Ed25519 are little-endian, and their highest bit is x's sign.
  if (of.y.empty()) std::swap(wrong.front(), wrong.back()), wrong.back() = 0x7F;
  std::string jwk = of.jwk(more);
  return jwk.replace(jwk.find(of.x), of.x.size(), encode_base64url(wrong));
}

class CurveTokens : public testing::TestWithParam<CurveCase> {
 protected:
  [[nodiscard]] static Gate gate_of(std::string_view jwk_set) {
    return Gate(policy_for({GetParam().algorithm}), jwk_set);
  }
};

TEST_P(CurveTokens, AreAcceptedByIdAndWithoutOne) {
  const Gate gate = gate_of(set_of({first_key().jwk(kKid), GetParam().jwk(kKid)}));
  EXPECT_TRUE(accepted(gate(GetParam().token())));
  EXPECT_TRUE(accepted(gate(GetParam().token_without_id())));
}

TEST_P(CurveTokens, Rfc8725_3_1_AreRefusedWhereThePolicyLacksTheirAlgorithm) {
  const std::string keys = set_of({first_key().jwk(kKid), GetParam().jwk(kKid)});
  EXPECT_TRUE(invalid(Gate(good_policy(), keys)(GetParam().token()), Reason::alg_not_allowed));
  for (const AlgorithmInfo& row : algorithm_table()) {
    if (row.algorithm == GetParam().algorithm) continue;
    EXPECT_TRUE(invalid(Gate(policy_for({row.algorithm}), keys)(GetParam().token()),
                        Reason::alg_not_allowed))
        << row.name;
  }
}

TEST_P(CurveTokens, Rfc7518_3_4_WithAnotherSignatureAreRefused) {
  const Gate gate = gate_of(set_of({GetParam().jwk(kKid)}));
  const std::string token = GetParam().token();
  const Bytes good = *decode_base64url(GetParam().signature);
  Bytes shorter = good;
  shorter.pop_back();
  Bytes longer = good;
  longer.push_back(0);
  Bytes half_zero = good;
  std::fill_n(half_zero.begin(), good.size() / 2, std::uint8_t{0});
  for (const Bytes& wrong : {Bytes(), shorter, longer, half_zero, Bytes(good.size(), 0),
                             Bytes(good.size(), 0xFF), Bytes(256, 1)}) {
    EXPECT_TRUE(invalid(gate(with_signature(token, wrong)), Reason::signature_mismatch))
        << wrong.size();
  }
  EXPECT_TRUE(
      invalid(gate(with_signature(token, *decode_base64url(GetParam().signature_without_id))),
              Reason::signature_mismatch))
      << "of another token";
}

TEST_P(CurveTokens, WithAPointOffTheCurveAreRefusedForTheirKey) {
  const std::string jwk = GetParam().jwk(kKid);
  const std::string broken = broken_jwk(GetParam(), 0xFF, kKid);
  const auto verdict = gate_of(set_of({broken}))(GetParam().token());
  EXPECT_TRUE(invalid(verdict, Reason::key_material));
  EXPECT_TRUE(verdict.error().look_up);
  EXPECT_NE(verdict.error().hint.find("lintJwks"), std::string::npos);
  EXPECT_TRUE(accepted(gate_of(set_of({broken, jwk}))(GetParam().token())))
      << "a sound key beside it";
  const Report report = gate_of(set_of({broken})).explain(GetParam().token());
  EXPECT_EQ(report.error->reason, Reason::key_material);
  EXPECT_FALSE(report.signature_verified);
}

TEST_P(CurveTokens, FindTheirKeyBehindAnyNumberOfBrokenOnes) {
  for (const std::string_view kid : {kKid, std::string_view()}) {
    std::vector<std::string> jwks;
    for (std::uint8_t last = 0xF8; last != 0; ++last) {
      jwks.push_back(broken_jwk(GetParam(), last, kid));
    }
    EXPECT_TRUE(invalid(gate_of(set_of(jwks))(GetParam().token()), Reason::key_material));
    jwks.push_back(GetParam().jwk(kid));
    const Gate gate = gate_of(set_of(jwks));
    EXPECT_TRUE(accepted(gate(GetParam().token())));
    EXPECT_TRUE(accepted(gate(GetParam().token_without_id())));
    EXPECT_TRUE(gate.explain(GetParam().token()).signature_verified);
  }
}

TEST_P(CurveTokens, DoNotCallTheKeyAmbiguousWhereTheFifthIsBroken) {
  const CurveCase& of = GetParam();
  const auto keys = [&](std::string_view last) {
    std::vector<std::string> jwks;
    for (const std::string_view iss : {"a", "b", "c", "d"}) {
      // One key counts once for each issuer that it is for.
      jwks.push_back(of.jwk(std::string(kKid) + R"(,"issuer":")" + std::string(iss) + '"'));
    }
    jwks.emplace_back(last);
    return set_of(jwks);
  };
  const std::string forged = with_signature(of.token(), Bytes(of.signature.size() * 3 / 4, 1));
  EXPECT_TRUE(
      invalid(gate_of(keys(broken_jwk(of, 0xFF, kKid)))(forged), Reason::signature_mismatch));
  EXPECT_TRUE(invalid(gate_of(keys(of.jwk(kKid)))(forged), Reason::key_ambiguous));
}

TEST_P(CurveTokens, OfAnRsaKeysIdAreRefusedForItsType) {
  const auto verdict = gate_of(set_of({first_key().jwk(kKid)}))(GetParam().token());
  EXPECT_TRUE(invalid(verdict, Reason::key_type_mismatch));
  EXPECT_NE(verdict.error().hint.find("kty, crv and alg"), std::string::npos);
}

TEST_P(CurveTokens, Rfc7518_3_4_InDerAreRefusedAndCalledSo) {
  const auto hint_of = [](const Bytes& signature) {
    const Gate gate = gate_of(set_of({GetParam().jwk(kKid)}));
    const auto verdict = gate(with_signature(GetParam().token(), signature));
    EXPECT_TRUE(invalid(verdict, Reason::signature_mismatch));
    return std::string(verdict.error().hint);
  };
  const bool is_ecdsa = !GetParam().y.empty();
  // SEQUENCE { INTEGER 5, INTEGER 7 }, and one whose length takes two bytes.
  Bytes longer{0x30, 0x81, 0x84, 0x02};
  longer.resize(3 + 0x84, 1);
  for (const Bytes& der : {Bytes{0x30, 6, 2, 1, 5, 2, 1, 7}, longer}) {
    EXPECT_EQ(hint_of(der).find("DER") != std::string::npos, is_ecdsa);
  }
  for (const Bytes& other : {Bytes{}, Bytes{0x30}, Bytes{0x30, 0x81, 0x01}, Bytes{0x30, 1, 2, 1},
                             Bytes{0x31, 6, 2, 1, 5, 2, 1, 7}, Bytes(64, 0x30)}) {
    EXPECT_EQ(hint_of(other), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, CurveTokens, testing::ValuesIn(curve_cases()),
                         [](const auto& instance) {
                           return std::string(assay::info(instance.param.algorithm).name);
                         });

TEST(CurveAttack, AnEd25519KeyOfSmallOrderIsWeak) {
  Bytes identity(32, 0);
  identity.front() = 1;
  const std::string jwk =
      R"({"kty":"OKP","crv":"Ed25519","kid":"first","x":")" + encode_base64url(identity) + R"("})";
  Bytes forged = identity;
  forged.resize(64, 0);
  const std::string token = with_signature(curve_case(Algorithm::eddsa).token(), forged);
  const auto verdict = Gate(policy_for({Algorithm::eddsa}), set_of({jwk}))(token);
  EXPECT_TRUE(invalid(verdict, Reason::key_weak));
  EXPECT_TRUE(verdict.error().look_up);
}

}  // namespace
}  // namespace assay::test
