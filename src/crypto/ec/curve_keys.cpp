#include "crypto/ec/curve_keys.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "base/lock.hpp"
#include "base/only.hpp"
#include "crypto/ec/ecdsa_key.hpp"
#include "crypto/ec/ed25519_key.hpp"

namespace assay::ec {
namespace {

/// The keys by their handles, which ascend.
class Keys {
 public:
  [[nodiscard]] Handle add(std::unique_ptr<const CurveKey> key) {
    return lock_.run([&] {
      keys_.push_back({++last_handle_, std::move(key)});
      return last_handle_;
    });
  }
  [[nodiscard]] const CurveKey* find(Handle handle) {
    return lock_.run([&]() -> const CurveKey* {
      const auto found = std::ranges::lower_bound(keys_, handle, {}, &Kept::handle);
      return found != keys_.end() && found->handle == handle ? found->key.get() : nullptr;
    });
  }
  void erase(Handle handle) noexcept {
    lock_.run(
        [&] { std::erase_if(keys_, [=](const Kept& kept) { return kept.handle == handle; }); });
  }

 private:
  struct Kept {
    Handle handle;
    std::unique_ptr<const CurveKey> key;
  };
  Lock lock_;
  std::vector<Kept> keys_;
  Handle last_handle_ = 0;
};

Keys& keys() { return only<Keys>(); }

Handle prepare_ed25519(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != coordinate_size(Curve::ed25519)) return kInvalidPoint;
  const auto encoded = read_little_endian<8>(bytes);
  const auto point = Edwards::decode(encoded);
  if (!point) return kInvalidPoint;
  if (Edwards::has_small_order(encoded)) return kSmallOrder;
  return keys().add(std::make_unique<const Ed25519Key>(*point));
}

template <class Curve>
Handle prepare_ecdsa(std::span<const std::uint8_t> bytes) {
  auto key = EcdsaKey<Curve>::make(bytes);
  return key == nullptr ? kInvalidPoint : keys().add(std::move(key));
}

}  // namespace

Handle prepare(Curve curve, std::span<const std::uint8_t> point) {
  switch (curve) {
    case Curve::p256:
      return prepare_ecdsa<P256>(point);
    case Curve::p384:
      return prepare_ecdsa<P384>(point);
    case Curve::p521:
      return prepare_ecdsa<P521>(point);
    case Curve::ed25519:
      return prepare_ed25519(point);
  }
  return kInvalidPoint;
}

bool verify(Handle key, std::span<const std::uint8_t> digest,
            std::span<const std::uint8_t> signature) {
  const CurveKey* const found = keys().find(key);
  return found != nullptr && found->verify(digest, signature);
}

std::size_t signature_size(Handle key) {
  const CurveKey* const found = keys().find(key);
  return found == nullptr ? 0 : found->signature_size();
}

void forget(Handle key) noexcept { keys().erase(key); }

}  // namespace assay::ec
