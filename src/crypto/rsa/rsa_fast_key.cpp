#include "crypto/rsa/rsa_fast_key.hpp"

#include <botan/hash.h>

#include "crypto/rsa/rsa_encoding.hpp"

namespace assay {
namespace {

/// @param digest of the signing input, by the hash
[[gnu::noinline]] bool is_pss_signature(const RsaPublicOp& operation, Botan::HashFunction& hash,
                                        std::span<const std::uint8_t> digest,
                                        std::span<const std::uint8_t> signature) {
  std::vector<std::uint8_t> message(operation.size());
  return operation.apply(signature, message) &&
         is_pss_encoding(message, operation.bits(), digest, hash);
}

}  // namespace

bool RsaFastKey::verify(const AlgorithmInfo& algorithm, std::string_view signing_input,
                        std::span<const std::uint8_t> signature) const {
  const auto hash = Botan::HashFunction::create_or_throw(algorithm.hash);
  hash->update(signing_input);
  std::vector<std::uint8_t> digest(hash->output_length());
  hash->final(digest);
  switch (algorithm.padding) {
    case Padding::pkcs1v15: {
      const auto expected = pkcs1v15_encoding(digest, algorithm.hash, operation_->size());
      return expected && operation_->yields(signature, *expected);
    }
    case Padding::pss:
      return is_pss_signature(*operation_, *hash, digest, signature);
    case Padding::none:
      return false;
  }
  return false;
}

}  // namespace assay
