// Botan's own vectors for ECDSA, through make_curve_key(), its prepare() and its verify().
#include <botan/hex.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "support/curve_vectors.hpp"
#include "support/signature_case.hpp"
#include "support/vectors.hpp"

namespace assay::test {
namespace {

constexpr auto kOtherForm = "invalid, and no two numbers that a JWS could have";
constexpr auto kOtherLength = "invalid, with a number that is longer than a JWS has it";

/// Numbers are hexadecimal, "0x..."; only those of other curves are decimal here.
Bytes coordinate(const Fields& fields, std::string_view name, const CurveName& curve) {
  return full_length(std::string_view(fields.find(name)->second).substr(2), curve);
}

/// Reads DER: INTEGERs and SEQUENCEs, with lengths below 256 in their shortest form.
class Der {
 public:
  explicit Der(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// The contents; nothing where there is no such element.
  std::optional<std::span<const std::uint8_t>> take(std::uint8_t tag) {
    if (rest_.size() < 2 || rest_[0] != tag) return {};
    const bool is_long = rest_[1] == 0x81 && rest_.size() > 2 && rest_[2] >= 0x80;
    if (rest_[1] >= 0x80 && !is_long) return {};
    const std::size_t head = is_long ? 3 : 2;
    const std::size_t size = rest_[head - 1];
    if (rest_.size() - head < size) return {};
    const auto contents = rest_.subspan(head, size);
    rest_ = rest_.subspan(head + size);
    return contents;
  }
  /// A number from 0 on in its shortest form, without the zero that DER puts before a set bit.
  std::optional<Bytes> take_number() {
    const auto contents = take(0x02);
    if (!contents || contents->empty() || contents->front() >= 0x80) return {};
    const bool has_zero = contents->front() == 0 && contents->size() > 1;
    if (has_zero && (*contents)[1] < 0x80) return {};
    return Bytes(contents->begin() + (has_zero ? 1 : 0), contents->end());
  }

 private:
  std::span<const std::uint8_t> rest_;
};

/// The form of RFC 7518 §3.4, or why there is none.
std::optional<Bytes> signature_of(const Bytes& der, const CurveName& curve, std::string& why) {
  why = kOtherForm;
  Der outer(der);
  const auto sequence = outer.take(0x30);
  if (!sequence || !outer.at_end()) return {};
  Der inner(*sequence);
  const auto r = inner.take_number();
  const auto s = inner.take_number();
  if (!r || !s || !inner.at_end()) return {};
  why = kOtherLength;
  Bytes signature = full_length(Botan::hex_encode(*r), curve);
  const Bytes second = full_length(Botan::hex_encode(*s), curve);
  signature.insert(signature.end(), second.begin(), second.end());
  if (signature.size() != 2 * ec::coordinate_size(curve.curve)) return {};
  return signature;
}

TEST(BotanEcdsa, Rfc7518_3_4_DecidesAsItsCopyOfWycheproofSays) {
  ASSAY_NEEDS(botan_curves());
  CurveCounts counts;
  int number = 0;
  const auto run = [&](const Fields& fields) {
    ++number;
    const CurveName* const curve = choose(fields.at("Group"), fields.at("Hash"), counts);
    if (curve == nullptr) return;
    CurveSignature each{.name = "ecdsa_wycheproof.vec case " + std::to_string(number),
                        .algorithm = curve->algorithm,
                        .x = coordinate(fields, "Px", *curve),
                        .y = coordinate(fields, "Py", *curve),
                        .message = Botan::hex_decode(fields.at("Msg")),
                        .valid = fields.at("Valid") == "1"};
    std::string why;
    const auto signature = signature_of(Botan::hex_decode(fields.at("Signature")), *curve, why);
    if (!signature) {
      EXPECT_FALSE(each.valid) << each.name;
      ++counts.left_out[why];
      return;
    }
    each.signature = *signature;
    judge(each, counts);
  };
  read_records(
      read_file(botan_curves().path / "ecdsa_wycheproof.vec"),
      [](std::string_view name) { return name == "Valid"; }, run);
  expect_counts(
      counts,
      {827,
       316,
       {{kOtherCurve, 6971}, {kOtherCurveHash, 3079}, {kOtherForm, 636}, {kOtherLength, 35}}});
}

TEST(BotanEcdsa, Fips186Section642_VerifiesDigestsOfAnyLength) {
  ASSAY_NEEDS(botan_curves());
  // The messages are digests of 28 and of 40 bytes: no JWS algorithm has such.
  int verified = 0;
  const auto run = [&](const Fields& fields) {
    const CurveName* const curve = find_curve(fields.at("Group"));
    if (curve == nullptr) return;
    Bytes point = coordinate(fields, "Px", *curve);
    const Bytes y = coordinate(fields, "Py", *curve);
    point.insert(point.end(), y.begin(), y.end());
    Bytes digest = Botan::hex_decode(fields.at("Msg"));
    digest.resize(std::min(digest.size(), ec::coordinate_size(curve->curve)));
    Bytes signature = Botan::hex_decode(fields.at("Signature"));
    const ec::Handle key = ec::prepare(curve->curve, point);
    EXPECT_TRUE(ec::verify(key, digest, signature)) << fields.at("Px");
    signature.back() ^= 1U;
    EXPECT_FALSE(ec::verify(key, digest, signature)) << fields.at("Px");
    ec::forget(key);
    ++verified;
  };
  read_records(
      read_file(botan_curves().path / "ecdsa_verify.vec"),
      [](std::string_view name) { return name == "Signature"; }, run);
  EXPECT_EQ(verified, 8);
}

TEST(BotanEcdsa, Sp800Section186_RefusesInvalidKeys) {
  ASSAY_NEEDS(botan_curves());
  CurveCounts counts;
  const auto run = [&](const Fields& fields) {
    const CurveName* const curve = find_curve(fields.at("Group"));
    if (curve == nullptr) {
      ++counts.left_out[kOtherCurve];
      return;
    }
    EXPECT_FALSE(is_key(curve->algorithm, coordinate(fields, "InvalidKeyX", *curve),
                        coordinate(fields, "InvalidKeyY", *curve)))
        << fields.at("InvalidKeyX");
    ++counts.refused;
  };
  read_records(
      read_file(botan_curves().path / "ecdsa_invalid.vec"),
      [](std::string_view name) { return name == "InvalidKeyY"; }, run);
  // Of 80 cases two have no y: Botan's file has x twice.
  expect_counts(counts, {0, 47, {{kOtherCurve, 31}}});
}

}  // namespace
}  // namespace assay::test
