#pragma once

#include <optional>

#include "crypto/ec/element.hpp"

namespace assay::ec {

/// The points of a curve y² = x³ - 3x + b of prime order, in Jacobian coordinates: x / z², y / z³.
///
/// Addition is incomplete. Where it meets two points with the same x, or infinity, it makes z = 0,
/// and z stays 0 in all that follows: so a sum with z = 0 is unknown, and sum_bit_by_bit() below
/// computes it completely.
template <class Curve>
struct Weierstrass {
  using F = typename Curve::Field;
  using Scalar = Words<F::kWords>;
  static constexpr int kScalarBits = F::kLength;

  /// An affine point, as tables hold it.
  struct Entry {
    Product<F> x;
    Product<F> y;
  };
  struct Point {
    Carried<F> x;
    Product<F> y;
    Product<F> z;
  };

  [[nodiscard]] static Point lift(const Entry& entry, bool is_negative) noexcept {
    return {carry(entry.x), is_negative ? carry(kZero<F> - entry.y) : entry.y, kOne<F>};
  }

  /// "dbl-2001-b" of the Explicit-Formulas Database: no exception on a curve of odd order.
  [[gnu::noinline]] static void twice(Point& p) noexcept {
    const auto delta = square(p.z);
    const auto gamma = square(p.y);
    const auto third = (p.x - delta) * (p.x + delta);
    const auto alpha = third + third + third;
    const auto gamma2 = gamma + gamma;
    const auto beta4 = (p.x + p.x) * gamma2;
    p.z = (p.y + p.y) * p.z;
    p.x = carry(square(alpha) - beta4 - beta4);
    p.y = multiply_subtract(alpha, beta4 - p.x, gamma2, gamma2 + gamma2);
  }

  /// p += entry, or p -= entry: "madd-2007-bl" without its scaling by 2.
  [[gnu::noinline]] static void add(Point& p, const Entry& entry, bool is_negative) noexcept {
    const auto zz = square(p.z);
    const auto y2 = entry.y * (p.z * zz);
    const auto h = entry.x * zz - p.x;
    const Element<F, 2, 4 * kValueUnit> r = is_negative ? kZero<F> - y2 - p.y : y2 - p.y;
    const auto hh = square(h);
    const auto hhh = h * hh;
    const auto v = p.x * hh;
    p.x = carry(square(r) - hhh - v - v);
    p.y = multiply_subtract(r, v - p.x, p.y, hhh);
    p.z = p.z * h;
  }

  /// @param inverse of the point's z
  [[nodiscard]] static Entry affine(const Point& p, const Product<F>& inverse) noexcept {
    const auto zz = square(inverse);
    return {p.x * zz, p.y * (zz * inverse)};
  }

  /// k P + l Q, whatever they are: every case of an addition is told apart. It is slow, and only
  /// needed where an incomplete addition failed.
  /// @return the sum; nothing: it is infinity
  [[gnu::noinline]] static std::optional<Point> sum_bit_by_bit(const Entry& p, const Scalar& k,
                                                               const Entry& q,
                                                               const Scalar& l) noexcept {
    std::optional<Point> sum;
    for (std::size_t i = F::kLength; i-- > 0;) {
      if (sum) twice(*sum);
      if (bit_of(k, i) != 0) add_complete(sum, p);
      if (bit_of(l, i) != 0) add_complete(sum, q);
    }
    return sum;
  }

