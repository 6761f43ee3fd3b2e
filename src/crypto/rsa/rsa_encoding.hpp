#pragma once

#include <botan/hash.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace assay {

/// EMSA-PKCS1-v1_5 of a digest (RFC 8017 §9.2): the only encoded message of a valid signature. It
/// is compared, so nothing is ever parsed (§8.2.2).
/// @param hash "SHA-256", "SHA-384" or "SHA-512"
/// @param size of the modulus, in bytes
/// @return the message; nothing for another hash, a digest of another size, or a modulus too small
[[nodiscard]] std::optional<std::vector<std::uint8_t>> pkcs1v15_encoding(
    std::span<const std::uint8_t> digest, std::string_view hash, std::size_t size);

/// Whether an encoded message is EMSA-PSS of a digest, with a salt as long as the digest and MGF1
/// of the same hash (RFC 8017 §9.1.2, RFC 7518 §3.5).
/// @param message as long as the modulus, whose length in bits is modulus_bits; is overwritten
/// @param hash the function that made the digest, in its initial state
[[nodiscard]] bool is_pss_encoding(std::span<std::uint8_t> message, std::size_t modulus_bits,
                                   std::span<const std::uint8_t> digest, Botan::HashFunction& hash);

}  // namespace assay
