#pragma once

#include "crypto/ec/comb_cache.hpp"
#include "crypto/ec/group_of.hpp"
#include "crypto/ec/multiple.hpp"

namespace assay::ec {

/// A point that is multiplied often.
template <class Typed>
class PreparedPoint {
 public:
  using Entry = typename Typed::Entry;

  explicit PreparedPoint(const Entry& entry) noexcept : entry_(entry) {}
  PreparedPoint(const PreparedPoint&) = delete;  // the cache points to place_
  PreparedPoint& operator=(const PreparedPoint&) = delete;
  ~PreparedPoint() { comb_cache().forget(place_); }

  [[nodiscard]] const Entry& entry() const noexcept { return entry_; }

  /// This point times a scalar. It must not outlive the point.
  template <std::size_t W>
  [[nodiscard]] Multiple times(const Words<W>& scalar) const {
    AnyScalar any{};
    for (std::size_t i = 0; i < W; ++i) any[i] = scalar[i];
    const auto* const bytes = reinterpret_cast<const std::byte*>(&entry_);
    return {kGroup, bytes, comb_cache().use(place_, kGroup, bytes), any};
  }

 private:
  static constexpr GroupOf<Typed> kGroup{};

  Entry entry_;
  mutable CombPlace place_;
};

}  // namespace assay::ec
