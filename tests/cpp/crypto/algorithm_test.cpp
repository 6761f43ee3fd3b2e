#include "crypto/algorithm.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace assay {
namespace {

TEST(Algorithms, AreThoseOfRfc7518AndRfc8037EachForKeysOfOneTypeAndCurve) {
  std::vector<std::pair<std::string_view, KeyType>> rows;
  for (const AlgorithmInfo& row : algorithm_table()) {
    rows.emplace_back(row.name, row.key_type);
    EXPECT_EQ(find_algorithm(row.name), row.algorithm) << row.name;
    EXPECT_EQ(info(row.algorithm).name, row.name);
  }
  EXPECT_EQ(rows,
            (std::vector<std::pair<std::string_view, KeyType>>{{"RS256", KeyType::rsa},
                                                               {"RS384", KeyType::rsa},
                                                               {"RS512", KeyType::rsa},
                                                               {"PS256", KeyType::rsa},
                                                               {"PS384", KeyType::rsa},
                                                               {"PS512", KeyType::rsa},
                                                               {"ES256", KeyType::p256},
                                                               {"ES384", KeyType::p384},
                                                               {"ES512", KeyType::p521},
                                                               {"EdDSA", KeyType::ed25519},
                                                               {"Ed25519", KeyType::ed25519}}));
}

TEST(Algorithms, Rfc7518_3_5_FixTheSaltAtTheLengthOfTheHash) {
  EXPECT_EQ(info(Algorithm::ps256).scheme, "PSS(SHA-256,MGF1,32)");
  EXPECT_EQ(info(Algorithm::ps384).scheme, "PSS(SHA-384,MGF1,48)");
  EXPECT_EQ(info(Algorithm::ps512).scheme, "PSS(SHA-512,MGF1,64)");
}

TEST(Algorithms, Rfc7518_3_4_FixTheHashOfEachCurve) {
  EXPECT_EQ(info(Algorithm::es256).hash, "SHA-256");
  EXPECT_EQ(info(Algorithm::es384).hash, "SHA-384");
  EXPECT_EQ(info(Algorithm::es512).hash, "SHA-512");
}

TEST(Algorithms, Rfc7515_4_1_1_AreFoundByTheExactStringAlone) {
  for (const std::string_view name :
       {"",        "none",    "None",   "NONE",   "nOnE",  "rs256",  "Rs256",    "RS256 ", " RS256",
        "RS-256",  "RS25",    "RS2566", "RS1",    "RS224", "RSA1_5", "RSA-OAEP", "es256",  "Es256",
        "ES256 ",  "ES-256",  "ES25",   "ES256K", "ES521", "ESP256", "eddsa",    "EDDSA",  "EdDsa",
        "ed25519", "ED25519", "Ed448",  "HS384",  "HS512", "dir"}) {
    EXPECT_EQ(find_algorithm(name), std::nullopt) << name;
  }
  EXPECT_EQ(find_algorithm(std::string_view("RS256\0", 6)), std::nullopt);
}

TEST(Algorithms, Hs256IsNotInTheShippedBuild) { EXPECT_EQ(find_algorithm("HS256"), std::nullopt); }

}  // namespace
}  // namespace assay
