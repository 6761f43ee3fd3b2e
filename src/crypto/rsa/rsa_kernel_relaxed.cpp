// make_rsa_public_op() of the module for engines that have relaxed SIMD, too. The processor may
// still lack fused multiply-add.
#include "crypto/rsa/dot/montgomery.hpp"
#include "crypto/rsa/fma/fma_montgomery.hpp"
#include "crypto/rsa/fma/fused.hpp"
#include "crypto/rsa/rsa_montgomery_op.hpp"

namespace assay {
namespace {

/// Not inlined: of the two, an engine compiles the one that is used.
template <class Arithmetic>
[[gnu::noinline]] std::unique_ptr<const RsaPublicOp> make(std::span<const std::uint8_t> modulus,
                                                          std::uint64_t exponent) {
  return std::make_unique<const RsaMontgomeryOp<Arithmetic>>(modulus, exponent);
}

}  // namespace

std::unique_ptr<const RsaPublicOp> make_rsa_public_op(std::span<const std::uint8_t> modulus,
                                                      std::uint64_t exponent) {
  return has_fused_products() ? make<FmaMontgomery>(modulus, exponent)
                              : make<Montgomery>(modulus, exponent);
}

}  // namespace assay
