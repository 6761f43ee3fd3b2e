#pragma once

namespace assay {

/// The program's one T. It is made when first asked for and never destroyed, because what uses it
/// may itself be a static that is destroyed late.
template <class T>
[[nodiscard]] T& only() {
  // NOLINTNEXTLINE(cppcoreguidelines-*): nobody owns what is never destroyed; each T locks itself
  static T& the_one = *new T;
  return the_one;
}

}  // namespace assay
