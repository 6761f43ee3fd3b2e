#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "jose/jwk.hpp"

namespace assay {

/// The most usable keys of one set. Unusable keys don't count: the set's size bounds them.
inline constexpr std::size_t kMaxJwksKeys = 1000;
/// The most keys that are tried for one token: more would let an attacker cause more work.
inline constexpr std::size_t kMaxCandidates = 4;

/// What became of one entry of "keys".
struct KeyReport {
  std::optional<std::string> key_id;  ///< "kid" where it is a string
  std::optional<Reason> left_out;     ///< why it can't verify; nothing: it can
  bool has_private_members = false;   ///< "d" or another secret is in the set; never read
};

/// How the keys of a token were chosen. "kid" is a hint (RFC 7515 §4.1.4).
enum class KeyChoice : std::uint8_t {
  by_id,       ///< they have the token's key id
  without_id,  ///< the token has none
  unknown_id,  ///< no key has the token's: its key may be one without an id
};

/// The keys that a token may have been signed with.
struct Selection {
  KeyChoice choice = KeyChoice::by_id;
  std::vector<const Jwk*> keys;  ///< in the set's order, each key once, kMaxCandidates at most
  bool more_fit = false;         ///< whether more sound keys fit, which are not tried

  /// The error where none of the keys verifies the signature: key_ambiguous where more keys fit,
  /// else signature_mismatch.
  [[nodiscard]] Error mismatch() const;
  /// Whether one of the keys that are this one may sign tokens of an issuer: its JWK names none, or
  /// one that `is_meant` accepts.
  template <class IsMeant>
  [[nodiscard]] bool may_sign(const Jwk& key, IsMeant is_meant) const;
  /// What explain() says of the choice.
  [[nodiscard]] std::string_view description() const noexcept;
};

/// The error of a token whose keys are all at fault. It asks for a look-up.
[[nodiscard]] Error unusable_key(Reason reason);

/// Whether two JWKs hold the same public key.
[[nodiscard]] bool same_key(const Jwk& a, const Jwk& b) noexcept;

template <class IsMeant>
bool Selection::may_sign(const Jwk& key, IsMeant is_meant) const {
  return std::ranges::any_of(keys, [&](const Jwk* each) {
    return same_key(*each, key) && (!each->issuer || is_meant(*each->issuer));
  });
}

/// A JWK Set (RFC 7517 §5). A usable key is prepared when it is first chosen.
class JwkSet {
 public:
  /// No set yet: select() returns keys_not_loaded.
  JwkSet() = default;

  /// Reads a JWK Set. A key that breaks a rule is left out with its reason, the others stay. A set
  /// without a usable key is no error here, only in select().
  /// @param text JSON in UTF-8, at most max_bytes long
  /// @return the set, or jwks_too_large, jwks_not_json, jwks_duplicate_member, jwks_malformed,
  ///         jwks_too_many_keys
  [[nodiscard, gnu::noinline]] static Result<JwkSet> parse(
      std::string_view text, std::size_t max_bytes = kDefaultMaxJwksBytes);

  [[nodiscard]] std::span<const Jwk> usable_keys() const noexcept { return keys_; }
  /// Whether a usable key may verify tokens of that algorithm.
  [[nodiscard]] bool has_key_for(Algorithm algorithm) const noexcept;
  /// One row for each entry of "keys", in its order.
  [[nodiscard]] std::span<const KeyReport> report() const noexcept { return report_; }

  /// Selects the keys a token may have been signed with: RFC 7515 §4.1.4 and Appendix D. With a
  /// kid that a key has: those of exactly that kid whose type and algorithm fit. With one that no
  /// key has: those without a kid that fit. Without a kid: all that fit.
  /// @return at least one key, or keys_not_loaded; or, with Error::look_up, key_not_found,
  ///         key_alg_mismatch, key_type_mismatch, jwks_no_usable_key, or the reason for which the
  ///         keys of that kid were left out
  [[nodiscard]] Result<Selection> select(std::optional<std::string_view> key_id,
                                         Algorithm algorithm) const;

 private:
  /// The keys that fit, among those that the choice is about. @param key_id of the token
  [[nodiscard]] Selection fitting(Algorithm algorithm, KeyChoice choice,
                                  std::string_view key_id = {}) const;
  [[nodiscard]] Result<Selection> select_by_id(std::string_view key_id, Algorithm algorithm) const;
  [[nodiscard]] Result<Selection> select_without_id(Algorithm algorithm) const;
  /// Why no key of that id can be used; nothing where no key has it.
  [[nodiscard]] std::optional<Reason> refusal_of(std::string_view key_id,
                                                 Algorithm algorithm) const;

  std::vector<Jwk> keys_;
  std::vector<KeyReport> report_;
  bool loaded_ = false;
};

}  // namespace assay
