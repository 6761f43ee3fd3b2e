#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/error.hpp"
#include "crypto/algorithm.hpp"

namespace assay {

inline constexpr std::size_t kMinModulusBits = 2048;  // RFC 7518 §3.3
inline constexpr std::size_t kMaxModulusBits = 8192;  // bounds the work of one verification
/// RFC 8017 §3.1 requires e ≥ 3. From this limit on, a key is slow, and no issuer uses such a key.
inline constexpr std::uint64_t kExponentLimit = std::uint64_t{1} << 33;

/// A key that can verify signatures. It is prepared once, when first needed: few keys of a set ever
/// are. It behaves as immutable, so threads may share it.
class VerificationKey {
 public:
  virtual ~VerificationKey() = default;
  VerificationKey(const VerificationKey&) = delete;
  VerificationKey& operator=(const VerificationKey&) = delete;

  [[nodiscard]] virtual KeyType type() const noexcept = 0;
  /// The numbers, the point or the secret. Two keys of one type are the same key where these are
  /// equal.
  [[nodiscard]] virtual std::span<const std::uint8_t> identity() const noexcept = 0;

  /// Prepares the key now, not at the first verify().
  /// @return nothing, or why verify() refuses every signature: key_material or key_weak, a fault in
  ///         the key; or core_not_loaded, as long as the module for its curve is missing
  [[nodiscard]] virtual std::optional<Reason> prepare() const = 0;

  /// Verifies a signature (RFC 7515 §5.2).
  /// @param algorithm one that takes keys of type()
  /// @param signing_input the bytes that were signed
  [[nodiscard]] virtual bool verify(Algorithm algorithm, std::string_view signing_input,
                                    std::span<const std::uint8_t> signature) const = 0;

 protected:
  VerificationKey() = default;
};

/// Makes an RSA public key from big-endian numbers. Ignores leading zeros, which RFC 7518 §6.3.1.1
/// forbids and some servers write.
/// @return the key, or key_material, key_too_small, key_too_large, key_modulus_even, key_exponent,
///         key_weak
[[nodiscard]] Result<std::unique_ptr<const VerificationKey>> make_rsa_key(
    std::span<const std::uint8_t> modulus, std::span<const std::uint8_t> exponent);

/// Makes a public key of an elliptic curve. Whether it is a point of the curve, prepare() finds
/// out.
/// @param type p256, p384, p521 or ed25519
/// @param x the coordinate, big-endian, with its leading zeros (RFC 7518 §6.2.1.2); of Ed25519 the
///        whole point (RFC 8032 §5.1.2)
/// @param y as long as x (RFC 7518 §6.2.1.3); of Ed25519 empty
/// @return the key, or key_material where a length is wrong
[[nodiscard]] Result<std::unique_ptr<const VerificationKey>> make_curve_key(
    KeyType type, std::span<const std::uint8_t> x, std::span<const std::uint8_t> y = {});

}  // namespace assay
