#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "buffers.hpp"
#include "verify/cached_verifier.hpp"
#include "wire.hpp"

namespace assay::boundary {
namespace {

/// A verifier as JavaScript holds it: without keys at first. Made when it is first asked.
class HeldVerifier {
 public:
  /// @param cached_tokens, cached_bytes the limits of the token cache; no tokens: there is none
  int configure(std::size_t policy_length, std::size_t secret_length, std::size_t cached_tokens,
                std::size_t cached_bytes) {
    const SecretBytes secret = take_secret(policy_length, secret_length);
    auto policy = wire::read_policy(input_text(0, policy_length), secret);
    if (!policy) return refuse(policy.error());
    limits_ = {.entries = cached_tokens, .bytes = cached_bytes};
    policy_ = std::make_shared<const Policy>(std::move(*policy));
    return kOk;
  }

  /// Replaces the keys, also by a set without a usable key. Text that is not a JWK Set changes
  /// nothing.
  int set_keys(std::size_t length, std::size_t max_bytes) {
    auto jwk_set = JwkSet::parse(input_text(0, length), max_bytes);
    return jwk_set ? prepare(std::move(*jwk_set)) : refuse(jwk_set.error());
  }

  /// Reports what became of each entry of the set.
  int key_report() {
    if (const Status status = prepare(); status != kOk) return status;
    return answer(wire::write(verifier_->verifier().jwk_set().report()));
  }

  /// @return a status; or, for a token that was accepted twice before, minus its id in the cache
  double verify(std::size_t token_length, double now) {
    if (const Status status = prepare(); status != kOk) return status;
    const auto accepted = verifier_->verify(input_text(0, token_length), buffers().scopes, now);
    if (!accepted) return refuse(accepted.error());
    if (!accepted->token) return -static_cast<double>(*accepted->id);
    std::string output = wire::write(*accepted);
    // JavaScript cuts the claims' text out of the output, after its first character.
    const auto rest = std::string_view(output).substr(1 + accepted->token->claims_json().size());
    const std::size_t rest_length = wire::utf16_length(rest);
    return answer(std::move(output), rest_length);
  }

  /// Neither reads nor fills the token cache.
  int explain(std::size_t token_length, double now) {
    if (const Status status = prepare(); status != kOk) return status;
    const std::string_view token = input_text(0, token_length);
    return answer(wire::write(verifier_->verifier().explain(token, buffers().scopes, now)));
  }

  /// @return how many keys can verify a token
  double usable_keys() const {
    return verifier_ ? static_cast<double>(verifier_->verifier().jwk_set().usable_keys().size())
                     : 0;
  }

  /// @return 1 where a usable key may verify a token that the policy allows, by assay-ec.wasm alone
  int needs_curves() const {
    if (!verifier_) return 0;
    return std::ranges::any_of(policy_->algorithms, [&](Algorithm algorithm) {
      return info(algorithm).key_type != KeyType::rsa &&
             verifier_->verifier().jwk_set().has_key_for(algorithm);
    });
  }

  /// Empties the token cache.
  int forget() {
    if (verifier_) verifier_->cache().clear();
    return kOk;
  }

  [[nodiscard]] std::size_t cached_bytes() const noexcept {
    return verifier_ ? verifier_->cache().bytes() : 0;
  }

 private:
  /// Without keys, where there is no verifier yet.
  Status prepare() { return verifier_ ? kOk : prepare(JwkSet()); }

  [[gnu::noinline]] Status prepare(JwkSet jwk_set) {
    if (!policy_) return kInternal;
    auto verifier = PreparedVerifier::create(policy_, std::move(jwk_set));
    if (!verifier) return refuse(verifier.error());
    verifier_.emplace(std::move(*verifier), limits_);
    return kOk;
  }

  std::shared_ptr<const Policy> policy_;
  TokenCacheLimits limits_;
  std::optional<CachedVerifier> verifier_;
};

}  // namespace
}  // namespace assay::boundary
