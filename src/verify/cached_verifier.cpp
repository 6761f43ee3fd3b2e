#include "verify/cached_verifier.hpp"

namespace assay {

Result<CachedVerifier::Accepted> CachedVerifier::verify(
    std::string_view token, std::span<const std::string_view> required_scopes, double now) {
  Pipeline pipeline(verifier_.policy_, verifier_.jwk_set_, required_scopes, now);
  TokenCache::Entry* entry = cache_.find(token);
  const bool repeated = entry != nullptr;
  if (repeated && entry->said_again) {
    if (const auto again = pipeline.check_again(entry->claims); !again) return again.error();
    return Accepted{.id = entry->id, .token = std::nullopt, .repeated = true};
  }
  auto verified = pipeline.verify_token(token, header_ ? &*header_ : nullptr,
                                        repeated ? &entry->claims : nullptr);
  if (!verified) return verified.error();
  auto header = pipeline.take_header(token);
  const bool same_header = !header;
  if (header) header_ = std::move(header);
  if (repeated) {
    entry->said_again = true;
  } else {
    entry = cache_.insert(token, pipeline.take_claims());
  }
  return Accepted{.id = entry == nullptr ? std::nullopt : std::optional(entry->id),
                  .token = std::move(*verified),
                  .same_header = same_header,
                  .repeated = repeated};
}

}  // namespace assay
