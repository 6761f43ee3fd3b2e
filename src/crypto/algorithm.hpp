#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace assay {

/// The JWS algorithms of this build (RFC 7518 §3.1). A name that has no row is refused.
/// HS256 exists only in a test build of the core (CMake option ASSAY_TEST_HS256).
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
#ifdef ASSAY_TEST_HS256
  hs256,
#endif
};

/// "kty" of the keys an algorithm takes (RFC 7518 §6.1).
enum class KeyType : std::uint8_t {
  rsa,
#ifdef ASSAY_TEST_HS256
  oct,
#endif
};

/// How an RSA algorithm encodes the digest (RFC 8017 §9.2, §9.1).
enum class Padding : std::uint8_t { none, pkcs1v15, pss };

/// A row of the closed table of algorithms.
struct AlgorithmInfo {
  Algorithm algorithm;
  std::string_view name;  ///< "alg" (RFC 7515 §4.1.1), compared by exact string
  KeyType key_type;
  Padding padding;
  std::string_view hash;    ///< Botan's name of the hash
  std::string_view scheme;  ///< Botan's name of the padding or MAC with its hash
};

[[nodiscard]] std::span<const AlgorithmInfo> algorithm_table() noexcept;
[[nodiscard]] const AlgorithmInfo& info(Algorithm algorithm) noexcept;

/// @return the algorithm of exactly that name, or nothing ("none", "rs256" and "" included)
[[nodiscard]] std::optional<Algorithm> find_algorithm(std::string_view name) noexcept;

}  // namespace assay
