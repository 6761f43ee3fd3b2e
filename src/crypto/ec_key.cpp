#include <botan/hash.h>

#include <array>

#include "base/base64url.hpp"
#include "base/once.hpp"
#include "crypto/ec/curve_keys.hpp"
#include "crypto/verification_key.hpp"

namespace assay {
namespace {

std::optional<ec::Curve> curve_of(KeyType type) noexcept {
  switch (type) {
    case KeyType::p256:
      return ec::Curve::p256;
    case KeyType::p384:
      return ec::Curve::p384;
    case KeyType::p521:
      return ec::Curve::p521;
    case KeyType::ed25519:
      return ec::Curve::ed25519;
    case KeyType::rsa:
#ifdef ASSAY_TEST_HS256
    case KeyType::oct:
#endif
      return std::nullopt;
  }
  return std::nullopt;
}

/// ECDSA (RFC 7518 §3.4) and Ed25519 (RFC 8032 §5.1.7) by the arithmetic of crypto/ec.
class EcKey final : public VerificationKey {
 public:
  EcKey(KeyType type, ec::Curve curve, std::span<const std::uint8_t> x,
        std::span<const std::uint8_t> y)
      : type_(type), curve_(curve), point_(x.begin(), x.end()) {
    point_.insert(point_.end(), y.begin(), y.end());
  }
  ~EcKey() override {
    if (handle_ > 0) ec::forget(handle_);
  }
  EcKey(const EcKey&) = delete;
  EcKey& operator=(const EcKey&) = delete;

  [[nodiscard]] KeyType type() const noexcept override { return type_; }
  [[nodiscard]] std::span<const std::uint8_t> identity() const noexcept override { return point_; }

  [[nodiscard]] std::optional<Reason> prepare() const override {
    const bool is_loaded = once_.run([this] {
      handle_ = ec::prepare(curve_, point_);
      return handle_ != ec::kNotLoaded;
    });
    if (!is_loaded) return Reason::core_not_loaded;
    if (handle_ > 0) return std::nullopt;
    return handle_ == ec::kSmallOrder ? Reason::key_weak : Reason::key_material;
  }

  [[nodiscard]] bool verify(Algorithm algorithm, std::string_view signing_input,
                            std::span<const std::uint8_t> signature) const override {
    // RFC 7518 §3.4, RFC 8032 §5.1.7, step 1: both halves in full length.
    if (signature.size() != 2 * ec::coordinate_size(curve_) || prepare()) return false;
    return ec::verify(handle_, digest_of(algorithm, signing_input, signature), signature);
  }

 private:
  [[nodiscard]] Botan::secure_vector<std::uint8_t> digest_of(
      Algorithm algorithm, std::string_view signing_input,
      std::span<const std::uint8_t> signature) const {
    const auto hash = Botan::HashFunction::create_or_throw(info(algorithm).hash);
    if (curve_ == ec::Curve::ed25519) {  // RFC 8032 §5.1.7, step 2: R, A, then the message
      hash->update(signature.first(ec::coordinate_size(curve_)));
      hash->update(point_);
    }
    hash->update(signing_input);
    return hash->final();
  }

  KeyType type_;
  ec::Curve curve_;
  Bytes point_;  ///< as ec::prepare() takes it
  mutable Once once_;
  mutable ec::Handle handle_ = ec::kNotLoaded;
};

}  // namespace

Result<std::unique_ptr<const VerificationKey>> make_curve_key(KeyType type,
                                                              std::span<const std::uint8_t> x,
                                                              std::span<const std::uint8_t> y) {
  const auto curve = curve_of(type);
  if (!curve) return Error(Reason::key_type_unsupported);
  const std::size_t size = ec::coordinate_size(*curve);
  const std::size_t size_of_y = *curve == ec::Curve::ed25519 ? 0 : size;
  if (x.size() != size || y.size() != size_of_y) return Error(Reason::key_material);
  return std::make_unique<const EcKey>(type, *curve, x, y);
}

}  // namespace assay
