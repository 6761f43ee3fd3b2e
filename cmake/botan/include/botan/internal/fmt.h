// In place of Botan's header of the same name: the texts of its exceptions, without the streams and
// locales of the standard library, which are 56 kB of code.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace Botan {
namespace fmt_detail {

inline void append(std::string& out, std::string_view text) { out += text; }
inline void append(std::string& out, std::integral auto number) { out += std::to_string(number); }
inline void append(std::string& out, char character) { out += character; }
template <class T>
  requires requires(const T& value) { value.to_string(); }
void append(std::string& out, const T& value) {
  out += value.to_string();
}

inline void format(std::string& out, std::string_view format_text) { out += format_text; }

template <class First, class... Rest>
void format(std::string& out, std::string_view format_text, const First& first,
            const Rest&... rest) {
  const size_t place = format_text.find("{}");
  out += format_text.substr(0, place);
  if (place == std::string_view::npos) return;
  append(out, first);
  format(out, format_text.substr(place + 2), rest...);
}

}  // namespace fmt_detail

/// The text with each "{}" replaced by the next argument.
template <class... T>
std::string fmt(std::string_view format_text, const T&... arguments) {
  std::string out;
  fmt_detail::format(out, format_text, arguments...);
  return out;
}

}  // namespace Botan
