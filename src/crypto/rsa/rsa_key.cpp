#include <botan/exceptn.h>

#include <algorithm>

#include "base/base64url.hpp"
#include "base/once.hpp"
#include "crypto/rsa/bit_length.hpp"
#include "crypto/rsa/roca.hpp"
#include "crypto/verification_key.hpp"
#ifdef ASSAY_RSA_KERNEL
#include "crypto/rsa/rsa_fast_key.hpp"
#else
#include <botan/bigint.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>
#endif

namespace assay {
namespace {

#ifdef ASSAY_RSA_KERNEL
using PublicKey = RsaFastKey;
#else
/// Natively, Botan's own operation is the fast one.
class PublicKey {
 public:
  PublicKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : key_(Botan::BigInt(modulus.data(), modulus.size()), Botan::BigInt(exponent)) {}

  [[nodiscard]] bool verify(const AlgorithmInfo& algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const {
    Botan::PK_Verifier verifier(key_, algorithm.scheme);
    verifier.update(signing_input);
    return verifier.check_signature(signature.data(), signature.size());
  }

 private:
  Botan::RSA_PublicKey key_;
};
#endif

constexpr std::size_t kExponentBytes = sizeof(std::uint64_t);

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) and RSASSA-PSS (§8.1.2).
class RsaKey final : public VerificationKey {
 public:
  RsaKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : numbers_(kExponentBytes + modulus.size()), exponent_(exponent) {
    for (std::size_t i = 0; i < kExponentBytes; ++i) {
      numbers_[i] = static_cast<std::uint8_t>(exponent >> (8 * (kExponentBytes - 1 - i)));
    }
    std::ranges::copy(modulus, numbers_.begin() + kExponentBytes);
  }

  [[nodiscard]] KeyType type() const noexcept override { return KeyType::rsa; }
  [[nodiscard]] std::span<const std::uint8_t> identity() const noexcept override {
    return numbers_;
  }

  [[nodiscard]] std::optional<Reason> prepare() const override {
    once_.run([this] {
      try {
        key_.emplace(modulus(), exponent_);
      } catch (const Botan::Exception&) {  // Botan refuses numbers that make_rsa_key() accepts
        key_.reset();
      }
      return true;
    });
    return key_ ? std::nullopt : std::optional(Reason::key_material);
  }

  [[nodiscard]] bool verify(Algorithm algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const override {
    // RFC 8017 §8.1.2 and §8.2.2, step 1: as long as the modulus, not shorter and not longer.
    if (signature.size() != modulus().size() || prepare()) return false;
    return key_->verify(info(algorithm), signing_input, signature);
  }

 private:
  [[nodiscard]] std::span<const std::uint8_t> modulus() const noexcept {
    return std::span(numbers_).subspan(kExponentBytes);
  }

  Bytes numbers_;  ///< the exponent, then the modulus, both big-endian
  std::uint64_t exponent_;
  mutable Once once_;
  mutable std::optional<PublicKey> key_;
};

std::span<const std::uint8_t> without_leading_zeros(std::span<const std::uint8_t> number) {
  const auto zeros = std::ranges::find_if(number, [](std::uint8_t byte) { return byte != 0; });
  return number.subspan(static_cast<std::size_t>(zeros - number.begin()));
}

}  // namespace

Result<std::unique_ptr<const VerificationKey>> make_rsa_key(
    std::span<const std::uint8_t> modulus, std::span<const std::uint8_t> exponent) {
  modulus = without_leading_zeros(modulus);
  exponent = without_leading_zeros(exponent);
  if (modulus.empty() || exponent.empty()) return Error(Reason::key_material);
  const std::size_t bits = bit_length(modulus);
  if (bits < kMinModulusBits) return Error(Reason::key_too_small);
  if (bits > kMaxModulusBits) return Error(Reason::key_too_large);
  if ((modulus.back() & 1U) == 0) return Error(Reason::key_modulus_even);

  if (exponent.size() > sizeof kExponentLimit) return Error(Reason::key_exponent);
  std::uint64_t e = 0;
  for (const std::uint8_t byte : exponent) e = e << 8 | byte;
  if (e < 3 || (e & 1U) == 0 || e >= kExponentLimit) return Error(Reason::key_exponent);

  if (has_roca_fingerprint(modulus)) return Error(Reason::key_weak);
  return std::make_unique<const RsaKey>(modulus, e);
}

}  // namespace assay
