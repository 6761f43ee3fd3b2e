#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "crypto/algorithm.hpp"

namespace assay {

/// The parts of a JWS compact serialization (RFC 7515 §7.1), still encoded; views into the token.
struct CompactJws {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signing_input;  ///< header, dot, payload: the bytes that are signed (§5.2)
};

/// Splits at exactly two dots. @return the parts, or malformed_segments
[[nodiscard]] Result<CompactJws> split_compact(std::string_view token);

/// A token type (RFC 7515 §4.1.9) in the form that is compared: lower case, no "application/".
[[nodiscard]] std::string normal_type(std::string_view type);

/// Whether it is a media type in that form: printable characters, one slash at most (RFC 6838
/// §4.2).
[[nodiscard]] bool is_normal_type(std::string_view type);

/// Whether it is a type of access tokens: "jwt" or "at+jwt" (RFC 9068 §2.1).
[[nodiscard]] bool is_access_token_type(std::string_view normal_type) noexcept;

/// The JOSE header of a JWS (RFC 7515 §4): a JSON object without duplicate members.
/// Its members are untrusted before the signature is verified, "alg" and "kid" included.
class JoseHeader {
 public:
  /// @param encoded the first segment
  /// @return the header, or header_base64, header_json or header_duplicate_member
  [[nodiscard]] static Result<JoseHeader> parse(std::string_view encoded);

  /// The header's JSON text.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// RFC 7515 §4.1.11: no critical extension is supported, so "crit" is always refused.
  [[nodiscard]] Result<void> check_crit() const;
  /// RFC 7797 §3: only encoded payloads are supported, so "b64" must be true or absent.
  [[nodiscard]] Result<void> check_b64() const;
  /// RFC 8725 §3.11. @param types the normal types allowed; nothing: any access token's, or absent
  [[nodiscard]] Result<void> check_typ(const std::optional<std::vector<std::string>>& types) const;
  /// RFC 8725 §3.1: the header only picks an algorithm of the allow-list.
  [[nodiscard]] Result<Algorithm> check_alg(std::span<const Algorithm> allowed) const;
  /// "kid" (RFC 7515 §4.1.4), absent, or kid_invalid where it isn't a string
  [[nodiscard]] Result<std::optional<std::string_view>> key_id() const;

  /// "typ" or "alg" as written, for explain().
  [[nodiscard]] std::optional<std::string_view> string_member(std::string_view name) const noexcept;
  /// The member of exactly that name, which decides nothing before a signature is verified by it.
  [[nodiscard]] std::optional<json::Value> member(std::string_view name) const noexcept {
    return document_.root().member(name);
  }
  /// What to do where no key verifies the signature. @return a literal; "" where nothing is known
  [[nodiscard]] std::string_view signature_hint() const noexcept;
  /// The members that carry or point to a key: jwk, jku, x5u, x5c. None is ever used.
  [[nodiscard]] std::vector<std::string_view> ignored_key_members() const;

 private:
  JoseHeader(std::string text, json::Document document) noexcept
      : text_(std::move(text)), document_(std::move(document)) {}

  std::string text_;
  json::Document document_;
};

}  // namespace assay
