#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace assay {

/// Overwrites memory with zeros in a way that no optimizer removes.
void erase_memory(void* data, std::size_t bytes) noexcept;

/// Erases memory before it frees it.
template <class T>
struct ErasingAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): the standard's name

  ErasingAllocator() noexcept = default;
  template <class Other>
  explicit ErasingAllocator(const ErasingAllocator<Other>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* data, std::size_t count) noexcept {
    erase_memory(data, count * sizeof(T));
    std::allocator<T>().deallocate(data, count);
  }

  friend bool operator==(ErasingAllocator /*left*/, ErasingAllocator /*right*/) noexcept {
    return true;
  }
};

/// Bytes of a secret: erased before their memory is freed.
using SecretBytes = std::vector<std::uint8_t, ErasingAllocator<std::uint8_t>>;

}  // namespace assay
