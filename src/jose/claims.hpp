#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "jose/claim_path.hpp"

namespace assay {

/// The value at a path; nothing where a part of it is absent or null.
[[nodiscard]] std::optional<json::Value> value_at(json::Value root,
                                                  std::span<const std::string> path) noexcept;

/// As seconds these are dates from the year 5138 on; as milliseconds, from 1973 to 5138.
[[nodiscard]] constexpr bool looks_like_milliseconds(double date) noexcept {
  return date >= 1e11 && date < 1e14;
}

/// The claims of a token that have scopes; views into its Claims.
class ScopeClaims {
 public:
  /// @return nothing, or claim_type where one of them has another shape than scopes have
  [[nodiscard]] Result<void> check() const;
  [[nodiscard]] bool contain(std::string_view scope) const noexcept;
  /// All of them, in the token's order. They must have passed check().
  [[nodiscard]] std::vector<std::string_view> list() const;

 private:
  friend class Claims;
  ScopeClaims(json::Value root, std::span<const ClaimPath> paths) noexcept;
  /// Visits the claims until the visitor returns true. @return whether it did
  template <class Visit>
  bool any(Visit visit) const;

  json::Value root_;
  std::span<const ClaimPath> paths_;
  std::optional<json::Value> standard_;  ///< where there are no paths
};

/// The claims set of a JWT (RFC 7519 §4): a JSON object without duplicate members. A claim that is
/// null counts as absent; a claim of the wrong type is claim_type.
class Claims {
 public:
  /// @param encoded the second segment
  /// @return the claims, or claims_base64, claims_json or claims_duplicate_member
  [[nodiscard]] static Result<Claims> parse(std::string_view encoded);

  /// The claims' JSON text, exactly as it was signed.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  [[nodiscard]] bool has(std::string_view name) const noexcept;

  /// The claim, or the member inside it; nothing where a part of the path is absent or null.
  [[nodiscard]] std::optional<json::Value> at(std::span<const std::string> path) const noexcept;

  /// A StringOrURI or string claim, e.g. "iss", "sub", "jti" (RFC 7519 §4.1.1, §4.1.2, §4.1.7).
  [[nodiscard]] Result<std::optional<std::string_view>> string(std::string_view name) const;

  /// A NumericDate (RFC 7519 §2): seconds, fractions allowed, within ±2^53.
  [[nodiscard]] Result<std::optional<double>> numeric_date(std::string_view name) const;

  /// "aud" (RFC 7519 §4.1.3): a string, or an array of strings.
  [[nodiscard]] Result<std::optional<std::vector<std::string_view>>> audience() const;
  /// The first entry of "aud" that is allowed. Makes no list of the entries.
  /// @return the entry, nothing where there is none, or claim_missing or claim_type
  [[nodiscard]] Result<std::optional<std::string_view>> first_audience_of(
      std::span<const std::string> allowed) const;

  /// The claims that have scopes: "scope" (RFC 8693 §4.2), or where it is absent "scp". Each is a
  /// string of scopes separated by one space each (RFC 6749 §3.3), or an array of scopes.
  /// @param paths where they are instead, all together; there the names of an object's members are
  ///        scopes, too, unless a member is false or null
  [[nodiscard]] ScopeClaims scope_claims(std::span<const ClaimPath> paths = {}) const noexcept {
    return {document_.root(), paths};
  }
  /// The scopes in the token's order. @return the scopes, or claim_type
  [[nodiscard]] Result<std::vector<std::string_view>> scopes(
      std::span<const ClaimPath> paths = {}) const;

  /// About how many bytes it holds on the heap.
  [[nodiscard]] std::size_t heap_size() const noexcept {
    return text_.capacity() + document_.heap_size();
  }

 private:
  Claims(std::string text, json::Document document) noexcept
      : text_(std::move(text)), document_(std::move(document)) {}

  std::string text_;
  json::Document document_;
};

}  // namespace assay
