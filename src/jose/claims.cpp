#include "jose/claims.hpp"

#include <algorithm>
#include <cmath>

#include "base/base64url.hpp"
#include "base/json_error.hpp"

namespace assay {
namespace {

constexpr double kNumericDateLimit = 9007199254740992;  // 2^53: beyond it a double skips seconds

}  // namespace

std::optional<json::Value> value_at(json::Value root, std::span<const std::string> path) noexcept {
  std::optional<json::Value> value = root;
  for (const std::string& name : path) {
    value = value->present(name);
    if (!value) return value;
  }
  return value;
}

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
  return value_at(document_.root(), path);
}

Result<std::vector<std::string_view>> Claims::scopes(std::span<const ClaimPath> paths) const {
  const ScopeClaims claims = scope_claims(paths);
  if (const auto checked = claims.check(); !checked) return checked.error();
  return claims.list();
}

}  // namespace assay
