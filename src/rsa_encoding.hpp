#pragma once

#include <botan/hash.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace assay {

/// Whether an encoded message is EMSA-PKCS1-v1_5 of a digest: the expected one is built and all of
/// it compared, so that nothing is parsed (RFC 8017 §8.2.2, §9.2).
/// @param message as long as the modulus
/// @param hash "SHA-256", "SHA-384" or "SHA-512"
[[nodiscard]] bool is_pkcs1v15_encoding(std::span<const std::uint8_t> message,
                                        std::span<const std::uint8_t> digest,
                                        std::string_view hash);

/// Whether an encoded message is EMSA-PSS of a digest with a salt as long as the digest and MGF1
/// of the same hash (RFC 8017 §9.1.2, RFC 7518 §3.5).
/// @param message as long as the modulus, whose length in bits is modulus_bits; it is changed
/// @param hash fresh, of the kind that made the digest
[[nodiscard]] bool is_pss_encoding(std::span<std::uint8_t> message, std::size_t modulus_bits,
                                   std::span<const std::uint8_t> digest, Botan::HashFunction& hash);

}  // namespace assay
