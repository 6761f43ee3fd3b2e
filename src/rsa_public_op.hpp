#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "montgomery.hpp"

namespace assay {

/// The RSA public operation, s^e modulo n (RFC 8017 §5.2.2, RSAVP1), with everything that depends
/// on the key alone computed once. Public values only: its time depends on them.
class RsaPublicOp {
 public:
  /// @param modulus odd, big-endian, without leading zeros, 2048 to 8192 bits
  /// @param exponent odd, at least 3
  RsaPublicOp(std::span<const std::uint8_t> modulus, std::uint64_t exponent);

  /// @param signature as long as the modulus
  /// @param message receives the result; as long as the modulus
  /// @return false where the signature is not below the modulus, or not as long
  [[nodiscard]] bool apply(std::span<const std::uint8_t> signature,
                           std::span<std::uint8_t> message) const;

  /// Whether apply() would come to this message, which is not computed: both sides are compared
  /// modulo n in a form that is cheaper to have.
  /// @param signature, message as long as the modulus
  /// @return false, too, where one of them is not below the modulus, or not as long
  [[nodiscard]] bool yields(std::span<const std::uint8_t> signature,
                            std::span<const std::uint8_t> message) const;

  /// Of the modulus, in bits.
  [[nodiscard]] std::size_t bits() const noexcept { return bits_; }
  /// Of the modulus, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return modulus_.size(); }

 private:
  [[nodiscard]] bool is_below_modulus(std::span<const std::uint8_t> number) const;
  /// x^(e - 1) / R^(e - 2) modulo n.
  [[nodiscard]] Number raise(const Number& x) const;

  std::vector<std::uint8_t> modulus_;
  std::size_t bits_;
  std::uint64_t exponent_;
  Montgomery montgomery_;
  Number raised_one_;
};

}  // namespace assay
