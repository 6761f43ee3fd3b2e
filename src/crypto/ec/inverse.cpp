// Inversion by division steps, 30 of them at a time: D. J. Bernstein, B.-Y. Yang, "Fast
// constant-time gcd computation and modular inversion", TCHES 2019(3). This is variable in time.
//
// Kept throughout: f = d x and g = e x (mod m), with f odd. When g is 0, f is the greatest common
// divisor, 1 or -1 for a prime m, so d or -d is the inverse.
#include "crypto/ec/inverse.hpp"

#include <array>
#include <bit>

#include "crypto/ec/words.hpp"

namespace assay::ec {
namespace {

constexpr int kLimbBits = 30;
constexpr std::int32_t kMask = (1 << kLimbBits) - 1;
/// 521 bits, and two more for the range of d and e, (-2m, m), and their sign.
constexpr std::size_t kMaxLimbs = 18;
static_assert(kMaxLimbs * kLimbBits >= 521 + 2);

/// Limbs of 30 bits, the least significant first: from 0 to 2^30 - 1, the highest one signed.
using Limbs = std::array<std::int32_t, kMaxLimbs>;

/// What 30 division steps do: (f, g) = (u f + v g, q f + r g) / 2^30. |u| + |v| and |q| + |r| are
/// at most 2^30.
struct Steps {
  std::int64_t u, v, q, r;
};

/// @param eta minus the paper's delta, which goes on from one call to the next
Steps divide(std::int32_t& eta, std::uint32_t f, std::uint32_t g) noexcept {
  std::uint32_t u = 1;
  std::uint32_t v = 0;
  std::uint32_t q = 0;
  std::uint32_t r = 1;
  int left = kLimbBits;
  for (;;) {
    const int zeros = std::countr_zero(g | ~std::uint32_t{0} << left);
    g >>= zeros;
    u <<= zeros;
    v <<= zeros;
    eta -= zeros;
    left -= zeros;
    if (left == 0) break;
    if (eta < 0) {
      eta = -eta;
      const Words<3> before{f, u, v};
      f = g;
      u = q;
      v = r;
      g = 0 - before[0];
      q = 0 - before[1];
      r = 0 - before[2];
    }
    // Clears up to 6 low bits of g at once, as eta allows: -g / f modulo 2^6 is g f (f^2 - 2).
    const int limit = eta + 1 > left ? left : static_cast<int>(eta + 1);
    const std::uint32_t mask = ~std::uint32_t{0} >> (32 - limit) & 63;
    const std::uint32_t w = f * g * (f * f - 2) & mask;
    g += f * w;
    q += u * w;
    r += v * w;
  }
  const auto with_sign = [](std::uint32_t x) { return std::int64_t{static_cast<std::int32_t>(x)}; };
  return {.u = with_sign(u), .v = with_sign(v), .q = with_sign(q), .r = with_sign(r)};
}

class Inversion {
 public:
  Inversion(std::span<const std::uint32_t> x, std::span<const std::uint32_t> m) noexcept
      : count_((m.size() * 32 + 2 + kLimbBits - 1) / kLimbBits < kMaxLimbs
                   ? (m.size() * 32 + 2 + kLimbBits - 1) / kLimbBits
                   : kMaxLimbs),
        modulus_(split(m)),
        inverse_(static_cast<std::uint32_t>(0) - negative_inverse(m[0])),
        f_(modulus_),
        g_(split(x)) {}

  void run() noexcept {
    e_[0] = 1;
    std::int32_t eta = -1;
    while (!is_zero(g_)) {
      const Steps steps = divide(eta, low_word(f_), low_word(g_));
      update_d_e(steps);
      update_f_g(steps);
    }
    settle();
  }

  void write(std::span<std::uint32_t> out) const noexcept {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::size_t limb = i * 32 / kLimbBits;
      std::uint64_t window = static_cast<std::uint32_t>(d_[limb]);
      for (std::size_t next = 1; next <= 2 && limb + next < count_; ++next) {
        window |= std::uint64_t{static_cast<std::uint32_t>(d_[limb + next])} << (kLimbBits * next);
      }
      out[i] = static_cast<std::uint32_t>(window >> (i * 32 % kLimbBits));
    }
  }

