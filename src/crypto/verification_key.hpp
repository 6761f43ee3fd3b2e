#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.hpp"
#include "crypto/algorithm.hpp"

namespace assay {

inline constexpr std::size_t kMinModulusBits = 2048;  // RFC 7518 §3.3
inline constexpr std::size_t kMaxModulusBits = 8192;  // bounds the work of one verification
/// RFC 8017 §3.1 asks for e ≥ 3; above this a key is slow and nobody's.
inline constexpr std::uint64_t kExponentLimit = std::uint64_t{1} << 33;

/// A key that can verify signatures, prepared once, when it is first needed: of the keys of a set
/// few are. Immutable to whoever uses it, so threads may share it.
class VerificationKey {
 public:
  virtual ~VerificationKey() = default;
  VerificationKey(const VerificationKey&) = delete;
  VerificationKey& operator=(const VerificationKey&) = delete;

  [[nodiscard]] virtual KeyType type() const noexcept = 0;
  /// The numbers or the secret: the same for two keys of a type where they are the same key.
  [[nodiscard]] virtual std::span<const std::uint8_t> identity() const noexcept = 0;

  /// Does now what the first verify() would do before it verifies.
  /// @return whether there is nothing about the key that shows only then; if there is, verify()
  ///         verifies nothing
  [[nodiscard]] virtual bool prepare() const = 0;

  /// Verifies a signature (RFC 7515 §5.2).
  /// @param algorithm one that takes keys of type()
  /// @param signing_input the bytes that were signed
  [[nodiscard]] virtual bool verify(Algorithm algorithm, std::string_view signing_input,
                                    std::span<const std::uint8_t> signature) const = 0;

 protected:
  VerificationKey() = default;
};

/// Makes an RSA public key of big-endian numbers. Leading zeros, which RFC 7518 §6.3.1.1 forbids
/// and some servers write, say nothing: the key is the same without them.
/// @return the key, or key_material, key_too_small, key_too_large, key_modulus_even, key_exponent,
///         key_weak
[[nodiscard]] Result<std::unique_ptr<const VerificationKey>> make_rsa_key(
    std::span<const std::uint8_t> modulus, std::span<const std::uint8_t> exponent);

}  // namespace assay
