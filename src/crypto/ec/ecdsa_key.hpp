#pragma once

#include <memory>

#include "crypto/ec/curve_key.hpp"
#include "crypto/ec/order.hpp"
#include "crypto/ec/p256_group.hpp"
#include "crypto/ec/prepared_point.hpp"

namespace assay::ec {

/// ECDSA: FIPS 186-5 §6.4.2, with the signature in the form of RFC 7518 §3.4.
template <class Curve>
class EcdsaKey final : public CurveKey {
 public:
  using Group = Weierstrass<Curve>;
  using F = typename Curve::Field;

  /// @param bytes x and y, big-endian
  /// @return the key; null where they are no point of the curve (SP 800-186 §3.2.1)
  [[nodiscard]] static std::unique_ptr<const CurveKey> make(std::span<const std::uint8_t> bytes) {
    if (bytes.size() != 2 * kBytes) return nullptr;
    const auto x = read_big_endian<F::kWords>(bytes.first(kBytes));
    const auto y = read_big_endian<F::kWords>(bytes.subspan(kBytes));
    if (!is_less(x, F::kPrime) || !is_less(y, F::kPrime)) return nullptr;
    const typename Group::Entry entry{to_field<F>(x), to_field<F>(y)};
    if (!is_on_curve(entry)) return nullptr;
    return std::make_unique<const EcdsaKey>(entry);
  }

  explicit EcdsaKey(const typename Group::Entry& entry) noexcept : point_(entry) {}

  [[nodiscard]] std::size_t signature_size() const noexcept override { return 2 * kBytes; }

  [[nodiscard]] bool verify(std::span<const std::uint8_t> digest,
                            std::span<const std::uint8_t> signature) const override {
    if (signature.size() != 2 * kBytes || digest.size() > kBytes) return false;
    const Scalar r = read_big_endian<F::kWords>(signature.first(kBytes));
    const Scalar s = read_big_endian<F::kWords>(signature.subspan(kBytes));
    if (!is_in_range(r) || !is_in_range(s)) return false;
    const Scalar w = kOrder.times_r(kOrder.inverse(s));
    const Scalar u = kOrder.multiply(read_big_endian<F::kWords>(digest), w);
    const Scalar v = kOrder.multiply(r, w);
    if (const auto sum = sum_of(base().times(u), point_.times(v))) {
      const auto& point = GroupOf<Group>::as_point(*sum);
      if (!is_zero(point.z)) return is_x_of(r, point);
    }
    const auto sum = Group::sum_bit_by_bit(base().entry(), u, point_.entry(), v);
    return sum && is_x_of(r, *sum);
  }

 private:
  using Scalar = typename Group::Scalar;
  using Point = PreparedPoint<Group>;
  static constexpr std::size_t kBytes = (F::kLength + 7) / 8;
  static constexpr Order<F::kWords> kOrder{Curve::kOrder};

  [[nodiscard]] static const Point& base() {
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): never freed, as keys may outlive the statics
    static const auto* const kBase =
        new Point({to_field<F>(Curve::kBaseX), to_field<F>(Curve::kBaseY)});
    return *kBase;
  }

  [[nodiscard]] static bool is_on_curve(const typename Group::Entry& p) noexcept {
    const auto three = kOne<F> + kOne<F> + kOne<F>;
    const auto right = carry(square(p.x) - three) * p.x + to_field<F>(Curve::kB);
    return is_zero(square(p.y) - right);
  }
  [[nodiscard]] static bool is_in_range(const Scalar& scalar) noexcept {
    return !is_zero(scalar) && kOrder.has(scalar);
  }
  /// Whether r is the point's x modulo n. x is below p, so it is r or, below p, r + n.
  [[nodiscard]] static bool is_x_of(const Scalar& r, const typename Group::Point& point) noexcept {
    const auto zz = square(point.z);
    if (is_zero(to_field<F>(r) * zz - point.x)) return true;
    Scalar above = r;
    if (add(above, kOrder.number()) != 0 || !is_less(above, F::kPrime)) return false;
    return is_zero(to_field<F>(above) * zz - point.x);
  }

  Point point_;
};

}  // namespace assay::ec
