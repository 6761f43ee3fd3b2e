#include "cached_verifier.hpp"

namespace assay {

Result<CachedVerifier::Accepted> CachedVerifier::verify(
    std::string_view token, std::span<const std::string_view> required_scopes, double now,
    Repeat repeat) {
  Pipeline pipeline(verifier_.policy_, verifier_.jwk_set_, required_scopes, now);
  const TokenCache::Entry* entry = cache_.find(token);
  if (entry != nullptr && repeat == Repeat::by_id) {
    if (const auto again = pipeline.check_again(entry->claims); !again) return again.error();
    return Accepted{.id = entry->id, .token = std::nullopt};
  }
  auto verified = pipeline.verify_token(token, header_ ? &*header_ : nullptr,
                                        entry != nullptr ? &entry->claims : nullptr);
  if (!verified) return verified.error();
  auto header = pipeline.take_header(token);
  const bool same_header = !header;
  if (header) header_ = std::move(header);
  if (entry == nullptr) entry = cache_.insert(token, pipeline.take_claims());
  return Accepted{.id = entry == nullptr ? std::nullopt : std::optional(entry->id),
                  .token = std::move(*verified),
                  .same_header = same_header};
}

}  // namespace assay
