#include "claims.hpp"

#include <cmath>

#include "base64url.hpp"

namespace assay {
namespace {

constexpr double kNumericDateLimit = 9007199254740992;  // 2^53: beyond it a double skips seconds

/// RFC 6749 §3.3: the delimiter is the space alone. A tab or a no-break space is part of a name,
/// which then equals no scope that anybody configured.
std::vector<std::string_view> split_scopes(std::string_view text) {
  std::vector<std::string_view> scopes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end != 0) scopes.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

}  // namespace

Result<Claims> Claims::parse(std::string_view encoded) {
  const auto bytes = decode_base64url(encoded);
  if (!bytes) return Error(Reason::claims_base64);
  auto document = json::parse(as_text(*bytes));
  if (!document) {
    return Error(document.error().kind == json::FaultKind::duplicate_member
                     ? Reason::claims_duplicate_member
                     : Reason::claims_json);
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

Result<std::vector<std::string_view>> Claims::scopes() const {
  const auto scope = document_.root().present("scope");
  if (scope) {
    const auto text = scope->as_string();
    if (!text) return Error(Reason::claim_type, "scope");
    return split_scopes(*text);
  }
  const auto scp = document_.root().present("scp");
  if (!scp) return std::vector<std::string_view>();
  if (const auto text = scp->as_string()) return split_scopes(*text);
  auto list = scp->as_strings();
  if (!list) return Error(Reason::claim_type, "scp");
  return std::move(*list);
}

}  // namespace assay
