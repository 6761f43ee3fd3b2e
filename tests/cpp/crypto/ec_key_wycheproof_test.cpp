// C2SP/wycheproof through the path that verify_jws() uses: make_curve_key() and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "crypto/verification_key.hpp"
#include "support/vectors.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

namespace bj = boost::json;

struct File {
  std::string name;
  Algorithm algorithm;
  int valid;
  int invalid;
};

std::string text_of(const bj::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

std::unique_ptr<const VerificationKey> key_of(const bj::object& group, KeyType type) {
  const bj::object& numbers = group.at("publicKey").as_object();
  if (type == KeyType::ed25519) {
    return must(make_curve_key(type, Botan::hex_decode(text_of(numbers, "pk"))));
  }
  const Bytes point = Botan::hex_decode(text_of(numbers, "uncompressed"));  // 04, x, y
  const auto coordinates = std::span(point).subspan(1);
  const std::size_t size = coordinates.size() / 2;
  return must(make_curve_key(type, coordinates.first(size), coordinates.subspan(size)));
}

class WycheproofCurves : public testing::TestWithParam<File> {};

TEST_P(WycheproofCurves, AcceptsTheValidAndRefusesTheRest) {
  ASSAY_NEEDS(wycheproof());
  const File& file = GetParam();
  int valid = 0;
  int invalid = 0;
  const bj::value root = bj::parse(read_file(wycheproof().path / file.name));
  for (const bj::value& value : root.as_object().at("testGroups").as_array()) {
    const bj::object& group = value.as_object();
    const auto key = key_of(group, info(file.algorithm).key_type);
    EXPECT_EQ(key->prepare(), std::nullopt);
    for (const bj::value& each : group.at("tests").as_array()) {
      const bj::object& test = each.as_object();
      SCOPED_TRACE(file.name + " tcId " + std::to_string(test.at("tcId").as_int64()) + ": " +
                   text_of(test, "comment"));
      const Bytes message = Botan::hex_decode(text_of(test, "msg"));
      const Bytes signature = Botan::hex_decode(text_of(test, "sig"));
      const bool is_valid = text_of(test, "result") == "valid";
      EXPECT_EQ(key->verify(file.algorithm, as_text(message), signature), is_valid);
      ++(is_valid ? valid : invalid);
    }
  }
  EXPECT_EQ(valid, file.valid);
  EXPECT_EQ(invalid, file.invalid);
}

INSTANTIATE_TEST_SUITE_P(
    Files, WycheproofCurves,
    testing::Values(File{"ecdsa_secp256r1_sha256_p1363_test.json", Algorithm::es256, 173, 89},
                    File{"ecdsa_secp384r1_sha384_p1363_test.json", Algorithm::es384, 193, 87},
                    File{"ecdsa_secp521r1_sha512_p1363_test.json", Algorithm::es512, 231, 87},
                    File{"ed25519_test.json", Algorithm::eddsa, 88, 63}),
    [](const auto& instance) {
      return instance.param.name.substr(0, instance.param.name.find("_test.json"));
    });

}  // namespace
}  // namespace assay::test
