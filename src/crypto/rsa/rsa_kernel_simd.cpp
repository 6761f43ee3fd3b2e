// make_rsa_public_op() of the module for every engine that has SIMD128.
#include "crypto/rsa/dot/montgomery.hpp"
#include "crypto/rsa/rsa_montgomery_op.hpp"

namespace assay {

std::unique_ptr<const RsaPublicOp> make_rsa_public_op(std::span<const std::uint8_t> modulus,
                                                      std::uint64_t exponent) {
  return std::make_unique<const RsaMontgomeryOp<Montgomery>>(modulus, exponent);
}

}  // namespace assay
