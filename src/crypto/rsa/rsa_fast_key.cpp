#include "crypto/rsa/rsa_fast_key.hpp"

#include <botan/bigint.h>
#include <botan/exceptn.h>
#include <botan/hash.h>
#include <botan/pk_ops.h>

#include <algorithm>

#include "crypto/algorithm.hpp"
#include "crypto/rsa/rsa_encoding.hpp"

namespace assay {
namespace {

/// RSASSA-PKCS1-V1_5-VERIFY and RSASSA-PSS-VERIFY (RFC 8017 §8.2.2, §8.1.2).
class Verification final : public Botan::PK_Ops::Verification {
 public:
  /// @param operation outlives this
  Verification(const RsaPublicOp& operation, const AlgorithmInfo& algorithm)
      : operation_(operation),
        algorithm_(algorithm),
        hash_(Botan::HashFunction::create_or_throw(algorithm.hash)) {}

  void update(std::span<const std::uint8_t> input) override { hash_->update(input); }

  [[nodiscard]] bool is_valid_signature(std::span<const std::uint8_t> signature) override {
    std::vector<std::uint8_t> digest(hash_->output_length());
    hash_->final(digest);
    switch (algorithm_.padding) {
      case Padding::pkcs1v15: {
        const auto expected = pkcs1v15_encoding(digest, algorithm_.hash, operation_.size());
        return expected && operation_.yields(signature, *expected);
      }
      case Padding::pss: {
        std::vector<std::uint8_t> message(operation_.size());
        return operation_.apply(signature, message) &&
               is_pss_encoding(message, operation_.bits(), digest, *hash_);
      }
      case Padding::none:
        return false;
    }
    return false;
  }

  [[nodiscard]] std::string hash_function() const override { return hash_->name(); }

 private:
  const RsaPublicOp& operation_;
  const AlgorithmInfo& algorithm_;
  std::unique_ptr<Botan::HashFunction> hash_;
};

}  // namespace

RsaFastKey::RsaFastKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
    : Botan::RSA_PublicKey(Botan::BigInt(modulus.data(), modulus.size()), Botan::BigInt(exponent)),
      operation_(make_rsa_public_op(modulus, exponent)) {}

std::unique_ptr<Botan::PK_Ops::Verification> RsaFastKey::create_verification_op(
    std::string_view scheme, std::string_view /*provider*/) const {
  const auto row = std::ranges::find(algorithm_table(), scheme, &AlgorithmInfo::scheme);
  if (row == algorithm_table().end()) throw Botan::Lookup_Error("No such signature scheme");
  return std::make_unique<Verification>(*operation_, *row);
}

}  // namespace assay
