#include "jose/claims.hpp"

#include <algorithm>
#include <cmath>

#include "base/base64url.hpp"
#include "base/json_error.hpp"

namespace assay {
namespace {

constexpr double kNumericDateLimit = 9007199254740992;  // 2^53: beyond it a double skips seconds

/// RFC 6749 §3.3: only the space delimits. A tab or a no-break space is part of a name, which then
/// equals no configured scope.
template <class Visit>
void for_each_scope(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end != 0) visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Whether a member of an object of scopes grants the scope that it names.
bool grants(json::Value member) noexcept {
  return member.kind() != json::Kind::null && member.as_boolean() != false;
}

/// Visits the scopes of one claim. Those of an object are the names of members that are not false.
template <class Visit>
void for_each_scope_of(json::Value claim, Visit visit) {
  if (const auto text = claim.as_string()) return for_each_scope(*text, visit);
  const bool is_object = claim.kind() == json::Kind::object;
  for (const json::Value child : claim.children()) {
    if (!is_object) visit(child.as_string().value_or(""));
    if (is_object && grants(child)) visit(child.name());
  }
}

bool has_scope_shape(json::Value claim, bool is_configured) noexcept {
  return claim.kind() == json::Kind::string || claim.is_strings() ||
         (is_configured && claim.kind() == json::Kind::object);
}

}  // namespace

Result<Claims> Claims::parse(std::string_view encoded) {
  const auto bytes = decode_base64url(encoded);
  if (!bytes) return Error(Reason::claims_base64);
  auto document = json::parse(as_text(*bytes));
  if (!document) {
    return error_of(document.error(),
                    {.no_json = Reason::claims_json,
                     .duplicate_member = Reason::claims_duplicate_member,
                     .number = "JWT claims contain a number that no double can hold"});
  }
  if (document->root().kind() != json::Kind::object) return Error(Reason::claims_json);
  return Claims(std::string(as_text(*bytes)), std::move(*document));
}

bool Claims::has(std::string_view name) const noexcept {
  return document_.root().present(name).has_value();
}

Result<std::optional<std::string_view>> Claims::string(std::string_view name) const {
  const auto value = document_.root().present(name);
  if (!value) return std::optional<std::string_view>();
  const auto text = value->as_string();
  if (!text) return Error(Reason::claim_type, name);
  return text;
}

Result<std::optional<double>> Claims::numeric_date(std::string_view name) const {
  const auto value = document_.root().present(name);
  if (!value) return std::optional<double>();
  const auto number = value->as_number();
  if (!number || !(std::abs(*number) <= kNumericDateLimit)) {
    return Error(Reason::claim_type, name);
  }
  return number;
}

Result<std::optional<std::vector<std::string_view>>> Claims::audience() const {
  const auto value = document_.root().present("aud");
  if (!value) return std::optional<std::vector<std::string_view>>();
  if (const auto one = value->as_string()) return std::optional(std::vector{*one});
  auto several = value->as_strings();
  if (!several) return Error(Reason::claim_type, "aud");
  return several;
}

Result<std::optional<std::string_view>> Claims::first_audience_of(
    std::span<const std::string> allowed) const {
  const auto is_allowed = [&](std::string_view name) {
    return std::ranges::find(allowed, name) != allowed.end();
  };
  const auto value = document_.root().present("aud");
  if (!value) return Error(Reason::claim_missing, "aud");
  if (const auto one = value->as_string()) return is_allowed(*one) ? one : std::nullopt;
  if (!value->is_strings()) return Error(Reason::claim_type, "aud");
  for (const json::Value entry : value->children()) {
    if (is_allowed(*entry.as_string())) return entry.as_string();
  }
  return std::optional<std::string_view>();
}

std::optional<json::Value> Claims::at(std::span<const std::string> path) const noexcept {
  std::optional<json::Value> value = document_.root();
  for (const std::string& name : path) {
    value = value->present(name);
    if (!value) return value;
  }
  return value;
}

template <class Visit>
void Claims::for_each_scope_claim(std::span<const ClaimPath> paths, Visit visit) const {
  if (paths.empty()) {
    const auto scope = document_.root().present("scope");
    if (const auto claim = scope ? scope : document_.root().present("scp")) visit(*claim);
    return;
  }
  for (const ClaimPath& path : paths) {
    if (const auto claim = at(path)) visit(*claim);
  }
}

Result<void> Claims::check_scopes(std::span<const ClaimPath> paths) const {
  Result<void> checked;
  for_each_scope_claim(paths, [&](json::Value claim) {
    if (checked && !has_scope_shape(claim, !paths.empty())) {
      checked = Error(Reason::claim_type, claim.name());
    }
  });
  return checked;
}

Result<std::vector<std::string_view>> Claims::scopes(std::span<const ClaimPath> paths) const {
  if (const auto checked = check_scopes(paths); !checked) return checked.error();
  std::vector<std::string_view> scopes;
  for_each_scope_claim(paths, [&](json::Value claim) {
    for_each_scope_of(claim, [&](std::string_view scope) { scopes.push_back(scope); });
  });
  return scopes;
}

bool Claims::has_scope(std::string_view scope, std::span<const ClaimPath> paths) const {
  bool found = false;
  for_each_scope_claim(paths, [&](json::Value claim) {
    for_each_scope_of(claim, [&](std::string_view each) { found = found || each == scope; });
  });
  return found;
}

}  // namespace assay
