#include "verify/cached_verifier.hpp"

namespace assay {

Result<CachedVerifier::Accepted> CachedVerifier::verify(
    std::string_view token, std::span<const std::string_view> required_scopes, double now) {
  const ClaimRules rules(*verifier_.policy_, required_scopes, now);
  TokenCache::Entry* const entry = cache_.find(token);
  if (entry != nullptr && entry->sent_twice) {
    if (const auto checked = entry->token.check_claims(rules); !checked) return checked.error();
    return Accepted{.id = entry->id, .token = std::nullopt, .repeated = true};
  }
  const auto split = SplitToken::split(token, verifier_.policy_->max_token_bytes);
  if (!split) return split.error();

  std::optional<CheckedHeader> other_header;
  if (!header_ || !header_->is_header_of(*split)) {
    auto checked = CheckedHeader::check(*split, *verifier_.policy_, verifier_.jwk_set_);
    if (!checked) return checked.error();
    other_header = std::move(*checked);
  }
  const CheckedHeader& header = other_header ? *other_header : *header_;
  auto accepted = entry != nullptr ? verify_second(*entry, header, rules)
                                   : verify_first(token, *split, header, rules);
  if (!accepted) return accepted.error();
  accepted->same_header = !other_header;
  if (other_header) header_ = std::move(other_header);
  return accepted;
}

Result<CachedVerifier::Accepted> CachedVerifier::verify_first(std::string_view bytes,
                                                              const SplitToken& split,
                                                              const CheckedHeader& header,
                                                              const ClaimRules& rules) {
  const auto jws = SignedJws::verify(split, header);
  if (!jws) return jws.error();
  auto signed_token = SignedToken::parse(*jws, header);
  if (!signed_token) return signed_token.error();
  auto verified = signed_token->verify(header, rules);
  if (!verified) return verified.error();
  const TokenCache::Entry* const entry = cache_.insert(bytes, std::move(*signed_token));
  return Accepted{.id = entry == nullptr ? std::nullopt : std::optional(entry->id),
                  .token = std::move(*verified),
                  .dropped = cache_.dropped()};
}

Result<CachedVerifier::Accepted> CachedVerifier::verify_second(TokenCache::Entry& entry,
                                                               const CheckedHeader& header,
                                                               const ClaimRules& rules) {
  auto verified = entry.token.verify(header, rules);
  if (!verified) return verified.error();
  entry.sent_twice = true;
  return Accepted{.id = entry.id, .token = std::move(*verified), .repeated = true};
}

}  // namespace assay
