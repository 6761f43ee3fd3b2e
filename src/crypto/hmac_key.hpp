#pragma once

#include <memory>

#include "crypto/verification_key.hpp"

#ifndef ASSAY_TEST_HS256
#error "HS256 belongs to test builds of the core alone (CMake option ASSAY_TEST_HS256)"
#endif

namespace assay {

/// Prepares a symmetric key for HS256 (RFC 7518 §3.2). @return the key, or key_too_small
[[nodiscard]] Result<std::unique_ptr<const VerificationKey>> make_hmac_key(
    std::span<const std::uint8_t> secret);

}  // namespace assay
