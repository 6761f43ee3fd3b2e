#include "crypto/rsa/rsa_public_op.hpp"

#include <algorithm>

#include "crypto/rsa/bit_length.hpp"

namespace assay {

RsaPublicOp::RsaPublicOp(std::span<const std::uint8_t> modulus)
    : modulus_(modulus.begin(), modulus.end()), bits_(bit_length(modulus)) {}

bool RsaPublicOp::is_below_modulus(std::span<const std::uint8_t> number) const {
  // Big-endian numbers of the same length: lexicographic order is numeric order.
  return number.size() == modulus_.size() && std::ranges::lexicographical_compare(number, modulus_);
}

}  // namespace assay
