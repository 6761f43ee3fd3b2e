#include "crypto/algorithm.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

TEST(Algorithms, AreTheSixRsaOnesOfRfc7518) {
  std::set<std::string_view> names;
  for (const AlgorithmInfo& row : algorithm_table()) {
    names.insert(row.name);
    EXPECT_EQ(row.key_type, KeyType::rsa) << row.name;
    EXPECT_EQ(find_algorithm(row.name), row.algorithm) << row.name;
    EXPECT_EQ(info(row.algorithm).name, row.name);
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}));
}

TEST(Algorithms, Rfc7518_3_5_FixTheSaltAtTheLengthOfTheHash) {
  EXPECT_EQ(info(Algorithm::ps256).scheme, "PSS(SHA-256,MGF1,32)");
  EXPECT_EQ(info(Algorithm::ps384).scheme, "PSS(SHA-384,MGF1,48)");
  EXPECT_EQ(info(Algorithm::ps512).scheme, "PSS(SHA-512,MGF1,64)");
}

TEST(Algorithms, Rfc7515_4_1_1_AreFoundByTheExactStringAlone) {
  for (const std::string_view name :
       {"",       "none",   "None",  "NONE",   "nOnE",   "rs256", "Rs256",  "RS256 ",
        " RS256", "RS-256", "RS25",  "RS2566", "RS1",    "RS224", "RSA1_5", "RSA-OAEP",
        "ES256",  "ES384",  "ES512", "EdDSA",  "ES256K", "HS384", "HS512",  "dir"}) {
    EXPECT_EQ(find_algorithm(name), std::nullopt) << name;
  }
  EXPECT_EQ(find_algorithm(std::string_view("RS256\0", 6)), std::nullopt);
}

TEST(Algorithms, Hs256IsNotInTheShippedBuild) { EXPECT_EQ(find_algorithm("HS256"), std::nullopt); }

}  // namespace
}  // namespace assay
