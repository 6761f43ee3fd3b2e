#pragma once

#include <filesystem>
#include <string>

namespace assay::test {

/// A directory of the test vectors; they are not part of this repository and may be absent.
[[nodiscard]] inline std::filesystem::path vectors(std::string_view part) {
  return std::filesystem::path(ASSAY_VECTORS_DIR) / part;
}

/// The bytes of a file. Throws where it can't be read, so that none is skipped in silence.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace assay::test

/// Ends a test by name where the vectors aren't there (a checkout on its own).
#define ASSAY_NEEDS_VECTORS(directory)                             \
  if (!std::filesystem::is_directory(directory)) {                 \
    GTEST_SKIP() << "no test vectors in " << (directory).string(); \
  }                                                                \
  static_assert(true)
