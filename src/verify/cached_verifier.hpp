#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "verify/pipeline.hpp"
#include "verify/token_cache.hpp"
#include "verify/verifier.hpp"

namespace assay {

/// A PreparedVerifier with a TokenCache of its own. For a token whose exact bytes were accepted
/// before it spares base64, the header, the selection of a key, the signature and JSON: what
/// depends on nothing but those bytes, the policy and the keys. Every check of the claims is made
/// each time. A header that is the same as that of the last token that was read is not read again
/// either. Another policy or other keys take another CachedVerifier, which knows nothing. For
/// one thread.
class CachedVerifier {
 public:
  /// A token that was accepted.
  struct Accepted {
    /// The name of its entry in the cache; nothing where it is not kept.
    std::optional<TokenCache::Id> id;
    /// Nothing where it was accepted twice before under the same id: it says what it said then.
    /// The second time it says it once more, so that whoever asks need not keep what comes once.
    std::optional<VerifiedToken> token;
    /// Whether its header is that of the last token that was given out.
    bool same_header = false;
    /// Whether it was accepted before.
    bool repeated = false;
  };

  CachedVerifier(PreparedVerifier verifier, const TokenCacheLimits& limits) noexcept
      : verifier_(std::move(verifier)), cache_(limits) {}

  /// Decides as PreparedVerifier::verify() does. A token that is refused is not kept, even where
  /// its signature is good: it would only push out those that are in use.
  [[nodiscard]] Result<Accepted> verify(std::string_view token,
                                        std::span<const std::string_view> required_scopes,
                                        double now);

  [[nodiscard]] const PreparedVerifier& verifier() const noexcept { return verifier_; }
  [[nodiscard]] TokenCache& cache() noexcept { return cache_; }

 private:
  PreparedVerifier verifier_;
  TokenCache cache_;
  std::optional<CheckedHeader> header_;  ///< of the last token that was given out
};

}  // namespace assay
