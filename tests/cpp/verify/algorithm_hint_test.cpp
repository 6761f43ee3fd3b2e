// What the refusal of an algorithm tells the person who meant to allow it.
#include <gtest/gtest.h>

#include <string>

#include "support/curve_case.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

/// The hint for a token of that "alg".
std::string hint_for(std::string_view alg, const std::string& jwk_set) {
  const auto verdict =
      Gate(good_policy(), jwk_set)(token_of_header(good_header().with("alg", in_quotes(alg))));
  EXPECT_TRUE(invalid(verdict, Reason::alg_not_allowed)) << alg;
  return std::string(verdict.error().hint);
}

TEST(AlgorithmHint, NamesTheOptionAndTheAlgorithm) {
  for (const AlgorithmInfo& row : algorithm_table()) {
    const std::string name(row.name);
    if (name == "RS256") continue;  // allowed
    const std::string expected = "If the issuer is meant to sign with " + name + ", add " + name +
                                 " to the option algorithms";
    EXPECT_EQ(hint_for(name, good_set()), expected);
  }
}

TEST(AlgorithmHint, SaysWhatThereIsInsteadOfAnAlgorithmThatIsNot) {
  for (const std::string_view alg : {"ES256K", "es256", "ES-256", "ESP256", "Ed448", "eddsa"}) {
    EXPECT_NE(hint_for(alg, good_set()).find("has ES256, ES384, ES512, EdDSA and Ed25519"),
              std::string::npos)
        << alg;
  }
  for (const std::string_view alg : {"HS256", "HS512", "hs256"}) {
    EXPECT_NE(hint_for(alg, good_set()).find("can sign it"), std::string::npos) << alg;
  }
  for (const std::string_view alg : {"none", "NONE", "nOnE"}) {
    EXPECT_NE(hint_for(alg, good_set()).find("unsigned"), std::string::npos) << alg;
  }
  for (const std::string_view alg : {"", "nonesuch", "RSA1_5", "dir", "E", "rs256"}) {
    EXPECT_EQ(hint_for(alg, good_set()), "") << alg;
  }
}

}  // namespace
}  // namespace assay::test
