// Which keys of elliptic curves a token may have been signed with.
#include <gtest/gtest.h>

#include <string>

#include "jose/jwk_set.hpp"
#include "support/curve_case.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

JwkSet set(std::initializer_list<std::string> jwks) { return must(JwkSet::parse(set_of(jwks))); }

std::string rsa(std::string_view more = {}) { return first_key().jwk(more); }
std::string jwk(Algorithm algorithm, std::string_view more = {}) {
  return curve_case(algorithm).jwk(more);
}

/// The set of all types, without key ids.
JwkSet mixed_set() {
  return set({rsa(), jwk(Algorithm::es256), jwk(Algorithm::es384), jwk(Algorithm::es512),
              jwk(Algorithm::eddsa)});
}

TEST(CurveKeySelection, WithoutAnIdPicksTheKeysOfTheAlgorithmsTypeAlone) {
  const JwkSet keys = mixed_set();
  for (const AlgorithmInfo& row : algorithm_table()) {
    const auto selected = must(keys.select(std::nullopt, row.algorithm));
    ASSERT_EQ(selected.keys.size(), 1U) << row.name;
    EXPECT_EQ(selected.keys[0]->key->type(), row.key_type) << row.name;
  }
}

TEST(CurveKeySelection, OfAnIdThatTwoTypesSharePicksTheOneThatFits) {
  const std::string_view kid = R"("kid":"first")";
  const JwkSet keys = set({rsa(kid), jwk(Algorithm::es256, kid), jwk(Algorithm::eddsa, kid)});
  for (const Algorithm algorithm : {Algorithm::rs256, Algorithm::es256, Algorithm::ed25519}) {
    const auto selected = must(keys.select("first", algorithm));
    ASSERT_EQ(selected.keys.size(), 1U);
    EXPECT_EQ(selected.keys[0]->key->type(), info(algorithm).key_type);
  }
  EXPECT_TRUE(invalid(keys.select("first", Algorithm::es384), Reason::key_type_mismatch));
}

TEST(CurveKeySelection, Rfc7518_3_4_RefusesAKeyOnAnotherCurveThanTheAlgorithms) {
  const std::string_view kid = R"("kid":"first")";
  for (const CurveCase& each : curve_cases()) {
    const JwkSet keys = set({each.jwk(kid)});
    for (const AlgorithmInfo& row : algorithm_table()) {
      if (row.key_type == info(each.algorithm).key_type) continue;
      const auto selected = keys.select("first", row.algorithm);
      EXPECT_TRUE(invalid(selected, Reason::key_type_mismatch)) << each.crv << row.name;
      EXPECT_TRUE(selected.error().look_up);
    }
  }
}

TEST(CurveKeySelection, Rfc9864_2_2_TellsEdDsaAndEd25519ApartWhereTheKeySaysItsAlgorithm) {
  const std::string_view kid = R"("kid":"first")";
  const JwkSet open = set({jwk(Algorithm::eddsa, kid)});
  EXPECT_TRUE(accepted(open.select("first", Algorithm::eddsa)));
  EXPECT_TRUE(accepted(open.select("first", Algorithm::ed25519)));
  const JwkSet named = set({jwk(Algorithm::eddsa, R"("kid":"first","alg":"Ed25519")")});
  EXPECT_TRUE(accepted(named.select("first", Algorithm::ed25519)));
  EXPECT_TRUE(invalid(named.select("first", Algorithm::eddsa), Reason::key_alg_mismatch));
}

TEST(CurveKeySelection, TakesAKeyThatIsListedTwiceForOne) {
  const JwkSet keys = set({jwk(Algorithm::es256), jwk(Algorithm::es256, R"("use":"sig")")});
  EXPECT_EQ(must(keys.select(std::nullopt, Algorithm::es256)).keys.size(), 1U);
  EXPECT_FALSE(same_key(keys.usable_keys()[0], set({jwk(Algorithm::eddsa)}).usable_keys()[0]));
}

TEST(CurveKeySelection, HasAKeyForTheAlgorithmsThatAUsableKeyMayVerify) {
  const JwkSet keys = set({jwk(Algorithm::es256), jwk(Algorithm::eddsa, R"("alg":"EdDSA")"),
                           jwk(Algorithm::es384, R"("use":"enc")")});
  EXPECT_TRUE(keys.has_key_for(Algorithm::es256));
  EXPECT_TRUE(keys.has_key_for(Algorithm::eddsa));
  EXPECT_FALSE(keys.has_key_for(Algorithm::ed25519)) << "the key says another algorithm";
  EXPECT_FALSE(keys.has_key_for(Algorithm::es384)) << "the key is left out";
  EXPECT_FALSE(keys.has_key_for(Algorithm::rs256));
  EXPECT_FALSE(JwkSet().has_key_for(Algorithm::es256));
}

TEST(CurveKeySet, Rfc7518_6_2_2_ReportsAPrivateMember) {
  for (const CurveCase& each : curve_cases()) {
    const JwkSet keys = set({each.jwk(R"("d":")" + std::string(each.d) + '"')});
    EXPECT_TRUE(keys.report()[0].has_private_members) << each.crv;
    EXPECT_EQ(keys.report()[0].left_out, std::nullopt) << each.crv;
  }
}

}  // namespace
}  // namespace assay::test
