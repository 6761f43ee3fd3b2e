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

  /// The scopes in the token's order: of "scope" (RFC 8693 §4.2), or where it is absent of "scp".
  /// Each is a string of scopes separated by one space each (RFC 6749 §3.3), or an array of scopes.
  /// @param paths where they are instead, all together; there the names of an object's members
  ///        are scopes, too, unless a member is false or null
  /// @return the scopes, or claim_type
  [[nodiscard]] Result<std::vector<std::string_view>> scopes(
      std::span<const ClaimPath> paths = {}) const;
  /// Whether scopes() succeeds, without making its list. @return nothing or claim_type
  [[nodiscard]] Result<void> check_scopes(std::span<const ClaimPath> paths = {}) const;
  /// Whether the list of scopes() contains this one, without making it.
  [[nodiscard]] bool has_scope(std::string_view scope, std::span<const ClaimPath> paths = {}) const;

  /// About how many bytes it holds on the heap.
  [[nodiscard]] std::size_t heap_size() const noexcept {
    return text_.capacity() + document_.heap_size();
  }

 private:
  Claims(std::string text, json::Document document) noexcept
      : text_(std::move(text)), document_(std::move(document)) {}

  /// Visits each claim that has scopes.
  template <class Visit>
  void for_each_scope_claim(std::span<const ClaimPath> paths, Visit visit) const;

  std::string text_;
  json::Document document_;
};

}  // namespace assay
