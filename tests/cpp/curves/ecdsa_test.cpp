// ECDSA against Botan's. A signature is made for chosen multiples u G + v Q: r is the sum's x, s is
// r / v, and the digest is u s. So no private key is needed, and u, v and Q can be whatever makes
// an addition meet equal points, opposite ones, or infinity.
#include <botan/bigint.h>
#include <botan/ec_group.h>
#include <botan/ecdsa.h>
#include <botan/hex.h>
#include <botan/pubkey.h>
#include <botan/system_rng.h>
#include <gtest/gtest.h>

#include <random>

#include "crypto/ec/curve_keys.hpp"
#include "curves/cases.hpp"

namespace assay::ec::test {
namespace {

using Botan::BigInt;
using Bytes = std::vector<std::uint8_t>;

struct Parameters {
  Curve curve;
  const char* name;
};

class EcdsaAgainstBotan : public testing::TestWithParam<Parameters> {
 protected:
  EcdsaAgainstBotan() : group_(Botan::EC_Group::from_name(GetParam().name)) {}

  using Point = Botan::EC_AffinePoint;
  using Scalar = Botan::EC_Scalar;

  [[nodiscard]] Scalar scalar(const BigInt& number) const {
    if (number == 0) return Scalar::one(group_) - Scalar::one(group_);
    return Scalar::from_bigint(group_, number);
  }
  [[nodiscard]] Point times_base(const BigInt& number) {
    std::vector<BigInt> scratch;
    return Point::g_mul(scalar(number), Botan::system_rng(), scratch);
  }
  [[nodiscard]] BigInt random_scalar() {
    Bytes bytes(size() + 8);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
    return BigInt(bytes.data(), bytes.size()) % (group_.get_order() - 1) + 1;
  }
  /// A scalar at an edge: small, close to the order, a power of two or beside one, or random.
  [[nodiscard]] BigInt any_scalar() {
    const BigInt& n = group_.get_order();
    const BigInt small(random_() % 40);
    switch (random_() % 6) {
      case 0:
        return small;
      case 1:
        return n - 1 - small;
      case 2:
        return (BigInt(1) << random_() % (group_.get_order_bits() - 1)) + (random_() % 3);
      case 3:
        return (n >> 1) + small;
      default:
        return random_scalar();
    }
  }
  [[nodiscard]] std::size_t size() const { return coordinate_size(GetParam().curve); }
  [[nodiscard]] static Bytes xy_of(const Point& point) {
    const auto bytes = point.xy_bytes();
    return {bytes.begin(), bytes.end()};
  }
  [[nodiscard]] Bytes bytes_of(const BigInt& number) const {
    Bytes bytes(size());
    number.serialize_to(bytes);
    return bytes;
  }
  [[nodiscard]] std::uint64_t random() { return random_(); }

  /// A key, prepared here and in Botan.
  struct Key {
    Point point;
    Handle handle;
    std::unique_ptr<Botan::ECDSA_PublicKey> botan;
  };
  Key make_key(const Point& point) {
    return {point, prepare(GetParam().curve, xy_of(point)),
            std::make_unique<Botan::ECDSA_PublicKey>(group_, point)};
  }

  /// A signature for u and v, or a random one where there is none.
  struct Signature {
    Bytes digest;
    Bytes signature;
  };
  Signature sign(const Key& key, const BigInt& u, const BigInt& v) {
    const BigInt& n = group_.get_order();
    const auto sum = v == 0 ? std::nullopt
                            : Point::mul_px_qy(Point::generator(group_), scalar(u), key.point,
                                               scalar(v), Botan::system_rng());
    BigInt r = random_scalar();
    if (sum && !sum->is_identity()) r = BigInt(sum->x_bytes()) % n;
    const BigInt s = v == 0 ? random_scalar() : r * scalar(v).invert().to_bigint() % n;
    return compose(u * s % n, r, s);
  }
  [[nodiscard]] Signature compose(const BigInt& digest, const BigInt& r, const BigInt& s) const {
    Signature made{.digest = bytes_of(digest), .signature = bytes_of(r)};
    const Bytes second = bytes_of(s);
    made.signature.insert(made.signature.end(), second.begin(), second.end());
    return made;
  }

