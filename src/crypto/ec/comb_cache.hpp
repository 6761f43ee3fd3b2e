#pragma once

#include <memory>
#include <vector>

#include "base/lock.hpp"
#include "crypto/ec/comb.hpp"

namespace assay::ec {

/// How many combs are kept, of 24 to 42 kB each.
inline constexpr std::size_t kMaxCombs = 64;
/// How many of them are large, of 96 to 168 kB.
inline constexpr std::size_t kMaxLargeCombs = 8;
/// A point gets its comb at its third use: making one takes as long as two uses without.
inline constexpr int kUsesWithoutComb = 2;
/// And a large one after so many: making it takes as long as it saves by then.
inline constexpr int kUsesWithoutLargeComb = 400;

/// Where a point keeps its comb.
struct CombPlace {
  std::shared_ptr<const Comb> comb;
  int uses = 0;  ///< up to the large comb
};

/// The combs of all points, in bounded number: the least recently used goes first, and of the large
/// ones, too. A point whose comb went is as a new one.
class CombCache {
 public:
  /// Counts a use of a point. @return its comb; null: it has none yet
  [[nodiscard]] std::shared_ptr<const Comb> use(CombPlace& place, const Group& group,
                                                const std::byte* point);
  /// Frees the comb of a point that is no longer there.
  void forget(CombPlace& place) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return recent_.size(); }
  /// How many are large.
  [[nodiscard]] std::size_t large() const noexcept;

 private:
  void touch(CombPlace& place) noexcept;
  void keep(CombPlace& place);
  void make_room_for_large() noexcept;
  void drop(std::vector<CombPlace*>::iterator at) noexcept;

  Lock lock_;
  std::vector<CombPlace*> recent_;  ///< from the least to the most recently used
};

/// The only one.
[[nodiscard]] CombCache& comb_cache();

}  // namespace assay::ec
