// C2SP/wycheproof through the path that verify_jws() uses: make_rsa_key() and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>

#include "jose/jwk.hpp"
#include "support/vectors.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

namespace bj = boost::json;

struct Counts {
  int valid = 0;                       ///< accepted, as they must be
  int invalid = 0;                     ///< refused, as they must be
  int acceptable = 0;                  ///< legal in some readings of the standard; refused here
  std::map<std::string, int> skipped;  ///< by reason
  bool operator==(const Counts&) const = default;
};

std::string text_of(const bj::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

Bytes hex_of(const bj::object& object, std::string_view name) {
  return Botan::hex_decode(text_of(object, name));
}

/// A number without the zero byte that ASN.1 puts before a set bit; a JWK has none (§6.3.1).
Bytes number_of(const bj::object& object, std::string_view name) {
  Bytes bytes = hex_of(object, name);
  bytes.erase(bytes.begin(), std::ranges::find_if(bytes, [](std::uint8_t b) { return b != 0; }));
  return bytes;
}

/// The JWS algorithm of a group, or why there is none.
std::optional<Algorithm> algorithm_of(const bj::object& group, std::string& why) {
  const std::string hash = text_of(group, "sha");
  if (hash != "SHA-256" && hash != "SHA-384" && hash != "SHA-512") {
    why = "hash that no JWS algorithm names";
    return std::nullopt;
  }
  const std::string bits = hash.substr(4);
  if (text_of(group, "type") == "RsassaPkcs1Verify") return find_algorithm("RS" + bits);
  if (text_of(group, "mgfSha") != hash) {
    why = "MGF1 with another hash (RFC 7518 §3.5)";
    return std::nullopt;
  }
  if (group.at("sLen").as_int64() * 8 != std::stoi(bits)) {
    why = "salt of another length (RFC 7518 §3.5)";
    return std::nullopt;
  }
  return find_algorithm("PS" + bits);
}

void run_group(const bj::object& group, const std::string& file, Counts& counts) {
  std::string why;
  const auto algorithm = algorithm_of(group, why);
  const bj::array& tests = group.at("tests").as_array();
  if (!algorithm) {
    counts.skipped[why] += static_cast<int>(tests.size());
    return;
  }
  const bj::object& numbers = group.at("publicKey").as_object();
  const auto key =
      must(make_rsa_key(number_of(numbers, "modulus"), number_of(numbers, "publicExponent")));
  for (const bj::value& value : tests) {
    const bj::object& test = value.as_object();
    SCOPED_TRACE(file + " tcId " + std::to_string(test.at("tcId").as_int64()) + ": " +
                 text_of(test, "comment"));
    const Bytes message = hex_of(test, "msg");
    const bool verified = key->verify(*algorithm, as_text(message), hex_of(test, "sig"));
    const std::string expected = text_of(test, "result");
    EXPECT_EQ(verified, expected == "valid");
    if (expected == "valid") {
      ++counts.valid;
    } else if (expected == "invalid") {
      ++counts.invalid;
    } else {
      EXPECT_EQ(text_of(test, "comment"), "Missing NULL in the ASN encoding");
      ++counts.acceptable;
    }
  }
}

Counts run_file(const std::string& file) {
  Counts counts;
  const bj::value root = bj::parse(read_file(wycheproof().path / file));
  for (const bj::value& group : root.as_object().at("testGroups").as_array()) {
    run_group(group.as_object(), file, counts);
  }
  return counts;
}

struct Expected {
  std::string file;
  Counts counts;
};

class Wycheproof : public testing::TestWithParam<Expected> {};

TEST_P(Wycheproof, AcceptsTheValidAndRefusesTheRest) {
  ASSAY_NEEDS(wycheproof());
  const auto& [file, expected] = GetParam();
  const Counts counts = run_file(file);
  EXPECT_EQ(counts.valid, expected.valid);
  EXPECT_EQ(counts.invalid, expected.invalid);
  EXPECT_EQ(counts.acceptable, expected.acceptable);
  EXPECT_EQ(counts.skipped, expected.skipped);
}

// The one acceptable case of each signature file lacks the NULL in DigestInfo, which RFC 8017
// §A.2.4 requires of generators: it is another encoded message and is refused.
INSTANTIATE_TEST_SUITE_P(
    Files, Wycheproof,
    testing::Values(Expected{"rsa_signature_2048_sha256_test.json", {9, 249, 1, {}}},
                    Expected{"rsa_signature_2048_sha384_test.json", {7, 250, 1, {}}},
                    Expected{"rsa_signature_2048_sha512_test.json", {8, 250, 1, {}}},
                    Expected{"rsa_signature_3072_sha256_test.json", {8, 250, 1, {}}},
                    Expected{"rsa_signature_4096_sha256_test.json", {7, 250, 1, {}}},
                    Expected{"rsa_signature_8192_sha256_test.json", {7, 250, 1, {}}},
                    Expected{"rsa_pss_2048_sha256_mgf1_32_test.json", {63, 45, 0, {}}},
                    Expected{"rsa_pss_2048_sha384_mgf1_48_test.json", {95, 46, 0, {}}},
                    Expected{"rsa_pss_4096_sha512_mgf1_64_test.json", {132, 47, 0, {}}},
                    Expected{"rsa_pss_misc_test.json",
                             {3,
                              0,
                              0,
                              {{"hash that no JWS algorithm names", 60},
                               {"MGF1 with another hash (RFC 7518 §3.5)", 72},
                               {"salt of another length (RFC 7518 §3.5)", 15}}}}),
    [](const auto& instance) {
      return instance.param.file.substr(0, instance.param.file.find("_test.json"));
    });

TEST(WycheproofDirectory, HasNoRsaFileThatIsNotRun) {
  ASSAY_NEEDS(wycheproof());
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(wycheproof().path)) {
    files += entry.path().filename().string().starts_with("rsa_") ? 1 : 0;
  }
  EXPECT_EQ(files, 10);
}

}  // namespace
}  // namespace assay::test
