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
#include "jose/claims.hpp"

namespace assay {

/// How much a TokenCache keeps. No entries: nothing is kept.
struct TokenCacheLimits {
  std::size_t entries = kDefaultCachedTokens;
  std::size_t bytes = kDefaultCachedTokenBytes;  ///< of tokens and claims, as they lie in memory
};

/// The claims of tokens that were verified, by the tokens' exact bytes. Bounded in entries and in
/// bytes; the least recently used goes first. That a token is in here proves its form and its
/// signature under one key set, nothing more: its claims are to be checked each time.
class TokenCache {
 public:
  /// Names one entry. Never given twice: an id that outlives its entry names nothing. The rest of
  /// its division by the limit of entries is a place that no other entry has at the same time, so
  /// that whoever keeps something for each entry needs no more than an array.
  using Id = std::uint64_t;
  struct Entry {
    Id id;
    std::string token;
    Claims claims;
    bool said_again = false;  ///< whether all that it says was given out a second time
  };

  explicit TokenCache(const TokenCacheLimits& limits) noexcept : limits_(limits) {}
  TokenCache(const TokenCache&) = delete;  // the index points into the entries
  TokenCache& operator=(const TokenCache&) = delete;
  ~TokenCache() = default;

  /// @return the entry of a token of exactly these bytes, which is now the most recently used;
  ///         valid until the next insert() or clear()
  [[nodiscard]] Entry* find(std::string_view token);

  /// Keeps a token that find() did not know, and drops what is over the limits then.
  /// @return the entry, or nothing where it alone is over the limits
  Entry* insert(std::string_view token, Claims claims);

  void clear() noexcept;

  /// The entries that insert() dropped, until the next find() or insert().
  [[nodiscard]] std::span<const Id> dropped() const noexcept { return dropped_; }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  struct Hash {
    [[nodiscard]] std::size_t operator()(std::string_view token) const noexcept;
  };
  struct SameBytes {
    [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const noexcept {
      return same_bytes(a, b);
    }
  };
  using Entries = std::list<Entry>;  // whose entries stay where they are

  void drop_last();
  [[nodiscard]] Id take_id() noexcept;

  TokenCacheLimits limits_;
  Entries entries_;  ///< from the most to the least recently used
  std::unordered_map<std::string_view, Entries::iterator, Hash, SameBytes> index_;
  std::vector<Id> dropped_;
  std::size_t bytes_ = 0;
  std::vector<Id> next_ids_;  ///< of the places that dropped entries had
  Id last_in_row_ = 0;        ///< of the ids that follow each other, one for each place
  Id highest_id_ = 0;
};

}  // namespace assay
