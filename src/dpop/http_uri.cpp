#include "dpop/http_uri.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace assay {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// RFC 3986 §2.3.
bool is_unreserved(char c) noexcept {
  return is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}
/// What a path may have as it is, beside percent-encodings (RFC 3986 §3.3).
bool is_path_character(char c) noexcept {
  return is_unreserved(c) || std::string_view("/!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

std::optional<std::uint8_t> hex_value(char c) noexcept {
  if (is_digit(c)) return static_cast<std::uint8_t>(c - '0');
  const char lower = to_lower(c);
  if (lower >= 'a' && lower <= 'f') return static_cast<std::uint8_t>(lower - 'a' + 10);
  return std::nullopt;
}

void append_encoded(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHex[byte >> 4U];
  out += kHex[byte & 0xFU];
}

/// RFC 3986 §2.1. @param text from a percent sign on @return the byte; nothing: it encodes none
std::optional<char> encoded_byte(std::string_view text) noexcept {
  if (text.size() < 3) return std::nullopt;
  const auto high = hex_value(text[1]);
  const auto low = hex_value(text[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(*high << 4U | *low);
}

/// RFC 3986 §6.2.2.1, §6.2.2.2. A percent sign that encodes nothing is itself encoded.
template <class MayStand>
std::string normal_encodings(std::string_view text, MayStand may_stand) {
  std::string normal;
  normal.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto encoded = text[i] == '%' ? encoded_byte(text.substr(i)) : std::nullopt;
    const char c = encoded.value_or(text[i]);
    if (encoded ? is_unreserved(c) : may_stand(c)) {
      normal += c;
    } else {
      append_encoded(normal, c);
    }
    if (encoded) i += 2;
  }
  return normal;
}

/// RFC 3986 §5.2.4. @param path "" or begins with a slash
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, end - 1);
    path.remove_prefix(end);
    if (segment == "..") out.erase(std::min(out.rfind('/'), out.size()));
    if (segment == "." || segment == "..") {
      if (path.empty()) out += '/';
      continue;
    }
    out += '/';
    out += segment;
  }
  return out.empty() ? "/" : out;
}

/// RFC 3986 §3.2.2: a name, an IPv4 address, or an IP literal in brackets.
std::optional<std::string> normal_host(std::string_view host) {
  if (host.empty()) return std::nullopt;
  const bool is_literal = host.front() == '[';
  if (is_literal != (host.back() == ']')) return std::nullopt;
  const std::string_view name = is_literal ? host.substr(1, host.size() - 2) : host;
  const auto may_stand = [&](char c) {
    return is_unreserved(c) || (is_literal && c == ':') ||
           std::string_view("%!$&'()*+,;=").find(c) != std::string_view::npos;
  };
  if (name.empty() || !std::ranges::all_of(name, may_stand)) return std::nullopt;
  for (std::size_t i = name.find('%'); i < name.size(); i = name.find('%', i + 1)) {
    if (!encoded_byte(name.substr(i))) return std::nullopt;
  }
  std::string normal = normal_encodings(host, [](char) { return true; });
  std::ranges::transform(normal, normal.begin(), to_lower);
  return normal;
}

/// RFC 3986 §3.2.3. @return ":8080", or "" for the scheme's own port or none
std::optional<std::string> normal_port(std::string_view port, std::string_view own) {
  constexpr unsigned kMaxPort = 65535;
  const bool is_given = !port.empty();
  port.remove_prefix(std::min(port.find_first_not_of('0'), port.size()));
  unsigned number = 0;
  for (const char c : port) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
    if (number > kMaxPort) return std::nullopt;
  }
  if (is_given && number == 0) return std::nullopt;  // RFC 6335 §6: reserved, nobody listens there
  if (port.empty() || port == own) return std::string();
  return ":" + std::string(port);
}

struct Scheme {
  std::string_view prefix;
  std::string_view port;
};
constexpr std::array<Scheme, 2> kSchemes{{{"https://", "443"}, {"http://", "80"}}};

const Scheme* scheme_of(std::string_view uri) noexcept {
  for (const Scheme& scheme : kSchemes) {
    const std::string_view start = uri.substr(0, scheme.prefix.size());
    if (std::ranges::equal(start, scheme.prefix, {}, to_lower)) return &scheme;
  }
  return nullptr;
}

/// Neither white space, nor control characters, nor what some parsers take for a slash.
bool is_readable(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte > ' ' && byte != 0x7F && c != '\\';
}

/// The parts of an HTTP URI in their normal forms; of the path, all but its dot segments.
struct NormalParts {
  std::string origin;
  std::string path;
};

std::optional<NormalParts> normal_parts(std::string_view uri) {
  uri = uri.substr(0, uri.find('#'));
  uri = uri.substr(0, uri.find('?'));
  const Scheme* const scheme = scheme_of(uri);
  if (scheme == nullptr || !std::ranges::all_of(uri, is_readable)) return std::nullopt;
  const std::string_view rest = uri.substr(scheme->prefix.size());
  const std::string_view authority = rest.substr(0, rest.find('/'));
  // The last colon begins the port, unless it is within an IP literal.
  const std::size_t bracket = authority.rfind(']');
  std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
    colon = authority.size();
  }
  const auto host = normal_host(authority.substr(0, colon));
  const auto port =
      normal_port(authority.substr(std::min(colon + 1, authority.size())), scheme->port);
  if (!host || !port) return std::nullopt;
  return NormalParts{std::string(scheme->prefix) + *host + *port,
                     normal_encodings(rest.substr(authority.size()), is_path_character)};
}

}  // namespace

std::optional<std::string> normal_http_uri(std::string_view uri) {
  const auto parts = normal_parts(uri);
  if (!parts) return std::nullopt;
  return parts->origin + without_dot_segments(parts->path);
}

std::optional<std::string> asked_http_uri(std::string_view uri) {
  const auto parts = normal_parts(uri);
  if (!parts) return std::nullopt;
  const std::string path = without_dot_segments(parts->path);
  if (!parts->path.empty() && path != parts->path) return std::nullopt;
  return parts->origin + path;
}

}  // namespace assay
