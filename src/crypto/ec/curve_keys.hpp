#pragma once

#include <cstdint>
#include <span>

/// Signatures by elliptic curves. Natively the sources in this room are part of the library. In
/// WebAssembly they are a module of their own, assay-ec.wasm, which is loaded for the first key
/// that needs it: there curve_keys_import.cpp passes these calls on.
///
/// Only public data gets here: keys, digests and signatures. Nothing runs in constant time.
namespace assay::ec {

/// NIST's curves over primes (SP 800-186 §3.2.1) and edwards25519 (RFC 8032 §5.1).
enum class Curve : std::uint8_t { p256 = 1, p384, p521, ed25519 };

/// A key of this room: above zero. Never used again once it is forgotten.
using Handle = std::int32_t;
/// What prepare() returns instead of a key.
inline constexpr Handle kInvalidPoint = 0;  ///< no point of the curve, or not in canonical form
inline constexpr Handle kNotLoaded = -1;    ///< assay-ec.wasm is not there
inline constexpr Handle kSmallOrder = -2;   ///< a point of small order: anybody can sign for it

/// The bytes of a coordinate, of r and of s: as many as the field's prime takes (RFC 7518 §3.4,
/// §6.2.1.2); of a point of edwards25519 (RFC 8032 §5.1.2).
[[nodiscard]] constexpr std::size_t coordinate_size(Curve curve) noexcept {
  switch (curve) {
    case Curve::p256:
    case Curve::ed25519:
      return 32;
    case Curve::p384:
      return 48;
    case Curve::p521:
      return 66;
  }
  return 0;
}

/// Takes a public key: checks that it is a point of the curve.
/// @param point x and y, big-endian, each of coordinate_size(); ed25519: the 32 bytes of the point
/// @return a key, or kInvalidPoint, kNotLoaded, kSmallOrder
[[nodiscard]] Handle prepare(Curve curve, std::span<const std::uint8_t> point);

/// Verifies a signature: ECDSA (FIPS 186-5 §6.4.2), or Ed25519 (RFC 8032 §5.1.7) by the equation
/// without the cofactor.
/// @param digest of the message, at most as long as a coordinate, taken as a number: no JWS
///        algorithm has a digest of more bits than its curve's order; ed25519: SHA-512 of R, of the
///        public key and of the message, 64 bytes
/// @param signature r and s (R and S), each of coordinate_size()
/// @return false, too, where the lengths are wrong or the key is not there
[[nodiscard]] bool verify(Handle key, std::span<const std::uint8_t> digest,
                          std::span<const std::uint8_t> signature);

/// The length of a key's signatures in bytes; 0: there is no such key.
[[nodiscard]] std::size_t signature_size(Handle key);

/// Frees a key and its table.
void forget(Handle key) noexcept;

}  // namespace assay::ec
