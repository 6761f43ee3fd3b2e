#pragma once

#include <botan/rsa.h>

#include <memory>

#include "crypto/rsa/rsa_public_op.hpp"

namespace assay {

/// Botan's RSA public key with RsaPublicOp as its public operation. PK_Verifier does the rest, as
/// for any key of Botan's.
class RsaFastKey final : public Botan::RSA_PublicKey {
 public:
  /// @param modulus, exponent as make_rsa_public_op() takes them
  RsaFastKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent);

  /// @param scheme of one of the algorithm table's rows
  [[nodiscard]] std::unique_ptr<Botan::PK_Ops::Verification> create_verification_op(
      std::string_view scheme, std::string_view provider) const override;

 private:
  std::unique_ptr<const RsaPublicOp> operation_;
};

}  // namespace assay
