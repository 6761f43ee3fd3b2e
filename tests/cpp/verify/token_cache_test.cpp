// The cache of verified tokens: what it finds, what it drops, and that ids are never reused.
#include "verify/token_cache.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Ids = std::vector<TokenCache::Id>;

/// A token of which only the signature was verified: the only kind that the cache takes.
SignedToken signed_token(std::string_view subject = "a") {
  static const Policy policy = good_policy();
  static const JwkSet jwk_set = must(JwkSet::parse(good_set()));
  const std::string bytes =
      sign_token(good_header().json(), R"({"sub":")" + std::string(subject) + "\"}");
  const auto split = must(SplitToken::split(bytes, policy.max_token_bytes));
  const auto header = must(CheckedHeader::check(split, policy, jwk_set));
  return must(SignedToken::parse(must(SignedJws::verify(split, header)), header));
}

/// One of many tokens, some of them large.
std::string token_of(std::size_t index) {
  return std::to_string(index) + std::string(100 + (index * 37) % 1900, 'x');
}

/// A cache that returns subjects: the subject of each entry is its token's text.
class Cache {
 public:
  explicit Cache(const TokenCacheLimits& limits = {}) : cache_(limits) {}

  const TokenCache::Entry* insert(const std::string& token) {
    return cache_.insert(token, signed_token(token));
  }
  /// The subject of the entry of a token; "" where there is none.
  std::string find(std::string_view token) {
    const auto* entry = cache_.find(token);
    return entry == nullptr ? "" : std::string(**entry->token.claims().string("sub"));
  }
  [[nodiscard]] Ids dropped() const { return {cache_.dropped().begin(), cache_.dropped().end()}; }
  TokenCache& operator*() { return cache_; }
  TokenCache* operator->() { return &cache_; }

 private:
  TokenCache cache_;
};

TEST(TokenCache, FindsExactlyTheBytesThatWereKept) {
  const std::string token = good_token();
  TokenCache cache({});
  ASSERT_NE(cache.insert(token, signed_token()), nullptr);
  ASSERT_NE(cache.find(token), nullptr);
  EXPECT_EQ(cache.find(token)->bytes, token);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_EQ(cache.find(other), nullptr) << "byte " << i;
  }
}

TEST(TokenCache, TellsTokensOfTheSameEndApart) {
  const std::string end = "the same sixteen bytes, and some more";
  Cache cache;
  for (const char* begin : {"", "a", "b", "ab", "aaaaaaaa", "aaaaaaab"}) cache.insert(begin + end);
  for (const char* begin : {"", "a", "b", "ab", "aaaaaaaa", "aaaaaaab"}) {
    EXPECT_EQ(cache.find(begin + end), begin + end);
  }
  EXPECT_EQ(cache.find("c" + end), "");
  EXPECT_EQ(cache.find(end.substr(1)), "");
  EXPECT_EQ(cache.find(end.substr(0, end.size() - 1)), "");
  EXPECT_EQ(cache.find(end + "x"), "");
}

TEST(TokenCache, TakesTokensOfAnyLength) {
  Cache cache;
  for (std::size_t size = 1; size < 40; ++size) cache.insert(std::string(size, 'x'));
  for (std::size_t size = 1; size < 40; ++size) {
    EXPECT_EQ(cache.find(std::string(size, 'x')), std::string(size, 'x'));
  }
  EXPECT_EQ(cache.find(""), "");
  EXPECT_EQ(cache.find(std::string(40, 'x')), "");
  EXPECT_EQ(cache.find(std::string(8, 'x') + std::string(8, 'y')), "");
}

TEST(TokenCache, DropsTheLeastRecentlyUsed) {
  Cache cache({.entries = 3});
  const auto first = cache.insert("a")->id;
  const auto second = cache.insert("b")->id;
  cache.insert("c");
  EXPECT_EQ(cache.dropped(), Ids{});
  EXPECT_EQ(cache.find("a"), "a");
  cache.insert("d");
  EXPECT_EQ(cache.dropped(), Ids{second});
  EXPECT_EQ(cache.find("b"), "");
  cache.find("c");
  cache.find("d");
  cache.insert("e");
  EXPECT_EQ(cache.dropped(), Ids{first});
  EXPECT_EQ(cache->size(), 3U);
  EXPECT_EQ(cache.find("c") + cache.find("d") + cache.find("e"), "cde");
}

