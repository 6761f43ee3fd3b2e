// NIST's CAVS vectors for RSA signatures, through make_rsa_key() and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/signature_case.hpp"
#include "support/vectors.hpp"

namespace assay::test {
namespace {

struct Source {
  std::string file;
  Padding padding;
  std::size_t salt_length;
  int cases;
  SignatureCounts expected;
};

/// "SHA256" is SHA-256.
std::string hash_of(const Fields& fields) {
  const std::string& name = fields.at("SHAAlg");
  return name == "SHA1" ? "SHA-1" : "SHA-" + name.substr(3);
}

/// A SigVer file says P or F after each signature; in a SigGen file all are valid.
SignatureCounts run(const Source& source) {
  SignatureCounts counts;
  const std::string text = read_file(nist_rsa().path / source.file);
  const bool verdicts = text.find("\nResult = ") != std::string::npos;
  int number = 0;
  const std::string_view last = verdicts ? "Result" : "S";
  read_records(
      text, [&](std::string_view name) { return name == last; },
      [&](const Fields& fields) {
        judge({.name = source.file + " case " + std::to_string(++number),
               .modulus = number_of(fields.at("n")),
               .exponent = number_of(fields.at("e")),
               .padding = source.padding,
               .hash = hash_of(fields),
               .salt_length = source.salt_length,
               .message = Botan::hex_decode(fields.at("Msg")),
               .signature = Botan::hex_decode(fields.at("S")),
               .valid = !verdicts || fields.at("Result").starts_with('P')},
              counts);
      });
  EXPECT_EQ(number, source.cases);
  return counts;
}

class Nist : public testing::TestWithParam<Source> {};

TEST_P(Nist, Fips186_VerifiesWhatPassesAndRefusesWhatFails) {
  ASSAY_NEEDS(nist_rsa());
  const SignatureCounts counts = run(GetParam());
  const SignatureCounts& expected = GetParam().expected;
  EXPECT_EQ(counts.accepted, expected.accepted);
  EXPECT_EQ(counts.refused, expected.refused);
  EXPECT_EQ(counts.other_salt, expected.other_salt);
  EXPECT_EQ(counts.left_out, expected.left_out);
}

// Each has five sizes of keys (1024 and 1536 bits among them) and five hashes (SHA-1 and SHA-224
// among them).
const std::map<std::string, int> kVerLeftOut{{kSmallKey, 108}, {kOtherHash, 180}};
const std::map<std::string, int> kGenLeftOut{{kSmallKey, 60}, {kOtherHash, 100}};
INSTANTIATE_TEST_SUITE_P(
    Files, Nist,
    testing::Values(
        Source{
            "FIPS_186-2/SigVer15_186-3.rsp", Padding::pkcs1v15, 0, 450, {27, 135, 0, kVerLeftOut}},
        Source{"FIPS_186-2/SigVerPSS_186-3.rsp", Padding::pss, 10, 450, {0, 135, 27, kVerLeftOut}},
        Source{"SigVer15EMTest.txt",
               Padding::pkcs1v15,
               0,
               150,
               {0, 54, 0, {{kSmallKey, 36}, {kOtherHash, 60}}}},
        Source{"FIPS_186-2/SigGen15_186-2.rsp", Padding::pkcs1v15, 0, 250, {90, 0, 0, kGenLeftOut}},
        Source{"FIPS_186-2/SigGen15_186-3.rsp", Padding::pkcs1v15, 0, 250, {90, 0, 0, kGenLeftOut}},
        Source{"FIPS_186-2/SigGenPSS_186-2.rsp", Padding::pss, 20, 250, {0, 0, 90, kGenLeftOut}},
        Source{"FIPS_186-2/SigGenPSS_186-3.rsp", Padding::pss, 0, 250, {0, 0, 90, kGenLeftOut}}),
    [](const auto& instance) {
      std::string name = instance.param.file;
      std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
      return name;
    });

TEST(NistDirectory, HasNoSignatureFileThatIsNotRunButThoseOfX931) {
  ASSAY_NEEDS(nist_rsa());
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(nist_rsa().path / "FIPS_186-2")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("Sig") && name.ends_with(".rsp")) files.insert(name);
  }
  EXPECT_EQ(files, (std::set<std::string>{
                       "SigGen15_186-2.rsp", "SigGen15_186-3.rsp", "SigGenPSS_186-2.rsp",
                       "SigGenPSS_186-3.rsp", "SigVer15_186-3.rsp", "SigVerPSS_186-3.rsp",
                       // ANSI X9.31, a padding that no JWS algorithm names.
                       "SigGenRSA.rsp", "SigGenRSA_186-2.rsp", "SigVerRSA.rsp"}));
}

}  // namespace
}  // namespace assay::test
