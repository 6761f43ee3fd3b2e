// Botan's own vectors for RSA signatures, through make_rsa_key() and its verify(). Botan allows any
// length of salt and any key; here the rules of JWS decide.
#include <botan/bigint.h>
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <string>

#include "support/signature_case.hpp"
#include "support/vectors.hpp"

namespace assay::test {
namespace {

Botan::BigInt integer(const Fields& fields, std::string_view name) {
  return Botan::BigInt(fields.find(name)->second);
}

Bytes bytes_of(const Botan::BigInt& number) {
  Bytes bytes(number.bytes());
  number.serialize_to(bytes);
  return bytes;
}

/// "PSS(SHA-256)" is a padding and a hash; rsa_pss.vec is all PSS, and has its hash in a field.
void set_scheme(const Fields& fields, SignatureCase& each) {
  const auto section = fields.find("[");
  const std::string scheme =
      section == fields.end() ? "PSS(" + fields.at("Hash") + ")" : section->second;
  const auto open = scheme.find('(');
  const std::string padding = scheme.substr(0, open);
  if (padding == "PKCS1v15") each.padding = Padding::pkcs1v15;
  if (padding == "PSS") each.padding = Padding::pss;
  if (open != std::string::npos) each.hash = scheme.substr(open + 1, scheme.size() - open - 2);
}

/// The salt is in a field where Botan signs. Where it only verifies, a comment says: as long as the
/// hash with 2048 bits; with 3072, 24 bytes for SHA-384 and none for the others.
std::size_t salt_length_of(const Fields& fields, const SignatureCase& each) {
  if (const auto salt = fields.find("Nonce"); salt != fields.end()) return salt->second.size() / 2;
  if (each.modulus.size() == 3072 / 8) return each.hash == "SHA-384" ? 24 : 0;
  return each.hash.starts_with("SHA-") ? std::stoul(each.hash.substr(4)) / 8 : 0;
}

SignatureCounts run(const std::string& file) {
  SignatureCounts counts;
  int number = 0;
  read_records(
      read_file(botan_rsa().path / file),
      [](std::string_view name) { return name.ends_with("Signature"); },
      [&](const Fields& fields) {
        SignatureCase each{.name = file + " case " + std::to_string(++number)};
        each.valid = !fields.contains("InvalidSignature");
        each.modulus = bytes_of(fields.contains("N") ? integer(fields, "N")
                                                     : integer(fields, "P") * integer(fields, "Q"));
        each.exponent = bytes_of(integer(fields, "E"));
        set_scheme(fields, each);
        each.salt_length = salt_length_of(fields, each);
        each.message = Botan::hex_decode(fields.at("Msg"));
        each.signature =
            Botan::hex_decode(fields.at(each.valid ? "Signature" : "InvalidSignature"));
        judge(each, counts);
      });
  return counts;
}

struct Expected {
  std::string file;
  SignatureCounts counts;
};

class BotanVectors : public testing::TestWithParam<Expected> {};

TEST_P(BotanVectors, Rfc7518_3_AreVerifiedOrRefusedUnderTheRulesOfJws) {
  ASSAY_NEEDS(botan_rsa());
  const auto& [file, expected] = GetParam();
  const SignatureCounts counts = run(file);
  EXPECT_EQ(counts.accepted, expected.accepted);
  EXPECT_EQ(counts.refused, expected.refused);
  EXPECT_EQ(counts.other_salt, expected.other_salt);
  EXPECT_EQ(counts.left_out, expected.left_out);
}

INSTANTIATE_TEST_SUITE_P(
    Files, BotanVectors,
    testing::Values(Expected{"rsa_verify.vec",
                             {9, 0, 9, {{kOtherPadding, 70}, {kOtherHash, 104}, {kSmallKey, 14}}}},
                    Expected{"rsa_sig.vec",
                             {0, 0, 0, {{kOtherPadding, 96}, {kOtherHash, 62}, {kSmallKey, 14}}}},
                    Expected{"rsa_pss.vec", {20, 0, 40, {{kOtherHash, 28}}}},
                    Expected{"rsa_invalid.vec", {0, 90, 0, {{kOtherHash, 90}, {kSmallKey, 186}}}}),
    [](const auto& instance) {
      return instance.param.file.substr(0, instance.param.file.find('.'));
    });

}  // namespace
}  // namespace assay::test
