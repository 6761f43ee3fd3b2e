#include "base/secret_bytes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

TEST(SecretBytes, ErasedMemoryHoldsZeros) {
  std::array<std::uint8_t, 64> memory{};
  memory.fill(0xA5);
  erase_memory(memory.data(), 32);
  EXPECT_EQ(std::count(memory.begin(), memory.end(), 0), 32);
  EXPECT_EQ(std::count(memory.begin() + 32, memory.end(), 0xA5), 32);
}

}  // namespace
}  // namespace assay
