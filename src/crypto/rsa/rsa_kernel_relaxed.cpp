// make_rsa_public_op() of the module for engines that have relaxed SIMD, too. The processor may
// still lack fused multiply-add.
#include "crypto/rsa/dot/montgomery.hpp"
#include "crypto/rsa/fma/fma_montgomery.hpp"
#include "crypto/rsa/fma/fused.hpp"
#include "crypto/rsa/rsa_montgomery_op.hpp"

namespace assay {

std::unique_ptr<const RsaPublicOp> make_rsa_public_op(std::span<const std::uint8_t> modulus,
                                                      std::uint64_t exponent) {
  if (has_fused_products()) {
    return std::make_unique<const RsaMontgomeryOp<FmaMontgomery>>(modulus, exponent);
  }
  return std::make_unique<const RsaMontgomeryOp<Montgomery>>(modulus, exponent);
}

}  // namespace assay
