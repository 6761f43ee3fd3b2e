// Ed25519's published vectors, of its authors and of Botan, through make_curve_key(), its prepare()
// and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>

#include "crypto/verification_key.hpp"
#include "support/curve_vectors.hpp"
#include "support/signature_case.hpp"
#include "support/vectors.hpp"

namespace assay::test {
namespace {

constexpr auto kOtherScheme = "scheme that no JWS algorithm names";

struct Source {
  std::string file;
  CurveCounts expected;
};

class BotanEd25519 : public testing::TestWithParam<Source> {};

TEST_P(BotanEd25519, Rfc8032_5_1_7_VerifiesTheValidAndRefusesTheRest) {
  ASSAY_NEEDS(botan_curves());
  const auto& [file, expected] = GetParam();
  CurveCounts counts;
  int number = 0;
  read_records(
      read_file(botan_curves().path / file),
      [](std::string_view name) { return name == "Signature"; },
      [&, &source = file](const Fields& fields) {
        ++number;
        if (fields.at("[") != "Pure") {
          ++counts.left_out[kOtherScheme];
          return;
        }
        judge({.name = source + " case " + std::to_string(number),
               .algorithm = Algorithm::eddsa,
               .x = Botan::hex_decode(fields.at("Pubkey")),
               .message = Botan::hex_decode(fields.at("Msg")),
               .signature = Botan::hex_decode(fields.at("Signature")),
               .valid = !fields.contains("Valid")},
              counts);
      });
  expect_counts(counts, expected);
}

INSTANTIATE_TEST_SUITE_P(Files, BotanEd25519,
                         testing::Values(Source{"ed25519.vec", {709, 0, {{kOtherScheme, 2}}}},
                                         Source{"ed25519_verify.vec", {0, 60, {}}}),
                         [](const auto& instance) {
                           return instance.param.file.substr(0, instance.param.file.find('.'));
                         });

TEST(BotanEd25519Keys, Rfc8032_5_1_3_AreValidOrRefused) {
  ASSAY_NEEDS(botan_curves());
  int valid = 0;
  int invalid = 0;
  int weak = 0;
  read_records(
      read_file(botan_curves().path / "ed25519_key_valid.vec"),
      [](std::string_view name) { return name == "Pubkey"; },
      [&](const Fields& fields) {
        const Bytes point = Botan::hex_decode(fields.at("Pubkey"));
        const auto key = make_curve_key(KeyType::ed25519, point);
        ASSERT_TRUE(key);
        const auto fault = (*key)->prepare();
        EXPECT_EQ(!fault, fields.at("[") == "Valid") << fields.at("Pubkey");
        ++(!fault ? valid : *fault == Reason::key_weak ? weak : invalid);
      });
  EXPECT_EQ(valid, 6);
  EXPECT_EQ(invalid, 2);
  EXPECT_EQ(weak, 1) << "the neutral point";
}

TEST(Ed25519Authors, Rfc8032_5_1_7_VerifiesWhatTheySignedAndNothingElse) {
  ASSAY_NEEDS(authors_ed25519());
  CurveCounts counts;
  std::istringstream lines(read_file(authors_ed25519().path / "sign.input"));
  for (std::string line; std::getline(lines, line);) {
    // The secret with the public key, the public key, the message, the signature with the message.
    std::array<std::string, 4> parts;
    std::istringstream fields(line);
    for (std::string& part : parts) std::getline(fields, part, ':');
    CurveSignature each{.name = "sign.input " + std::to_string(counts.accepted + 1),
                        .algorithm = Algorithm::eddsa,
                        .x = Botan::hex_decode(parts[1]),
                        .message = Botan::hex_decode(parts[2]),
                        .signature = Botan::hex_decode(parts[3].substr(0, 128)),
                        .valid = true};
    judge(each, counts);
    each.message.push_back(0);
    each.valid = false;
    judge(each, counts);
  }
  expect_counts(counts, {1024, 1024, {}});
}

}  // namespace
}  // namespace assay::test
