#pragma once

#include <string>
#include <string_view>

namespace assay {

/// What to do about a token's algorithm that is not on the allow-list.
/// @param name "alg" as the token writes it; the hint shows only names of this build
/// @return "" where nothing is known
[[nodiscard, gnu::noinline]] std::string algorithm_hint(std::string_view name);

}  // namespace assay
