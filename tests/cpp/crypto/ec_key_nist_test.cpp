// NIST's CAVS vectors for ECDSA, through make_curve_key(), its prepare() and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/curve_vectors.hpp"
#include "support/signature_case.hpp"
#include "support/vectors.hpp"

namespace assay::test {
namespace {

struct Source {
  std::string file;
  CurveCounts expected;
};

/// A section is "P-256", or with a hash "P-256,SHA-256".
std::string curve_of(const Fields& fields) {
  const std::string& section = fields.at("[");
  return section.substr(0, section.find(','));
}
std::string hash_of(const Fields& fields) {
  const std::string& section = fields.at("[");
  return section.substr(section.find(',') + 1);
}

/// A SigVer file says P or F after each signature; in a SigGen file all are valid.
CurveCounts run_signatures(const std::string& file) {
  CurveCounts counts;
  const std::string text = read_file(nist_ecdsa().path / file);
  const bool verdicts = text.find("\nResult = ") != std::string::npos;
  int number = 0;
  const std::string_view last = verdicts ? "Result" : "S";
  read_records(
      text, [&](std::string_view name) { return name == last; },
      [&](const Fields& fields) {
        ++number;
        const CurveName* const curve = choose(curve_of(fields), hash_of(fields), counts);
        if (curve == nullptr) return;
        CurveSignature each{.name = file + " case " + std::to_string(number),
                            .algorithm = curve->algorithm,
                            .x = full_length(fields.at("Qx"), *curve),
                            .y = full_length(fields.at("Qy"), *curve),
                            .message = Botan::hex_decode(fields.at("Msg")),
                            .signature = full_length(fields.at("R"), *curve),
                            .valid = !verdicts || fields.at("Result").starts_with('P')};
        const Bytes s = full_length(fields.at("S"), *curve);
        each.signature.insert(each.signature.end(), s.begin(), s.end());
        judge(each, counts);
      });
  return counts;
}

/// A PKV file says P or F after each point; in a KeyPair file all are valid.
CurveCounts run_points(const std::string& file) {
  CurveCounts counts;
  std::string text = read_file(nist_ecdsa().path / file);
  // A second heading under the curve's.
  const std::string method = "[B.4.2 Key Pair Generation by Testing Candidates]";
  for (auto at = text.find(method); at != std::string::npos; at = text.find(method)) {
    text.erase(at, method.size());
  }
  const bool verdicts = text.find("\nResult = ") != std::string::npos;
  const std::string_view last = verdicts ? "Result" : "Qy";
  read_records(
      text, [&](std::string_view name) { return name == last; },
      [&](const Fields& fields) {
        const CurveName* const curve = find_curve(fields.at("["));
        if (curve == nullptr) {
          ++counts.left_out[kOtherCurve];
          return;
        }
        const bool valid = !verdicts || fields.at("Result").starts_with('P');
        EXPECT_EQ(is_key(curve->algorithm, full_length(fields.at("Qx"), *curve),
                         full_length(fields.at("Qy"), *curve)),
                  valid)
            << file << " " << curve->nist << " Qx " << fields.at("Qx");
        ++(valid ? counts.accepted : counts.refused);
      });
  return counts;
}

class NistEcdsa : public testing::TestWithParam<Source> {};
class NistEcdsaPoints : public testing::TestWithParam<Source> {};

TEST_P(NistEcdsa, Fips186_VerifiesWhatPassesAndRefusesWhatFails) {
  ASSAY_NEEDS(nist_ecdsa());
  expect_counts(run_signatures(GetParam().file), GetParam().expected);
}

TEST_P(NistEcdsaPoints, Fips186_AreKeysWhereTheyPassAndNoneWhereTheyFail) {
  ASSAY_NEEDS(nist_ecdsa());
  expect_counts(run_points(GetParam().file), GetParam().expected);
}

std::string name_of(const testing::TestParamInfo<Source>& instance) {
  std::string name = instance.param.file;
  std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return name;
}

// 15 curves and 5 hashes, 15 signatures of each pair.
const std::map<std::string, int> kLeftOut{{kOtherCurve, 900}, {kOtherCurveHash, 180}};
INSTANTIATE_TEST_SUITE_P(Files, NistEcdsa,
                         testing::Values(Source{"FIPS_186-3/SigVer.rsp", {9, 36, kLeftOut}},
                                         Source{"FIPS_186-3/SigGen.rsp", {45, 0, kLeftOut}}),
                         name_of);

// 12 points of each curve, half or more of them wrong; 10 key pairs.
INSTANTIATE_TEST_SUITE_P(
    Files, NistEcdsaPoints,
    testing::Values(Source{"FIPS_186-2/PKV.rsp", {12, 24, {{kOtherCurve, 144}}}},
                    Source{"FIPS_186-3/PKV.rsp", {12, 24, {{kOtherCurve, 144}}}},
                    Source{"FIPS_186-2/KeyPair.rsp", {30, 0, {{kOtherCurve, 120}}}},
                    Source{"FIPS_186-3/KeyPair.rsp", {30, 0, {{kOtherCurve, 120}}}}),
    name_of);

TEST(NistEcdsaDirectory, HasNoFileThatIsNotRunButThoseOfSha1) {
  ASSAY_NEEDS(nist_ecdsa());
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(nist_ecdsa().path)) {
    if (entry.path().extension() != ".rsp") continue;
    files.insert(std::filesystem::relative(entry.path(), nist_ecdsa().path).string());
  }
  EXPECT_EQ(files, (std::set<std::string>{"FIPS_186-2/KeyPair.rsp", "FIPS_186-2/PKV.rsp",
                                          "FIPS_186-3/KeyPair.rsp", "FIPS_186-3/PKV.rsp",
                                          "FIPS_186-3/SigGen.rsp", "FIPS_186-3/SigVer.rsp",
                                          // SHA-1 alone, a hash that no JWS algorithm names.
                                          "FIPS_186-2/SigGen.rsp", "FIPS_186-2/SigVer.rsp"}));
}

}  // namespace
}  // namespace assay::test
