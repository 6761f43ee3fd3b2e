#pragma once

#include <cstdint>
#include <span>

namespace assay {

/// Whether an RSA modulus has the fingerprint of Infineon's library until 2017, whose moduli can be
/// factored in practice: CVE-2017-15361, "ROCA". Fewer than one sound modulus in 2^150 has it.
/// @param modulus odd, big-endian
[[nodiscard]] bool has_roca_fingerprint(std::span<const std::uint8_t> modulus);

}  // namespace assay
