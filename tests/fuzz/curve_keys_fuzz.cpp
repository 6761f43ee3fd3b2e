// Fuzzes the keys of elliptic curves with any bytes, against Botan: the first bytes choose the
// curve and how far the lengths are off, the rest is key, signature and text.
#include <botan/ec_group.h>

#include "curve_reference.hpp"

namespace {

using assay::ec::Curve;
using assay::fuzz::Bytes;
using assay::fuzz::Input;

/// Mostly the right length.
Bytes take_about(Input& input, std::size_t size) {
  const std::size_t choice = input.byte();
  return input.take(choice < 0xF0 ? size : choice % 2 == 0 ? size + choice % 16 : choice % 16);
}

/// A key. Hardly any two numbers are a point of ECDSA's curves: half of the time y is made for x.
Bytes take_key(Input& input, Curve curve) {
  const std::size_t size = assay::ec::coordinate_size(curve);
  if (curve == Curve::ed25519) return take_about(input, size);
  if (input.byte() % 2 == 0) return take_about(input, 2 * size);
  Bytes compressed{static_cast<std::uint8_t>(2 + input.byte() % 2)};
  const Bytes x = input.take(size);
  compressed.insert(compressed.end(), x.begin(), x.end());
  const auto group = Botan::EC_Group::from_name(assay::fuzz::botan_name(curve));
  const auto point = Botan::EC_AffinePoint::deserialize(group, compressed);
  if (!point) return compressed;
  const auto bytes = point->xy_bytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input({data, size});
  const auto curve = static_cast<Curve>(1 + input.byte() % 4);
  const std::size_t coordinate = assay::ec::coordinate_size(curve);
  const Bytes key = take_key(input, curve);
  const Bytes signature = take_about(input, 2 * coordinate);
  assay::fuzz::ask({curve, key, take_about(input, coordinate), signature});
  return 0;
}
