// The exports of assay-ec.wasm: numbers in, numbers out. The bytes of a call stand in one kept
// buffer, which the caller fills (js/core/curves.js).
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "crypto/ec/curve_keys.hpp"

#define ASSAY_EXPORT(name) \
  extern "C" __attribute__((export_name(name), visibility("default"))) std::int32_t

namespace {

using assay::ec::Curve;

constexpr std::size_t kBufferSize = 512;

std::array<std::uint8_t, kBufferSize>& buffer() noexcept {
  static std::array<std::uint8_t, kBufferSize> kept;
  return kept;
}

std::span<const std::uint8_t> bytes(std::size_t length) noexcept {
  return std::span(buffer()).first(std::min(length, kBufferSize));
}

}  // namespace

ASSAY_EXPORT("buffer") assay_ec_buffer() {
  return static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(buffer().data()));
}

/// @return a handle above zero, or what curve_keys.hpp says; an unknown curve has no points
ASSAY_EXPORT("prepare") assay_ec_prepare(std::int32_t curve, std::size_t length) {
  // 257 must not become a curve where it is cut to the size of the enum.
  if (curve != static_cast<std::uint8_t>(curve)) return assay::ec::kInvalidPoint;
  return assay::ec::prepare(static_cast<Curve>(curve), bytes(length));
}

/// @param length of the digest and of the signature, which follows it
ASSAY_EXPORT("verify") assay_ec_verify(std::int32_t key, std::size_t length) {
  const auto given = bytes(length);
  const std::size_t signature = assay::ec::signature_size(key);
  if (signature > given.size()) return 0;
  const std::size_t digest = given.size() - signature;
  return assay::ec::verify(key, given.first(digest), given.subspan(digest)) ? 1 : 0;
}

ASSAY_EXPORT("forget") assay_ec_forget(std::int32_t key) {
  assay::ec::forget(key);
  return 1;
}
