#pragma once

#include <string>
#include <string_view>

namespace assay {

/// SHA-256 of a text (FIPS 180-4), as base64url.
[[nodiscard]] std::string sha256_base64url(std::string_view text);

}  // namespace assay
