#include "crypto/ec/comb_cache.hpp"

#include <algorithm>

#include "base/only.hpp"

namespace assay::ec {
namespace {

bool is_large(const CombPlace* place) { return place->comb->shape().teeth == kManyTeeth; }

}  // namespace

std::shared_ptr<const Comb> CombCache::use(CombPlace& place, const Group& group,
                                           const std::byte* point) {
  return lock_.run([&] {
    place.uses = std::min(place.uses + 1, kUsesWithoutLargeComb + 2);
    if (place.comb != nullptr) touch(place);
    if (place.uses == kUsesWithoutComb + 1) {
      place.comb = std::make_shared<const Comb>(group, point, kTeeth);
      keep(place);
    } else if (place.uses == kUsesWithoutLargeComb + 1) {
      make_room_for_large();
      place.comb = std::make_shared<const Comb>(group, point, kManyTeeth);
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
  if (recent_.size() == kMaxCombs) drop(recent_.begin());
  recent_.push_back(&place);
}

std::size_t CombCache::large() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(recent_, is_large));
}

void CombCache::make_room_for_large() noexcept {
  if (large() == kMaxLargeCombs) drop(std::ranges::find_if(recent_, is_large));
}

void CombCache::drop(std::vector<CombPlace*>::iterator at) noexcept {
  **at = CombPlace();
  recent_.erase(at);
}

void CombCache::forget(CombPlace& place) noexcept {
  lock_.run([&] { std::erase(recent_, &place); });
}

CombCache& comb_cache() { return only<CombCache>(); }

}  // namespace assay::ec
