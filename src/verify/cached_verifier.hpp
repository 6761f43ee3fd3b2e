#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "verify/pipeline.hpp"
#include "verify/token_cache.hpp"
#include "verify/verifier.hpp"

namespace assay {

/// A PreparedVerifier with its own TokenCache. It reuses what depends only on a token's bytes, the
/// policy and the keys: the SignedToken of a token that it accepted before, and the CheckedHeader
/// of the last accepted token. The claims are checked each time. Another policy or other keys need
/// another CachedVerifier, whose cache is empty. For one thread.
class CachedVerifier {
 public:
  /// A token that was accepted.
  struct Accepted {
    /// Names its entry in the cache; nothing where it is not kept.
    std::optional<TokenCache::Id> id;
    /// Sent on the first two acceptances; later ones return only the id. So a caller need not keep
    /// tokens that come once.
    std::optional<VerifiedToken> token;
    /// Whether its header is that of the last token that was sent.
    bool same_header = false;
    /// Whether it was accepted before.
    bool repeated = false;
    /// The entries that made room for this one; valid until the next call.
    std::span<const TokenCache::Id> dropped = {};
  };

  CachedVerifier(PreparedVerifier verifier, const TokenCacheLimits& limits) noexcept
      : verifier_(std::move(verifier)), cache_(limits) {}

  /// Decides as PreparedVerifier::verify() does. A refused token is not kept, even with a valid
  /// signature: it would only push out tokens that are in use.
  [[nodiscard]] Result<Accepted> verify(std::string_view token,
                                        std::span<const std::string_view> required_scopes,
                                        double now);

  [[nodiscard]] const PreparedVerifier& verifier() const noexcept { return verifier_; }
  [[nodiscard]] TokenCache& cache() noexcept { return cache_; }
  [[nodiscard]] const TokenCache& cache() const noexcept { return cache_; }

 private:
  // Not inlined: an engine compiles what a token needs, and a repeated one needs neither.
  [[nodiscard, gnu::noinline]] Result<Accepted> verify_first(std::string_view bytes,
                                                             const SplitToken& split,
                                                             const CheckedHeader& header,
                                                             const ClaimRules& rules);
  [[nodiscard, gnu::noinline]] static Result<Accepted> verify_second(TokenCache::Entry& entry,
                                                                     const CheckedHeader& header,
                                                                     const ClaimRules& rules);

  PreparedVerifier verifier_;
  TokenCache cache_;
  std::optional<CheckedHeader> header_;  ///< of the last token that was sent
};

}  // namespace assay
