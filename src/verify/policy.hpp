#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "base/secret_bytes.hpp"
#include "crypto/algorithm.hpp"
#include "verify/claim_rule.hpp"

namespace assay {

/// The "typ" that RFC 9068 §4 requires.
inline constexpr std::string_view kAccessTokenProfileType = "at+jwt";

/// What is required of a token. Times are in seconds.
struct Policy {
  // Not inlined, so that this code is there once.
  [[gnu::noinline]] Policy();
  [[gnu::noinline]] Policy(const Policy& other);
  [[gnu::noinline]] Policy(Policy&& other) noexcept;
  [[gnu::noinline]] Policy& operator=(const Policy& other);
  [[gnu::noinline]] Policy& operator=(Policy&& other) noexcept;
  [[gnu::noinline]] ~Policy();

  /// "iss" must be this, byte for byte (RFC 8414 §2). In a template,
  /// `https://login.microsoftonline.com/{tid}/v2.0`, a claim in braces is one segment of the path.
  std::string issuer;
  std::vector<std::string> other_issuers;  ///< further ways in which the issuer writes its name
  /// One of these must be in "aud" (RFC 7519 §4.1.3); nothing: any audience, or none
  std::optional<std::vector<std::string>> audiences = std::vector<std::string>();
  /// RFC 8707 §2: the token must be only for these: "aud" must not name any other
  bool exclusive_audience = false;
  std::vector<Algorithm> algorithms = {Algorithm::rs256};  ///< the allow-list (RFC 8725 §3.1)
  /// Of the token's scopes only these are granted; nothing: all of them
  std::optional<std::vector<std::string>> allowed_scopes;
  /// Where the scopes are; none: in "scope", or where it is absent in "scp"
  std::vector<ClaimPath> scopes_claims;
  /// Allowed "typ": media types as normal_type() writes them; nothing: "jwt", "at+jwt", or none
  std::optional<std::vector<std::string>> types;
  bool require_subject = true;  ///< false: "sub" may be absent or empty
  /// Besides iss, aud, exp and sub. sub, client_id and jti must then be strings that are not empty
  std::vector<std::string> required_claims;
  std::vector<ClaimRule> claims;                    ///< what the values of other claims must be
  double clock_tolerance = kDefaultClockTolerance;  ///< clamped to 0..kMaxClockTolerance
  std::optional<double> max_token_age;              ///< since "iat", which is then required
  std::size_t max_token_bytes = kDefaultMaxTokenBytes;
  /// Secret of the token id hash, 16 to 4,096 bytes; empty: no hash
  SecretBytes token_id_secret;

  /// Adds what RFC 9068 §4 requires beyond the rules for every token: the type "at+jwt", and
  /// client_id, iat and jti.
  /// @return nothing, or option_invalid with the option that contradicts it: typ, audience or
  ///         requireSubject
  [[nodiscard]] Result<void> require_access_token_profile();

  /// @return nothing, or option_missing or option_invalid with the option's name
  [[nodiscard]] Result<void> check() const;

  /// The tolerance clamped to its bounds: NaN and negative numbers become 0.
  [[nodiscard]] double bounded_clock_tolerance() const noexcept;
};

}  // namespace assay
