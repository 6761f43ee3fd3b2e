#pragma once

#include <cstdint>

namespace assay {

/// The scheme of an Authorization header: RFC 6750 §2.1, RFC 9449 §7.1.
enum class Scheme : std::uint8_t { bearer, dpop };

}  // namespace assay
