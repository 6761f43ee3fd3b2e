#pragma once

#include <cstdint>
#include <span>

namespace assay {

/// Whether an RSA modulus was made by Infineon's library as it was until 2017, and can be factored
/// in practice: CVE-2017-15361, "ROCA". Of sound moduli not one in 2^150 looks like it.
/// @param modulus odd, big-endian
[[nodiscard]] bool has_roca_fingerprint(std::span<const std::uint8_t> modulus);

}  // namespace assay
