#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "crypto/ec/words.hpp"

namespace assay::ec {

/// A scalar of any of the groups.
using AnyScalar = Words<17>;
/// Room for a point of any group in its own coordinates: P-521's is the largest.
struct alignas(16) AnyPoint {
  std::array<std::byte, 240> bytes;
};
/// Room for an affine point of any group, as tables hold it.
struct alignas(16) AnyEntry {
  std::array<std::byte, 160> bytes;
};

/// A group of points, for the code that is compiled once for all of them: combs and sums. Each call
/// takes ten products in a field, beside which an indirect call is nothing.
class Group {
 public:
  /// @param scalar_bits that a scalar has at most
  /// @param entry_size of an affine point in bytes
  constexpr Group(int scalar_bits, std::size_t entry_size) noexcept
      : scalar_bits_(scalar_bits), entry_size_(entry_size) {}
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  [[nodiscard]] int scalar_bits() const noexcept { return scalar_bits_; }
  [[nodiscard]] std::size_t entry_size() const noexcept { return entry_size_; }

  /// point = entry, or -entry.
  virtual void lift(AnyPoint& point, const std::byte* entry, bool is_negative) const noexcept = 0;
  virtual void twice(AnyPoint& point) const noexcept = 0;
  /// point += entry, or -= entry.
  virtual void add(AnyPoint& point, const std::byte* entry, bool is_negative) const noexcept = 0;
  /// Makes points affine, with one inversion. None of them is infinity.
  /// @param entries room for entry_size() bytes each
  virtual void to_entries(std::span<const AnyPoint> points, std::byte* entries) const = 0;

 protected:
  ~Group() = default;

 private:
  int scalar_bits_;
  std::size_t entry_size_;
};

}  // namespace assay::ec
