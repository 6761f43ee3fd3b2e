#pragma once

#include <memory>
#include <string_view>

#include "crypto/algorithm.hpp"
#include "crypto/rsa/rsa_public_op.hpp"

namespace assay {

/// RSA with RsaPublicOp as its public operation. The hashes are Botan's; nothing else of Botan is
/// needed, and so not linked or compiled at a Worker's first token.
class RsaFastKey {
 public:
  /// @param modulus, exponent as make_rsa_public_op() takes them
  RsaFastKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : operation_(make_rsa_public_op(modulus, exponent)) {}

  /// RSASSA-PKCS1-V1_5-VERIFY and RSASSA-PSS-VERIFY (RFC 8017 §8.2.2, §8.1.2).
  /// @param algorithm one for RSA keys
  [[nodiscard]] bool verify(const AlgorithmInfo& algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const;

 private:
  std::unique_ptr<const RsaPublicOp> operation_;
};

}  // namespace assay
