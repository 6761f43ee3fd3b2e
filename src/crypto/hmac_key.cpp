#include "crypto/hmac_key.hpp"

#include <botan/mac.h>
#include <botan/secmem.h>

namespace assay {
namespace {

constexpr std::size_t kMinSecretBytes = 32;  // RFC 7518 §3.2: as long as the hash, or longer

class HmacKey final : public VerificationKey {
 public:
  explicit HmacKey(std::span<const std::uint8_t> secret) : secret_(secret.begin(), secret.end()) {}

  [[nodiscard]] KeyType type() const noexcept override { return KeyType::oct; }
  [[nodiscard]] std::span<const std::uint8_t> identity() const noexcept override { return secret_; }
  [[nodiscard]] std::optional<Reason> prepare() const override { return std::nullopt; }

  [[nodiscard]] bool verify(Algorithm algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const override {
    const auto mac = Botan::MessageAuthenticationCode::create_or_throw(info(algorithm).scheme);
    mac->set_key(secret_);
    mac->update(signing_input);
    return mac->verify_mac(signature.data(), signature.size());
  }

 private:
  Botan::secure_vector<std::uint8_t> secret_;
};

}  // namespace

Result<std::unique_ptr<const VerificationKey>> make_hmac_key(std::span<const std::uint8_t> secret) {
  if (secret.size() < kMinSecretBytes) return Error(Reason::key_too_small);
  return std::make_unique<const HmacKey>(secret);
}

}  // namespace assay
