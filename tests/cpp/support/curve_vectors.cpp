#include "support/curve_vectors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "crypto/ec/comb_cache.hpp"
#include "crypto/verification_key.hpp"
#include "support/signature_case.hpp"

namespace assay::test {
namespace {

constexpr std::array<CurveName, 3> kCurves{
    {{"P-256", "secp256r1", "SHA-256", ec::Curve::p256, Algorithm::es256},
     {"P-384", "secp384r1", "SHA-384", ec::Curve::p384, Algorithm::es384},
     {"P-521", "secp521r1", "SHA-512", ec::Curve::p521, Algorithm::es512}}};

}  // namespace

const CurveName* find_curve(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kCurves, [=](const CurveName& curve) { return curve.nist == name || curve.botan == name; });
  return found == kCurves.end() ? nullptr : found;
}

const CurveName* choose(std::string_view curve, std::string_view hash, CurveCounts& counts) {
  const CurveName* const found = find_curve(curve);
  if (found == nullptr) {
    ++counts.left_out[kOtherCurve];
  } else if (found->hash != hash) {
    ++counts.left_out[kOtherCurveHash];
  } else {
    return found;
  }
  return nullptr;
}

Bytes full_length(std::string_view hex, const CurveName& curve) {
  Bytes number = number_of(hex);
  const std::size_t size = ec::coordinate_size(curve.curve);
  if (number.size() < size) number.insert(number.begin(), size - number.size(), 0);
  return number;
}

bool is_key(Algorithm algorithm, const Bytes& x, const Bytes& y) {
  const auto key = make_curve_key(info(algorithm).key_type, x, y);
  const auto fault = key ? (*key)->prepare() : std::optional(key.error().reason);
  if (!fault) return true;
  EXPECT_EQ(*fault, Reason::key_material);
  return false;
}

void judge(const CurveSignature& each, CurveCounts& counts) {
  SCOPED_TRACE(each.name);
  const auto key = make_curve_key(info(each.algorithm).key_type, each.x, each.y);
  ASSERT_TRUE(key) << key.error().message();
  // By wNAF at first, then by the comb.
  for (int use = 0; use <= ec::kUsesWithoutComb; ++use) {
    EXPECT_EQ((*key)->verify(each.algorithm, as_text(each.message), each.signature), each.valid)
        << "use " << use;
  }
  ++(each.valid ? counts.accepted : counts.refused);
}

void expect_counts(const CurveCounts& counts, const CurveCounts& expected) {
  EXPECT_EQ(counts.accepted, expected.accepted);
  EXPECT_EQ(counts.refused, expected.refused);
  EXPECT_EQ(counts.left_out, expected.left_out);
}

}  // namespace assay::test
