#pragma once

#include <string>

#include "base/json.hpp"

namespace assay {

/// The thumbprint of a public key (RFC 7638 §3; RFC 8037 §2 for OKP) by SHA-256, as base64url.
/// @param jwk one that parse_jwk() accepts: its members are then canonical base64url
[[nodiscard]] std::string thumbprint_of(json::Value jwk);

}  // namespace assay
