#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <boost/version.hpp>
#include <cstdint>
#include <string>
#include <string_view>

// Result<T> passes from the library to its user, who must see the same class there.
#if defined(ASSAY_BOOST_VERSION) && ASSAY_BOOST_VERSION != BOOST_VERSION
#error \
    "assay was built with another version of Boost: build it with -DBOOST_INCLUDE_DIR=... of yours"
#endif

namespace assay {

/// The stable code of a refusal: what a caller acts on. One row each in `code_table()`.
enum class Code : std::uint8_t {
  auth_token_missing,
  auth_token_invalid,
  auth_token_expired,
  auth_invalid_issuer,
  auth_invalid_audience,
  auth_missing_scope,
  auth_keys_unavailable,
  auth_rate_limited,
  request_invalid,
  config_invalid,
  internal,
};

/// The exact check that refused: what a person debugs with. One row each in `reason_table()`.
enum class Reason : std::uint8_t {
  token_missing,
  authorization_malformed,
  token_not_string,
  token_too_large,
  malformed_segments,
  header_base64,
  header_json,
  header_duplicate_member,
  crit_unsupported,
  b64_unsupported,
  typ_not_allowed,
  alg_not_allowed,
  kid_invalid,
  key_not_found,
  key_ambiguous,
  key_alg_mismatch,
  key_type_mismatch,
  key_type_unsupported,
  key_use,
  key_ops,
  key_material,
  key_too_small,
  key_too_large,
  key_modulus_even,
  key_exponent,
  key_weak,
  signature_base64,
  signature_mismatch,
  payload_base64,
  claims_base64,
  claims_json,
  claims_duplicate_member,
  claim_missing,
  claim_type,
  issuer_mismatch,
  audience_mismatch,
  expired,
  too_old,
  not_yet_valid,
  issued_in_future,
  scope_missing,
  tool_not_allowed,
  rate_limited,
  body_too_large,
  body_media_type,
  body_not_json,
  body_duplicate_member,
  body_already_read,
  body_not_allowed,
  message_malformed,
  method_not_allowed,
  keys_not_loaded,
  keys_outdated,
  core_not_loaded,
  jwks_fetch_failed,
  jwks_status,
  jwks_redirect,
  jwks_timeout,
  jwks_too_large,
  jwks_not_json,
  jwks_malformed,
  jwks_duplicate_member,
  jwks_too_many_keys,
  jwks_no_usable_key,
  discovery_failed,
  discovery_issuer_mismatch,
  option_unknown,
  option_missing,
  option_invalid,
  verifier_disposed,
  internal,
};

/// A row of the table of codes.
struct CodeInfo {
  Code code;
  std::string_view name;
  int status;      ///< HTTP status (RFC 6750 §3.1)
  bool retryable;  ///< whether the same request may succeed later
  std::string_view hint;
};

/// A row of the table of reasons.
struct ReasonInfo {
  Reason reason;
  std::string_view name;
  Code code;
  std::string_view message;
  int status = 0;  ///< HTTP status where it is not the code's own; 0: it is
};

inline constexpr std::size_t kCodeCount = static_cast<std::size_t>(Code::internal) + 1;
inline constexpr std::size_t kReasonCount = static_cast<std::size_t>(Reason::internal) + 1;

[[nodiscard]] const std::array<CodeInfo, kCodeCount>& code_table() noexcept;
[[nodiscard]] const std::array<ReasonInfo, kReasonCount>& reason_table() noexcept;
[[nodiscard]] const CodeInfo& info(Code code) noexcept;
[[nodiscard]] const ReasonInfo& info(Reason reason) noexcept;

/// Why something was refused. Holds neither token, key nor secret.
struct Error {
  Code code;
  Reason reason;
  std::string claim;      ///< the claim or option concerned, "" where there is none
  std::string scopes;     ///< scope_missing only: the missing scopes, separated by a space
  std::string_view said;  ///< a literal in place of the table's message; "": that one is true
  /// Whether the issuer's current JWK Set, where it is another one, could change the verdict.
  bool look_up = false;

  /// An Error that nobody gave a reason for is a bug, and reads as one.
  Error(Reason why = Reason::internal, std::string_view which_claim = {},
        std::string missing_scopes = {});

  /// An Error with a sentence of its own. @param said a literal
  [[nodiscard]] static Error saying(Reason why, std::string_view said);

  /// One sentence in the words of the tables or in its own, with the claim or scope it is about.
  [[nodiscard]] std::string message() const;
};

/// Either what was asked for or the Error that says why not (expected faults are values).
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace assay
