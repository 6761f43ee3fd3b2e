#include "verify/token_cache.hpp"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

/// Roughly what the list, the index and the allocator add to an entry.
constexpr std::size_t kOverhead = 128;

std::size_t size_of(const TokenCache::Entry& entry) noexcept {
  return kOverhead + sizeof(TokenCache::Entry) + entry.bytes.capacity() +
         entry.token.claims().heap_size();
}

}  // namespace

/// Hashes the end of the signature. Only tokens that the issuer signed get in, so nobody else can
/// make entries that collide.
std::size_t TokenCache::Hash::operator()(std::string_view bytes) const noexcept {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (bytes.size() < 2 * kWord) return bytes.size();  // no signature is that short
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio
  const char* const end = bytes.data() + bytes.size();
  const std::uint64_t mixed = ((load_word(end - 2 * kWord) * kOdd) ^ load_word(end - kWord)) * kOdd;
  return static_cast<std::size_t>(mixed >> 32U);
}

TokenCache::Entry* TokenCache::find(std::string_view bytes) {
  dropped_.clear();
  const auto found = index_.find(bytes);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &entries_.front();
}

TokenCache::Entry* TokenCache::insert(std::string_view bytes, SignedToken token) {
  dropped_.clear();
  Entries fresh;
  fresh.push_back({.id = 0, .bytes = std::string(bytes), .token = std::move(token)});
  Entry& entry = fresh.front();
  const std::size_t size = size_of(entry);
  // A token that is too large must not push out all others first.
  if (limits_.entries == 0 || size > limits_.bytes) return nullptr;
  while (entries_.size() >= limits_.entries || bytes_ + size > limits_.bytes) drop_last();
  index_.emplace(entry.bytes, fresh.begin());
  entry.id = take_id();
  entries_.splice(entries_.begin(), fresh);
  bytes_ += size;
  return &entry;
}

void TokenCache::drop_last() {
  const Entry& last = entries_.back();
  dropped_.push_back(last.id);
  next_ids_.push_back(last.id + limits_.entries);  // reuses its place
  bytes_ -= size_of(last);
  index_.erase(last.bytes);
  entries_.pop_back();
}

TokenCache::Id TokenCache::take_id() noexcept {
  Id id = 0;
  if (next_ids_.empty()) {
    id = ++last_in_row_;
  } else {
    id = next_ids_.back();
    next_ids_.pop_back();
  }
  highest_id_ = std::max(highest_id_, id);
  return id;
}

void TokenCache::clear() noexcept {
  index_.clear();
  entries_.clear();
  bytes_ = 0;
  next_ids_.clear();
  last_in_row_ = highest_id_;
}

}  // namespace assay
