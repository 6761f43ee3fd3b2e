#pragma once

#include <botan/bigint.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// Bytes of the input, then zeros.
class Input {
 public:
  explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  Bytes take(std::size_t count) {
    Bytes taken(count);
    const std::size_t size = std::min(count, bytes_.size());
    std::copy_n(bytes_.begin(), size, taken.begin());
    bytes_ = bytes_.subspan(size);
    return taken;
  }
  std::size_t byte() { return take(1)[0]; }
  Botan::BigInt number(std::size_t bits) {
    const Bytes taken = take((bits + 7) / 8);
    Botan::BigInt number(taken.data(), taken.size());
    number.mask_bits(bits);
    return number;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace assay::fuzz
