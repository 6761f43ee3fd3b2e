#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwk.hpp"

namespace assay {

inline constexpr std::size_t kDefaultMaxJwksBytes = 65536;
inline constexpr std::size_t kMaxJwksKeys = 100;
/// Keys of the same "kid" that are tried for one token: more would be work for an attacker's gain.
inline constexpr std::size_t kMaxCandidates = 4;

/// What became of one entry of "keys".
struct KeyReport {
  std::optional<std::string> key_id;  ///< "kid" where it is a string
  std::optional<Reason> left_out;     ///< why it can't verify; nothing: it can
  bool has_private_members = false;   ///< "d" or another secret stands in the set; never read
};

/// A JWK Set (RFC 7517 §5), its usable keys prepared once.
class JwkSet {
 public:
  /// A set without keys, as before the first one is there.
  JwkSet() = default;

  /// Reads a JWK Set. A key that breaks a rule is left out with its reason, the others stay; a set
  /// with no usable key is read all the same, and says so in select().
  /// @param text JSON in UTF-8, at most max_bytes long
  /// @return the set, or jwks_too_large, jwks_not_json, jwks_duplicate_member, jwks_malformed,
  ///         jwks_too_many_keys
  [[nodiscard]] static Result<JwkSet> parse(std::string_view text,
                                            std::size_t max_bytes = kDefaultMaxJwksBytes);

  [[nodiscard]] std::span<const Jwk> usable_keys() const noexcept { return keys_; }
  /// One row for each entry of "keys", in its order.
  [[nodiscard]] std::span<const KeyReport> report() const noexcept { return report_; }

  /// Selects the keys a token may have been signed with: RFC 7515 §4.1.4 and Appendix D.
  /// With a kid: those of exactly that kid whose type and algorithm fit, kMaxCandidates at most.
  /// Without: the only key that fits, if there is exactly one.
  /// @return at least one key, or key_not_found, key_ambiguous, key_alg_mismatch,
  ///         key_type_mismatch, jwks_no_usable_key, keys_not_loaded, or the reason for which the
  ///         keys of that kid were left out
  [[nodiscard]] Result<std::vector<const Jwk*>> select(std::optional<std::string_view> key_id,
                                                       Algorithm algorithm) const;

 private:
  [[nodiscard]] Result<std::vector<const Jwk*>> select_by_id(std::string_view key_id,
                                                             Algorithm algorithm) const;
  [[nodiscard]] Result<std::vector<const Jwk*>> select_only(Algorithm algorithm) const;

  std::vector<Jwk> keys_;
  std::vector<KeyReport> report_;
  bool loaded_ = false;
};

}  // namespace assay
