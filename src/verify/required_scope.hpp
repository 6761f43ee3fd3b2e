#pragma once

#include <span>
#include <string>
#include <string_view>

namespace assay {

/// Between the alternatives of a required scope. No scope-token has it (RFC 6749 §3.3).
inline constexpr char kScopeOr = '"';

/// A required scope of which one alternative must be granted. @param alternatives at least one
[[nodiscard]] std::string any_of_scopes(std::span<const std::string_view> alternatives);

}  // namespace assay
