// In assay.wasm and assay-relaxed.wasm: the arithmetic is assay-ec.wasm's. JavaScript passes each
// call on to it (js/core), and copies the bytes from the one memory to the other.
#include <algorithm>
#include <array>

#include "crypto/ec/curve_keys.hpp"

namespace assay::ec {
namespace {

enum Operation : std::int32_t { kPrepare = 1, kVerify = 2, kForget = 3 };

/// The most bytes of one call: a digest, and a signature by P-521.
constexpr std::size_t kMaxBytes = 64 + 132;

}  // namespace

extern "C" [[clang::import_module("env"), clang::import_name("assay_ec")]] std::int32_t assay_ec(
    std::int32_t operation, std::int32_t number, const std::uint8_t* bytes, std::size_t length);

Handle prepare(Curve curve, std::span<const std::uint8_t> point) {
  return assay_ec(kPrepare, static_cast<std::int32_t>(curve), point.data(), point.size());
}

bool verify(Handle key, std::span<const std::uint8_t> digest,
            std::span<const std::uint8_t> signature) {
  std::array<std::uint8_t, kMaxBytes> bytes;
  const std::size_t length = digest.size() + signature.size();
  if (length > bytes.size()) return false;
  std::ranges::copy(signature, std::ranges::copy(digest, bytes.begin()).out);
  return assay_ec(kVerify, key, bytes.data(), length) == 1;
}

void forget(Handle key) noexcept { assay_ec(kForget, key, nullptr, 0); }

}  // namespace assay::ec
