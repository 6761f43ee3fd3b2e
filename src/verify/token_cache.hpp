#pragma once

#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "base/same_bytes.hpp"
#include "verify/pipeline.hpp"

namespace assay {

/// How much a TokenCache keeps. No entries: nothing is kept.
struct TokenCacheLimits {
  std::size_t entries = kDefaultCachedTokens;
  std::size_t bytes = kDefaultCachedTokenBytes;  ///< of tokens and claims, in memory
};

/// Signed tokens by their exact bytes, for one policy and one JWK Set. Bounded in entries and in
/// bytes; the least recently used goes first. It owns all bookkeeping of repeated tokens:
/// JavaScript only follows what it reports.
class TokenCache {
 public:
  /// Names one entry. Never reused: an id that outlives its entry names nothing. No two entries
  /// have the same id modulo the limit of entries, so a caller can index an array with that.
  using Id = std::uint64_t;
  struct Entry {
    Id id;
    std::string bytes;
    SignedToken token;
    bool sent_twice = false;  ///< whether the caller was sent the token a second time
  };

  explicit TokenCache(const TokenCacheLimits& limits) noexcept : limits_(limits) {}
  TokenCache(const TokenCache&) = delete;  // the index points into the entries
  TokenCache& operator=(const TokenCache&) = delete;
  ~TokenCache() = default;

  /// @return the entry of a token of exactly these bytes, which is now the most recently used;
  ///         valid until the next insert() or clear()
  [[nodiscard]] Entry* find(std::string_view bytes);

  /// Keeps a token that find() did not find, and drops the entries that exceed the limits.
  /// @return the entry, or nothing where it alone exceeds them
  [[gnu::noinline]] Entry* insert(std::string_view bytes, SignedToken token);

  void clear() noexcept;

  /// The entries that insert() dropped, until the next find() or insert().
  [[nodiscard]] std::span<const Id> dropped() const noexcept { return dropped_; }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  struct Hash {
    [[nodiscard]] std::size_t operator()(std::string_view bytes) const noexcept;
  };
  struct SameBytes {
    [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const noexcept {
      return same_bytes(a, b);
    }
  };
  using Entries = std::list<Entry>;  // entries never move: index_ points to them

  void drop_last();
  [[nodiscard]] Id take_id() noexcept;

  TokenCacheLimits limits_;
  Entries entries_;  ///< from the most to the least recently used
  std::unordered_map<std::string_view, Entries::iterator, Hash, SameBytes> index_;
  std::vector<Id> dropped_;
  std::size_t bytes_ = 0;
  std::vector<Id> next_ids_;  ///< the ids that reuse the places of dropped entries
  Id last_in_row_ = 0;        ///< the last id that was given to a new place
  Id highest_id_ = 0;
};

}  // namespace assay
