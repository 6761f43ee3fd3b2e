#pragma once

#include <optional>

#include "crypto/ec/element.hpp"

namespace assay::ec {

/// The points of edwards25519, -x² + y² = 1 + d x² y², in extended coordinates: x / z, y / z, with
/// x y = z t. The formulas are complete: they have no exception, whatever the points are.
/// RFC 8032 §5.1.4; H. Hisil et al., "Twisted Edwards Curves Revisited" (ASIACRYPT 2008).
struct Edwards {
  using F = Field25519;
  using Scalar = Words<8>;
  static constexpr int kScalarBits = 253;
  using Number = Product<F>;

  static constexpr Number kD = split<F>({0x135978a3, 0x75eb4dca, 0x4141d8ab, 0x00700a4d, 0x7779e898,
                                         0x8cc74079, 0x2b6ffe73, 0x52036cee});
  static constexpr Number kTwoD = split<F>({0x26b2f159, 0xebd69b94, 0x8283b156, 0x00e0149a,
                                            0xeef3d130, 0x198e80f2, 0x56dffce7, 0x2406d9dc});
  /// A square root of -1: 2^((p - 1) / 4).
  static constexpr Number kRootOfMinusOne =
      split<F>({0x4a0ea0b0, 0xc4ee1b27, 0xad2fe478, 0x2f431806, 0x3dfbd7a7, 0x2b4d0099, 0x4fc1df0b,
                0x2b832480});

  /// An affine point, as tables hold it: y + x, y - x, and 2 d x y.
  struct Entry {
    Number plus;
    Number minus;
    Number product;
  };
  struct Point {
    Number x;
    Number y;
    Number z;
    Number t;
  };

  [[nodiscard]] static Entry entry_of(const Number& x, const Number& y) noexcept {
    return {carry(y + x), carry(y - x), x * y * kTwoD};
  }
  [[nodiscard]] static Point lift(const Entry& entry, bool is_negative) noexcept {
    Point p{kZero<F>, kOne<F>, kOne<F>, kZero<F>};
    add(p, entry, is_negative);
    return p;
  }

  [[gnu::noinline]] static void twice(Point& p) noexcept {
    const auto a = square(p.x);
    const auto b = square(p.y);
    const auto zz = square(p.z);
    const auto h = a + b;
    const auto e = h - square(p.x + p.y);
    const auto g = a - b;
    const auto f = zz + zz + g;
    p = {e * f, g * h, f * g, e * h};
  }

  /// p += entry, or p -= entry.
  [[gnu::noinline]] static void add(Point& p, const Entry& entry, bool is_negative) noexcept {
    const auto a = (p.y - p.x) * (is_negative ? entry.plus : entry.minus);
    const auto b = (p.y + p.x) * (is_negative ? entry.minus : entry.plus);
    const auto c = p.t * entry.product;
    const auto d = p.z + p.z;
    const auto less = d - c;
    const auto more = d + c;
    const auto e = b - a;
    const auto h = b + a;
    const auto& f = is_negative ? more : less;
    const auto& g = is_negative ? less : more;
    p = {e * f, g * h, f * g, e * h};
  }

  /// @param inverse of the point's z
  [[nodiscard]] static Entry affine(const Point& p, const Number& inverse) noexcept {
    return entry_of(p.x * inverse, p.y * inverse);
  }

  struct Affine {
    Number x;
    Number y;
  };
  /// Decodes a point: RFC 8032 §5.1.3. @return nothing where y is p or more, no x belongs to it, or
  /// the sign of x = 0 is set
  [[nodiscard]] static std::optional<Affine> decode(Words<8> encoded) noexcept {
    const std::uint32_t sign = encoded[7] >> 31;
    encoded[7] &= ~0U >> 1;
    if (!is_less(encoded, F::kPrime)) return std::nullopt;
    const Number y = split<F>(encoded);
    const auto yy = square(y);
    const auto u = carry(yy - kOne<F>);
    const auto v = carry(yy * kD + kOne<F>);
    auto x = root_of_quotient(u, v);
    if (!x) return std::nullopt;
    const Words<8> number = to_number(*x);
    if (is_zero(number) && sign == 1) return std::nullopt;
    if ((number[0] & 1) != sign) x = carry(kZero<F> - *x);
    return Affine{*x, y};
  }

  /// Encodes a point: RFC 8032 §5.1.2.
  [[nodiscard]] static Words<8> encode(const Point& p) noexcept {
    const Number z = inverse(p.z);
    Words<8> encoded = to_number(p.y * z);
    encoded[7] |= to_number(p.x * z)[0] << 31;
    return encoded;
  }

  /// Whether an encoded point has order 1, 2, 4 or 8: its y is then one of five.
  [[nodiscard]] static bool has_small_order(Words<8> encoded) noexcept {
    constexpr std::array<Words<8>, 5> kSmallOrderY{{
        {1},
        {0U - 20, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U >> 1},  // -1
        {0},
        {0x8f95e826, 0xb027b2c2, 0x89f4c345, 0xf098eff2, 0x05acdfd5, 0x3933c6d3, 0x880238b1,
         0x05fc536d},
        {0x706a17c7, 0x4fd84d3d, 0x760b3cba, 0x0f67100d, 0xfa53202a, 0xc6cc392c, 0x77fdc74e,
         0x7a03ac92},
    }};
    encoded[7] &= ~0U >> 1;  // the sign of x
    return std::ranges::find(kSmallOrderY, encoded) != kSmallOrderY.end();
  }

 private:
  [[nodiscard]] static Number square_times(Number x, int times) noexcept {
    while (times-- > 0) x = square(x);
    return x;
  }
  /// x^((p - 5) / 8) = x^(2^252 - 3)
  [[nodiscard]] static Number power_for_root(const Number& x) noexcept {
    const auto x2 = square(x) * x;  // x^(2^2 - 1), and so on
    const auto x4 = square_times(x2, 2) * x2;
    const auto x5 = square(x4) * x;
    const auto x10 = square_times(x5, 5) * x5;
    const auto x20 = square_times(x10, 10) * x10;
    const auto x40 = square_times(x20, 20) * x20;
    const auto x50 = square_times(x40, 10) * x10;
    const auto x100 = square_times(x50, 50) * x50;
    const auto x200 = square_times(x100, 100) * x100;
    const auto x250 = square_times(x200, 50) * x50;
    return square_times(x250, 2) * x;
  }
  /// A square root of u / v: RFC 8032 §5.1.3, steps 2 and 3.
  [[nodiscard]] static std::optional<Number> root_of_quotient(const Number& u,
                                                              const Number& v) noexcept {
    const auto v3 = square(v) * v;
    const auto x = u * v3 * power_for_root(u * square(v3) * v);
    const auto vxx = square(x) * v;
    if (is_zero(vxx - u)) return x;
    if (is_zero(vxx + u)) return x * kRootOfMinusOne;
    return std::nullopt;
  }
};

}  // namespace assay::ec
