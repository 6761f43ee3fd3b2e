#pragma once

#include <memory>
#include <optional>

#include "crypto/ec/comb.hpp"

namespace assay::ec {

/// k P, as additions at the positions of a chain of doublings: by P's comb where it has one, which
/// needs few doublings, else by k's digits in non-adjacent form of width 5 (wNAF).
class Multiple {
 public:
  using Sum = std::optional<AnyPoint>;

  /// @param point must outlive the multiple
  /// @param comb of the point, or null
  Multiple(const Group& group, const std::byte* point, std::shared_ptr<const Comb> comb,
           const AnyScalar& scalar);

  [[nodiscard]] const Group& group() const noexcept { return group_; }
  /// How many positions there are.
  [[nodiscard]] int positions() const noexcept;
  /// Adds what stands at a position, which doublings have yet to raise.
  void add_at(int position, Sum& sum) const noexcept;
  /// Adds what the digits leave out.
  void finish(Sum& sum) const noexcept;

 private:
  static constexpr std::size_t kOddMultiples = 8;  ///< P, 3 P to 15 P

  void add(const std::byte* entry, bool is_negative, Sum& sum) const noexcept;
  void make_odd_multiples();
  void make_naf(const AnyScalar& scalar) noexcept;

  const Group& group_;
  const std::byte* point_;
  std::shared_ptr<const Comb> comb_;
  CombDigits digits_;
  bool is_even_;
  alignas(AnyEntry) std::array<std::byte, kOddMultiples * sizeof(AnyEntry)> odd_;
  std::array<std::int8_t, 32 * std::tuple_size_v<AnyScalar> + 1> naf_;
};

/// a + b, of one group. @return the sum; nothing: both scalars are zero. On NIST's curves z is 0
/// where an addition failed
[[nodiscard]] std::optional<AnyPoint> sum_of(const Multiple& a, const Multiple& b) noexcept;

}  // namespace assay::ec
