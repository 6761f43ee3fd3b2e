#pragma once

#include <memory>

#include "crypto/ec/curve_key.hpp"
#include "crypto/ec/edwards.hpp"
#include "crypto/ec/order.hpp"
#include "crypto/ec/prepared_point.hpp"

namespace assay::ec {

/// Ed25519: RFC 8032 §5.1.7, by the equation without the cofactor, R = [S]B - [k]A, compared as
/// bytes: so an R that is not in canonical form never matches. Neither R nor the key may be of
/// small order: of such a key, anybody can sign something.
class Ed25519Key final : public CurveKey {
 public:
  /// @param point as decoded
  explicit Ed25519Key(const Edwards::Affine& point) noexcept
      : minus_a_(Edwards::entry_of(carry(kZero<Field25519> - point.x), point.y)) {}

  [[nodiscard]] std::size_t signature_size() const noexcept override { return 64; }

  [[nodiscard]] bool verify(std::span<const std::uint8_t> digest,
                            std::span<const std::uint8_t> signature) const override {
    if (signature.size() != signature_size() || digest.size() != 64) return false;
    const Scalar r = read_little_endian<8>(signature.first(32));
    const Scalar s = read_little_endian<8>(signature.subspan(32));
    if (!kOrder.has(s) || Edwards::has_small_order(r)) return false;
    const auto sum = sum_of(base().times(s), minus_a_.times(reduce(digest)));
    return sum && Edwards::encode(GroupOf<Edwards>::as_point(*sum)) == r;
  }

 private:
  using Scalar = Edwards::Scalar;
  using Point = PreparedPoint<Edwards>;
  /// 2^252 + 27742317777372353535851937790883648493
  static constexpr Order<8> kOrder{
      Words<8>{0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0, 0, 0, 0x10000000}};

  [[nodiscard]] static const Point& base() {
    static const auto* const kBase = [] {
      // RFC 8032 §5.1: y = 4 / 5, and x is even.
      const auto point = Edwards::decode({0x66666658, 0x66666666, 0x66666666, 0x66666666,
                                          0x66666666, 0x66666666, 0x66666666, 0x66666666});
      return new Point(Edwards::entry_of(point->x, point->y));
    }();
    return *kBase;
  }

  /// A number of 64 bytes modulo the order.
  [[nodiscard]] static Scalar reduce(std::span<const std::uint8_t> bytes) noexcept {
    Scalar low = kOrder.reduce(read_little_endian<8>(bytes.first(32)));
    const Scalar high = kOrder.times_r(read_little_endian<8>(bytes.subspan(32)));  // R is 2^256
    add(low, high);
    if (!kOrder.has(low)) subtract(low, kOrder.number());
    return low;
  }

  Point minus_a_;
};

}  // namespace assay::ec