 private:
  [[nodiscard]] static Limbs split(std::span<const std::uint32_t> words) noexcept {
    Limbs limbs{};
    for (std::size_t i = 0; i < kMaxLimbs; ++i) {
      const std::size_t word = i * kLimbBits / 32;
      std::uint64_t window = word < words.size() ? words[word] : 0;
      if (word + 1 < words.size()) window |= std::uint64_t{words[word + 1]} << 32;
      limbs[i] = static_cast<std::int32_t>(window >> (i * kLimbBits % 32)) & kMask;
    }
    return limbs;
  }
  [[nodiscard]] static std::uint32_t low_word(const Limbs& x) noexcept {
    return static_cast<std::uint32_t>(x[0]) | static_cast<std::uint32_t>(x[1]) << kLimbBits;
  }
  [[nodiscard]] bool is_zero(const Limbs& x) const noexcept {
    std::int32_t any = 0;
    for (std::size_t i = 0; i < count_; ++i) any |= x[i];
    return any == 0;
  }

  /// The same for f and g, where the low 30 bits of both sums are zero.
  void update_f_g(const Steps& by) noexcept {
    std::int64_t f = by.u * f_[0] + by.v * g_[0];
    std::int64_t g = by.q * f_[0] + by.r * g_[0];
    for (std::size_t i = 1; i < count_; ++i) {
      f >>= kLimbBits;
      g >>= kLimbBits;
      f += by.u * f_[i] + by.v * g_[i];
      g += by.q * f_[i] + by.r * g_[i];
      f_[i - 1] = static_cast<std::int32_t>(f) & kMask;
      g_[i - 1] = static_cast<std::int32_t>(g) & kMask;
    }
    f_[count_ - 1] = static_cast<std::int32_t>(f >> kLimbBits);
    g_[count_ - 1] = static_cast<std::int32_t>(g >> kLimbBits);
  }

  /// Modulo m: a multiple of m, which clears the low 30 bits, keeps d and e within (-2m, m).
  void update_d_e(const Steps& by) noexcept {
    const std::int32_t d_sign = d_[count_ - 1] >> 31;
    const std::int32_t e_sign = e_[count_ - 1] >> 31;
    std::int64_t d = by.u * d_[0] + by.v * e_[0];
    std::int64_t e = by.q * d_[0] + by.r * e_[0];
    const std::int64_t d_times = multiple((by.u & d_sign) + (by.v & e_sign), d);
    const std::int64_t e_times = multiple((by.q & d_sign) + (by.r & e_sign), e);
    d += modulus_[0] * d_times;
    e += modulus_[0] * e_times;
    for (std::size_t i = 1; i < count_; ++i) {
      d >>= kLimbBits;
      e >>= kLimbBits;
      d += by.u * d_[i] + by.v * e_[i] + modulus_[i] * d_times;
      e += by.q * d_[i] + by.r * e_[i] + modulus_[i] * e_times;
      d_[i - 1] = static_cast<std::int32_t>(d) & kMask;
      e_[i - 1] = static_cast<std::int32_t>(e) & kMask;
    }
    d_[count_ - 1] = static_cast<std::int32_t>(d >> kLimbBits);
    e_[count_ - 1] = static_cast<std::int32_t>(e >> kLimbBits);
  }
  /// `times`, less what makes low + m × it a multiple of 2^30.
  [[nodiscard]] std::int64_t multiple(std::int64_t times, std::int64_t low) const noexcept {
    const auto t = static_cast<std::uint32_t>(times);
    const std::uint32_t excess = (inverse_ * static_cast<std::uint32_t>(low) + t) & kMask;
    return times - static_cast<std::int64_t>(excess);
  }

  /// d = sign d + factor m.
  void add_modulus(std::int32_t sign, std::int32_t factor) noexcept {
    std::int64_t carry = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      carry += std::int64_t{sign} * d_[i] + std::int64_t{factor} * modulus_[i];
      d_[i] = static_cast<std::int32_t>(i + 1 < count_ ? carry & kMask : carry);
      carry >>= kLimbBits;
    }
  }
  /// From d in (-2m, m), times the sign of f, to the number from 0 to m - 1.
  void settle() noexcept {
    add_modulus(f_[count_ - 1] < 0 ? -1 : 1, 0);
    while (d_[count_ - 1] < 0) add_modulus(1, 1);
    while (!is_below_modulus()) add_modulus(1, -1);
  }
  [[nodiscard]] bool is_below_modulus() const noexcept {
    for (std::size_t i = count_; i-- > 0;) {
      if (d_[i] != modulus_[i]) return d_[i] < modulus_[i];
    }
    return false;
  }

  std::size_t count_;
  Limbs modulus_;
  std::uint32_t inverse_;  ///< 1 / m modulo 2^30, and 2 bits more
  Limbs f_;
  Limbs g_;
  Limbs d_{};
  Limbs e_{};
};

}  // namespace

void invert(std::span<std::uint32_t> x, std::span<const std::uint32_t> m) noexcept {
  Inversion inversion(x, m);
  inversion.run();
  inversion.write(x);
}

}  // namespace assay::ec
