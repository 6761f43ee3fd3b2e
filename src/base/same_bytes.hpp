#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace assay {

/// @param bytes eight of them
[[nodiscard]] inline std::uint64_t load_word(const char* bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// Whether two texts are equal. Eight bytes at a time: libc's memcmp goes byte by byte in
/// WebAssembly. For public values only: its running time depends on them.
[[nodiscard]] inline bool same_bytes(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= a.size(); at += sizeof(std::uint64_t)) {
    if (load_word(a.data() + at) != load_word(b.data() + at)) return false;
  }
  return a.substr(at) == b.substr(at);
}

}  // namespace assay
