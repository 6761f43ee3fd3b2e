#include <botan/bigint.h>
#include <botan/exceptn.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>

#include <bit>

#include "jwk.hpp"
#ifdef ASSAY_RSA_KERNEL
#include "rsa_fast_key.hpp"
#endif

namespace assay {
namespace {

#ifdef ASSAY_RSA_KERNEL
using PublicKey = RsaFastKey;
#else
/// Natively Botan's own operation is the fast one.
class PublicKey final : public Botan::RSA_PublicKey {
 public:
  PublicKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : RSA_PublicKey(Botan::BigInt(modulus.data(), modulus.size()), Botan::BigInt(exponent)) {}
};
#endif

std::size_t bit_length(std::span<const std::uint8_t> number) noexcept {
  if (number.empty()) return 0;
  return number.size() * 8 - static_cast<std::size_t>(std::countl_zero(number.front()));
}

/// RSA by Botan: RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) and RSASSA-PSS (§8.1.2).
class RsaKey final : public VerificationKey {
 public:
  RsaKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : key_(modulus, exponent), size_(modulus.size()) {}

  [[nodiscard]] KeyType type() const noexcept override { return KeyType::rsa; }

  [[nodiscard]] bool verify(Algorithm algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const override {
    // RFC 8017 §8.1.2 and §8.2.2, step 1: as long as the modulus, not shorter and not longer.
    if (signature.size() != size_) return false;
    Botan::PK_Verifier verifier(key_, info(algorithm).scheme);
    verifier.update(signing_input);
    return verifier.check_signature(signature.data(), signature.size());
  }

 private:
  PublicKey key_;
  std::size_t size_;  ///< of the modulus, in bytes
};

}  // namespace

Result<std::unique_ptr<const VerificationKey>> make_rsa_key(
    std::span<const std::uint8_t> modulus, std::span<const std::uint8_t> exponent) {
  // RFC 7518 §6.3.1.1: Base64urlUInt has the minimum number of octets.
  if (modulus.empty() || modulus.front() == 0 || exponent.empty() || exponent.front() == 0) {
    return Error(Reason::key_material);
  }
  const std::size_t bits = bit_length(modulus);
  if (bits < kMinModulusBits) return Error(Reason::key_too_small);
  if (bits > kMaxModulusBits) return Error(Reason::key_too_large);
  if ((modulus.back() & 1U) == 0) return Error(Reason::key_modulus_even);

  if (exponent.size() > sizeof kExponentLimit) return Error(Reason::key_exponent);
  std::uint64_t e = 0;
  for (const std::uint8_t byte : exponent) e = e << 8 | byte;
  if (e < 3 || (e & 1U) == 0 || e >= kExponentLimit) return Error(Reason::key_exponent);

  try {
    return std::make_unique<const RsaKey>(modulus, e);
  } catch (const Botan::Exception&) {  // Botan refuses a key that the rules above let through
    return Error(Reason::key_material);
  }
}

}  // namespace assay
