#pragma once

#include <vector>

#include "crypto/ec/group.hpp"

namespace assay::ec {

/// How large a comb is: a table of a point's multiples, with which a multiple takes few doublings.
/// A scalar's bits, as digits of +1 or -1, stand in as many rows as it has teeth, of kBlocks times
/// columns bits: an entry is the sum of one column's digits, each times its power of two. Method:
/// C. H. Lim, P. J. Lee, "More Flexible Exponentiation with Precomputation" (CRYPTO '94).
///
/// Measured with 6 teeth and 4 blocks, 7 and 3, and 8 and 2 (Node 20, P-256): 44, 41 and 36 µs for
/// a verification, 196, 245 and 270 µs to make a table.
struct CombShape {
  static constexpr int kBlocks = 2;

  constexpr CombShape(int its_teeth, int scalar_bits) noexcept
      : teeth(its_teeth),
        columns((scalar_bits + its_teeth * kBlocks - 1) / (its_teeth * kBlocks)) {}

  [[nodiscard]] constexpr std::size_t block_entries() const noexcept {
    return std::size_t{1} << (teeth - 1);
  }

  int teeth;
  int columns;  ///< of a block: a chain of so many doublings, less one, raises all of them
};
inline constexpr int kTeeth = 8;
/// Of a point that is used so often that the larger table pays.
inline constexpr int kManyTeeth = 10;

/// One column of a block: which entry, and whether it counts negatively.
struct CombDigit {
  std::size_t entry;
  bool is_negative;
};

/// The digits of an odd scalar. Of an even one: of the next.
class CombDigits {
 public:
  CombDigits(const AnyScalar& scalar, CombShape shape) noexcept;
  [[nodiscard]] CombDigit at(int block, int column) const noexcept;

 private:
  CombShape shape_;
  Words<std::tuple_size_v<AnyScalar> + 1> plus_{};  ///< bit i: the digit of 2^i is +1
};

/// The entries of a point's comb: in each, the highest tooth counts positively.
///
/// On NIST's curves an addition fails between equal or opposite points. Here that depends only on
/// the curve, as its order is prime: the tests make a comb of each curve.
class Comb {
 public:
  Comb(const Group& group, const std::byte* point, int teeth);

  [[nodiscard]] CombShape shape() const noexcept { return shape_; }
  [[nodiscard]] const std::byte* operator[](std::size_t entry) const noexcept {
    return &entries_[entry * entry_size_];
  }

 private:
  CombShape shape_;
  std::size_t entry_size_;
  std::vector<std::byte> entries_;
};

}  // namespace assay::ec
