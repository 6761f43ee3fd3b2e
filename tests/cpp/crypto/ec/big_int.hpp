#pragma once

#include <botan/bigint.h>

#include "crypto/ec/words.hpp"

/// Numbers of words as Botan's, to compare with.
namespace assay::ec::test {

template <std::size_t W>
[[nodiscard]] Botan::BigInt number_of(const Words<W>& words) {
  Botan::BigInt number;
  for (std::size_t i = W; i-- > 0;) number = (number << 32) + Botan::BigInt(words[i]);
  return number;
}

template <std::size_t W>
[[nodiscard]] Words<W> words_of(Botan::BigInt number) {
  Words<W> words{};
  for (auto& word : words) {
    word = static_cast<std::uint32_t>(number.word_at(0));
    number >>= 32;
  }
  return words;
}

}  // namespace assay::ec::test
