#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// The JWS algorithms of this build: RFC 7518 §3.1, RFC 8037 §3.1 (EdDSA) and RFC 9864 §2.2
/// (Ed25519). A name that has no row is refused.
/// HS256 exists only in a test build of the core (CMake option ASSAY_TEST_HS256).
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  eddsa,
  ed25519,
#ifdef ASSAY_TEST_HS256
  hs256,
#endif
};

/// The keys an algorithm takes: "kty" (RFC 7518 §6.1), and "crv" where there are curves (§6.2.1.1,
/// RFC 8037 §2).
enum class KeyType : std::uint8_t {
  rsa,
  p256,
  p384,
  p521,
  ed25519,
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
  std::string_view scheme;  ///< Botan's name of the padding or MAC with its hash; "": none
};

[[nodiscard]] std::span<const AlgorithmInfo> algorithm_table() noexcept;
[[nodiscard]] const AlgorithmInfo& info(Algorithm algorithm) noexcept;

/// @return the algorithm of exactly that name, or nothing ("none", "rs256" and "" included)
[[nodiscard]] std::optional<Algorithm> find_algorithm(std::string_view name) noexcept;

/// @return their names, separated by a space
[[nodiscard]] std::string names_of(std::span<const Algorithm> algorithms);

}  // namespace assay