TEST(TokenCache, GivesNoIdTwice) {
  Cache cache({.entries = 1});
  TokenCache::Id last = 0;
  for (int round = 0; round < 10; ++round) {
    const auto id = cache.insert(round % 2 == 0 ? "a" : "b")->id;
    EXPECT_GT(id, last);
    last = id;
    if (round == 5) cache->clear();
  }
}

TEST(TokenCache, GivesEachEntryAPlaceOfItsOwn) {
  constexpr std::size_t kPlaces = 7;
  Cache cache({.entries = kPlaces, .bytes = 10'000});
  std::map<TokenCache::Id, TokenCache::Id> by_place;
  std::set<TokenCache::Id> given;
  std::size_t most = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    if (i % 500 == 499) {
      cache->clear();
      by_place.clear();
    }
    if (i % 3 == 0) cache.find(token_of(i - 2));  // changes the order from that of insertion
    const auto* entry = cache.insert(token_of(i));
    if (entry == nullptr) continue;
    for (const auto id : cache.dropped()) EXPECT_EQ(by_place.erase(id % kPlaces), 1U);
    EXPECT_TRUE(given.insert(entry->id).second) << "no id twice";
    EXPECT_TRUE(by_place.emplace(entry->id % kPlaces, entry->id).second) << "no place twice";
    EXPECT_EQ(by_place.size(), cache->size());
    most = std::max(most, cache->size());
  }
  EXPECT_EQ(most, kPlaces);
}

TEST(TokenCache, StaysWithinItsBytes) {
  constexpr std::size_t kBytes = 64 * 1024;
  TokenCache cache({.entries = 1000, .bytes = kBytes});
  std::size_t dropped = 0;
  for (std::size_t i = 0; i < 500; ++i) {
    const std::string token = std::to_string(i) + std::string(100 + 37 * (i % 50), 'x');
    ASSERT_NE(cache.insert(token, signed_token()), nullptr);
    dropped += cache.dropped().size();
    EXPECT_LE(cache.bytes(), kBytes);
    EXPECT_GE(cache.bytes(), cache.size() * 100);
    EXPECT_EQ(cache.size() + dropped, i + 1) << "each dropped entry is reported once";
    EXPECT_NE(cache.find(token), nullptr);
  }
  EXPECT_GT(cache.size(), 10U);
}

TEST(TokenCache, CountsWhatTheClaimsHold) {
  TokenCache cache({});
  cache.insert("a", signed_token());
  const std::size_t small = cache.bytes();
  cache.insert("b", signed_token(std::string(10'000, 'x')));
  EXPECT_GT(cache.bytes() - small, 20'000U) << "the text, and the characters read from it";
}

TEST(TokenCache, OneTooLargeIsNotKeptAndPushesNothingOut) {
  Cache cache({.entries = 10, .bytes = 4096});
  cache.insert("a");
  EXPECT_EQ(cache.insert(std::string(4096, 'x')), nullptr);
  EXPECT_EQ(cache.dropped(), Ids{});
  EXPECT_EQ(cache.find("a"), "a");
  EXPECT_EQ(cache.find(std::string(4096, 'x')), "");
  EXPECT_EQ(cache->size(), 1U);
}

TEST(TokenCache, KeepsNothingWithoutEntriesOrBytes) {
  for (const auto limits : {TokenCacheLimits{.entries = 0}, TokenCacheLimits{.bytes = 0}}) {
    Cache cache(limits);
    EXPECT_EQ(cache.insert("a"), nullptr);
    EXPECT_EQ(cache.find("a"), "");
    EXPECT_EQ(cache->size(), 0U);
    EXPECT_EQ(cache->bytes(), 0U);
  }
}

TEST(TokenCache, ClearForgetsAll) {
  Cache cache;
  cache.insert("a");
  cache->clear();
  EXPECT_EQ(cache.find("a"), "");
  EXPECT_EQ(cache->size(), 0U);
  EXPECT_EQ(cache->bytes(), 0U);
  cache.insert("a");
  EXPECT_EQ(cache.find("a"), "a");
}

}  // namespace
}  // namespace assay::test