  [[nodiscard]] bool botan_verifies(const Key& key, const Signature& given) const {
    // Botan takes the leftmost bits, as many as the order has: P-521's digests move to the left.
    const std::size_t unused = 8 * size() - group_.get_order_bits();
    const BigInt digest(given.digest);
    Botan::PK_Verifier verifier(*key.botan, "Raw");
    return verifier.verify_message(bytes_of(digest * BigInt::power_of_2(unused)), given.signature);
  }
  /// @return whether it verifies
  bool expect_same(const Key& key, const Signature& given) {
    const bool expected = botan_verifies(key, given);
    EXPECT_EQ(verify(key.handle, given.digest, given.signature), expected)
        << Botan::hex_encode(given.digest) << " " << Botan::hex_encode(given.signature);
    return expected;
  }

  Botan::EC_Group group_;

 private:
  std::mt19937_64 random_{20261128};  // NOLINT(cert-msc51-cpp): a failure is reproducible
};

#ifdef ASSAY_CHECK_BOUNDS
constexpr int kEdge = 4;
#else
constexpr int kEdge = 10;
#endif

TEST_P(EcdsaAgainstBotan, AgreesOnRandomAndOnEdgeCases) {
  int valid = 0;
  const int keys = cases_of_a_curve() / (2 * kUses);
  for (int i = 0; i < keys; ++i) {
    const Key key = make_key(times_base(i % 2 == 0 ? random_scalar() : any_scalar() % 0xFFFF + 1));
    ASSERT_GT(key.handle, 0);
    if (has_large_comb(i)) use_often(key.handle, bytes_of(1), Bytes(2 * size(), 1));
    for (int use = 0; use < uses_of_key(i); ++use) {
      Signature given = sign(key, any_scalar(), any_scalar());
      if (expect_same(key, given)) ++valid;
      flip_bit(use % 2 == 0 ? std::span(given.signature) : std::span(given.digest).last(32),
               random());
      EXPECT_FALSE(expect_same(key, given));
    }
    forget(key.handle);
  }
  EXPECT_GT(valid, keys * kUses / 2);  // most are signatures
}

TEST_P(EcdsaAgainstBotan, AgreesWhereAdditionsMeetEqualAndOppositePointsAndInfinity) {
  const BigInt& n = group_.get_order();
  std::vector<BigInt> scalars;
  for (int i = 0; i < kEdge; ++i) {
    scalars.emplace_back(i);
    scalars.push_back(n - 1 - i);
  }
  int valid = 0;
  for (const BigInt& secret :
       {BigInt(1), BigInt(2), BigInt(3), BigInt(16), n - 1, n - 2, n - 3, n >> 1}) {
    const Key key = make_key(times_base(secret));
    // By a large comb those of odd secrets, by an ordinary one the others.
    if (secret % 2 == 1) use_often(key.handle, bytes_of(1), Bytes(2 * size(), 1));
    for (const BigInt& u : scalars) {
      for (const BigInt& v : scalars) {
        if (expect_same(key, sign(key, u, v))) ++valid;
      }
    }
    forget(key.handle);
  }
  EXPECT_GT(valid, 8 * (2 * kEdge - 3) * (2 * kEdge - 3));
}

TEST_P(EcdsaAgainstBotan, Fips186Section642RefusesRAndSOutOfRange) {
  const BigInt& n = group_.get_order();
  const Key key = make_key(times_base(random_scalar()));
  const BigInt most = (BigInt(1) << (8 * size())) - 1;
  const BigInt good = random_scalar();
  for (int stage = 0; stage < 2 * kUses; ++stage) {
    for (const BigInt& bad : {BigInt(0), n, n + 1, most, most - 1}) {
      if (bad == n + 1 && n + 1 > most) continue;
      for (const auto& given :
           {compose(1, bad, good), compose(1, good, bad), compose(1, bad, bad)}) {
        EXPECT_FALSE(verify(key.handle, given.digest, given.signature)) << bad.to_hex_string();
      }
    }
    EXPECT_TRUE(expect_same(key, sign(key, random_scalar(), random_scalar())));
  }
  forget(key.handle);
}

TEST_P(EcdsaAgainstBotan, AcceptsAnXBetweenTheOrderAndThePrime) {
  // r = x - n: only for points whose x is at least n, which random ones never are. The first x from
  // n on that belongs to a point makes such a signature, for a key that is made to fit.
  const BigInt& n = group_.get_order();
  const BigInt& p = group_.get_p();
  ASSERT_GT(p, n);
  for (BigInt x = n; x < n + 40; ++x) {
    Bytes compressed{2};
    const Bytes coordinate = bytes_of(x);
    compressed.insert(compressed.end(), coordinate.begin(), coordinate.end());
    const auto point = Point::deserialize(group_, compressed);
    if (!point || x == n) continue;  // r must not be zero
    // u G + v Q = point, with v = 1: Q = point - u G
    const BigInt u = random_scalar();
    const auto q = Point::mul_px_qy(*point, scalar(1), Point::generator(group_), scalar(n - u),
                                    Botan::system_rng());
    ASSERT_TRUE(q);
    const Key key = make_key(*q);
    const BigInt r = x - n;
    for (int use = 0; use < kUses; ++use) EXPECT_TRUE(expect_same(key, compose(u * r % n, r, r)));
    forget(key.handle);
    return;
  }
  FAIL() << "no point found";
}

TEST_P(EcdsaAgainstBotan, Sp800Section186RefusesWhatIsNoPointOfTheCurve) {
  const BigInt& p = group_.get_p();
  const Curve curve = GetParam().curve;
  for (int i = 0; i < 200; ++i) {
    const Point point = times_base(random_scalar());
    const BigInt x(point.x_bytes());
    const BigInt y(point.y_bytes());
    const auto prepared = [&](const BigInt& a, const BigInt& b) {
      Bytes bytes = bytes_of(a);
      const Bytes second = bytes_of(b);
      bytes.insert(bytes.end(), second.begin(), second.end());
      const Handle handle = prepare(curve, bytes);
      if (handle > 0) forget(handle);
      return handle;
    };
    EXPECT_GT(prepared(x, y), 0);
    EXPECT_GT(prepared(x, p - y), 0);
    EXPECT_EQ(prepared(x, (y + 1) % p), kInvalidPoint);
    EXPECT_EQ(prepared(y, x), kInvalidPoint);
    EXPECT_EQ(prepared(0, 0), kInvalidPoint);
    EXPECT_EQ(prepared(p, y), kInvalidPoint);
    EXPECT_EQ(prepared(x, p), kInvalidPoint);
    const BigInt most = (BigInt(1) << (8 * size())) - 1;
    if (x + p <= most) {
      EXPECT_EQ(prepared(x + p, y), kInvalidPoint);
    }
    if (y + p <= most) {
      EXPECT_EQ(prepared(x, y + p), kInvalidPoint);
    }
    Bytes bytes = xy_of(point);
    bytes.push_back(0);
    EXPECT_EQ(prepare(curve, bytes), kInvalidPoint);
    bytes.resize(bytes.size() - 2);
    EXPECT_EQ(prepare(curve, bytes), kInvalidPoint);
  }
}

INSTANTIATE_TEST_SUITE_P(Curves, EcdsaAgainstBotan,
                         testing::Values(Parameters{Curve::p256, "secp256r1"},
                                         Parameters{Curve::p384, "secp384r1"},
                                         Parameters{Curve::p521, "secp521r1"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay::ec::test
