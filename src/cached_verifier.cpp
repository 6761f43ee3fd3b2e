#include "cached_verifier.hpp"

namespace assay {

Result<CachedVerifier::Accepted> CachedVerifier::verify(
    std::string_view token, std::span<const std::string_view> required_scopes, double now) {
  Pipeline pipeline(verifier_.policy_, verifier_.jwk_set_, required_scopes, now);
  if (const TokenCache::Entry* known = cache_.find(token)) {
    if (const auto again = pipeline.check_again(known->claims); !again) return again.error();
    return Accepted{.id = known->id, .token = std::nullopt};
  }
  auto verified = pipeline.verify_token(token, header_ ? &*header_ : nullptr);
  if (!verified) return verified.error();
  auto header = pipeline.take_header(token);
  const bool same_header = !header;
  if (header) header_ = std::move(header);
  const TokenCache::Entry* kept = cache_.insert(token, pipeline.take_claims());
  return Accepted{.id = kept == nullptr ? std::nullopt : std::optional(kept->id),
                  .token = std::move(*verified),
                  .same_header = same_header};
}

}  // namespace assay
