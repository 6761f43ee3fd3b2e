#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace assay {

/// The RSA public operation, s^e modulo n (RFC 8017 §5.2.2, RSAVP1). Computes what depends only on
/// the key once. For public values only: its running time depends on them.
class RsaPublicOp {
 public:
  RsaPublicOp(const RsaPublicOp&) = delete;
  RsaPublicOp& operator=(const RsaPublicOp&) = delete;
  virtual ~RsaPublicOp() = default;

  /// @param signature as long as the modulus
  /// @param message receives the result; as long as the modulus
  /// @return false where the signature is not below the modulus or not as long
  [[nodiscard]] virtual bool apply(std::span<const std::uint8_t> signature,
                                   std::span<std::uint8_t> message) const = 0;

  /// Whether apply() would give this message. Compares both sides modulo n in a form that is
  /// cheaper to compute than apply()'s result.
  /// @param signature, message as long as the modulus
  /// @return false, too, where one of them is not below the modulus or not as long
  [[nodiscard]] virtual bool yields(std::span<const std::uint8_t> signature,
                                    std::span<const std::uint8_t> message) const = 0;

  /// Length of the modulus, in bits.
  [[nodiscard]] std::size_t bits() const noexcept { return bits_; }
  /// Length of the modulus, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return modulus_.size(); }

 protected:
  explicit RsaPublicOp(std::span<const std::uint8_t> modulus);
  [[nodiscard]] bool is_below_modulus(std::span<const std::uint8_t> number) const;

 private:
  std::vector<std::uint8_t> modulus_;
  std::size_t bits_;
};

/// Makes the operation with the fastest arithmetic that module and processor support.
/// @param modulus odd, big-endian, without leading zeros, 2048 to 8192 bits
/// @param exponent odd, at least 3
[[nodiscard]] std::unique_ptr<const RsaPublicOp> make_rsa_public_op(
    std::span<const std::uint8_t> modulus, std::uint64_t exponent);

}  // namespace assay
