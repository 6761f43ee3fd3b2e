#include "crypto/ec/comb_cache.hpp"

#include <algorithm>

#include "base/only.hpp"

namespace assay::ec {

std::shared_ptr<const Comb> CombCache::use(CombPlace& place, const Group& group,
                                           const std::byte* point) {
  return lock_.run([&] {
    if (place.comb != nullptr) {
      touch(place);
    } else if (++place.uses > kUsesWithoutComb) {
      place.comb = std::make_shared<const Comb>(group, point);
      keep(place);
    }
    return place.comb;
  });
}

void CombCache::touch(CombPlace& place) noexcept {
  auto at = recent_.end();
  while (*--at != &place) {
  }
  std::rotate(at, at + 1, recent_.end());
}

void CombCache::keep(CombPlace& place) {
  if (recent_.size() == kMaxCombs) {
    *recent_.front() = CombPlace();
    recent_.erase(recent_.begin());
  }
  recent_.push_back(&place);
}

void CombCache::forget(CombPlace& place) noexcept {
  lock_.run([&] { std::erase(recent_, &place); });
}

CombCache& comb_cache() { return only<CombCache>(); }

}  // namespace assay::ec