 private:
  static void add_complete(std::optional<Point>& sum, const Entry& entry) noexcept {
    if (!sum) {
      sum = lift(entry, false);
      return;
    }
    const auto zz = square(sum->z);
    if (!is_zero(entry.x * zz - sum->x)) return add(*sum, entry, false);
    if (is_zero(entry.y * (sum->z * zz) - sum->y)) return twice(*sum);
    sum.reset();  // P - P
  }
};

/// SP 800-186 §3.2.1.3
struct P256 {
  using Field = P256Field;
  static constexpr Words<8> kB{0x27d2604b, 0x3bce3c3e, 0xcc53b0f6, 0x651d06b0,
                               0x769886bc, 0xb3ebbd55, 0xaa3a93e7, 0x5ac635d8};
  static constexpr Words<8> kOrder{0xfc632551, 0xf3b9cac2, 0xa7179e84, 0xbce6faad,
                                   ~0U,        ~0U,        0,          ~0U};
  static constexpr Words<8> kBaseX{0xd898c296, 0xf4a13945, 0x2deb33a0, 0x77037d81,
                                   0x63a440f2, 0xf8bce6e5, 0xe12c4247, 0x6b17d1f2};
  static constexpr Words<8> kBaseY{0x37bf51f5, 0xcbb64068, 0x6b315ece, 0x2bce3357,
                                   0x7c0f9e16, 0x8ee7eb4a, 0xfe1a7f9b, 0x4fe342e2};
};

/// SP 800-186 §3.2.1.4
struct P384 {
  using Field = P384Field;
  static constexpr Words<12> kB{0xd3ec2aef, 0x2a85c8ed, 0x8a2ed19d, 0xc656398d,
                                0x5013875a, 0x0314088f, 0xfe814112, 0x181d9c6e,
                                0xe3f82d19, 0x988e056b, 0xe23ee7e4, 0xb3312fa7};
  static constexpr Words<12> kOrder{0xccc52973, 0xecec196a, 0x48b0a77a, 0x581a0db2,
                                    0xf4372ddf, 0xc7634d81, ~0U,        ~0U,
                                    ~0U,        ~0U,        ~0U,        ~0U};
  static constexpr Words<12> kBaseX{0x72760ab7, 0x3a545e38, 0xbf55296c, 0x5502f25d,
                                    0x82542a38, 0x59f741e0, 0x8ba79b98, 0x6e1d3b62,
                                    0xf320ad74, 0x8eb1c71e, 0xbe8b0537, 0xaa87ca22};
  static constexpr Words<12> kBaseY{0x90ea0e5f, 0x7a431d7c, 0x1d7e819d, 0x0a60b1ce,
                                    0xb5f0b8c0, 0xe9da3113, 0x289a147c, 0xf8f41dbd,
                                    0x9292dc29, 0x5d9e98bf, 0x96262c6f, 0x3617de4a};
};

/// SP 800-186 §3.2.1.5
struct P521 {
  using Field = P521Field;
  static constexpr Words<17> kB{0x6b503f00, 0xef451fd4, 0x3d2c34f1, 0x3573df88, 0x3bb1bf07,
                                0x1652c0bd, 0xec7e937b, 0x56193951, 0x8ef109e1, 0xb8b48991,
                                0x99b315f3, 0xa2da725b, 0xb68540ee, 0x929a21a0, 0x8e1c9a1f,
                                0x953eb961, 0x00000051};
  static constexpr Words<17> kOrder{0x91386409, 0xbb6fb71e, 0x899c47ae, 0x3bb5c9b8, 0xf709a5d0,
                                    0x7fcc0148, 0xbf2f966b, 0x51868783, 0xfffffffa, ~0U,
                                    ~0U,        ~0U,        ~0U,        ~0U,        ~0U,
                                    ~0U,        511};
  static constexpr Words<17> kBaseX{0xc2e5bd66, 0xf97e7e31, 0x856a429b, 0x3348b3c1, 0xa2ffa8de,
                                    0xfe1dc127, 0xefe75928, 0xa14b5e77, 0x6b4d3dba, 0xf828af60,
                                    0x053fb521, 0x9c648139, 0x2395b442, 0x9e3ecb66, 0x0404e9cd,
                                    0x858e06b7, 0x000000c6};
  static constexpr Words<17> kBaseY{0x9fd16650, 0x88be9476, 0xa272c240, 0x353c7086, 0x3fad0761,
                                    0xc550b901, 0x5ef42640, 0x97ee7299, 0x273e662c, 0x17afbd17,
                                    0x579b4468, 0x98f54449, 0x2c7d1bd9, 0x5c8a5fb4, 0x9a3bc004,
                                    0x39296a78, 0x00000118};
};

}  // namespace assay::ec
