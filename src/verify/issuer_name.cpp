#include "verify/issuer_name.hpp"

#include <algorithm>
#include <string>

namespace assay {
namespace {

constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kEntra = "https://login.microsoftonline.";  // .com, .us
constexpr std::string_view kEntraV1 = "https://sts.windows.net/";

/// The rest of a text after what was read of it.
struct Rest {
  std::string_view text;

  /// Reads up to the next slash, which is read, too.
  std::string_view segment() noexcept {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view read = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return read;
  }
};

/// Where the path of a URL begins: after the slash that follows its authority.
std::size_t path_begin(std::string_view url) noexcept {
  const std::size_t scheme = url.find(kSchemeEnd);
  if (scheme == std::string_view::npos) return std::string_view::npos;
  const std::size_t slash = url.find('/', scheme + kSchemeEnd.size());
  return slash == std::string_view::npos ? slash : slash + 1;
}

std::string_view first_path_segment(std::string_view url) noexcept {
  const std::size_t begin = path_begin(url);
  return begin == std::string_view::npos ? "" : Rest{url.substr(begin)}.segment();
}

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Whether a text is one segment, and stays one however a URL is read (RFC 3986 §2.3, §3.3).
bool is_segment(std::string_view text) noexcept {
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
  });
}

/// The name between the braces of a segment; "" where it is no placeholder.
std::string_view placeholder(std::string_view segment) noexcept {
  if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return "";
  return segment.substr(1, segment.size() - 2);
}

bool has_braces(std::string_view text) noexcept {
  return text.find('{') != std::string_view::npos || text.find('}') != std::string_view::npos;
}

/// Only a URL has placeholders. In any other name a brace is a character.
bool may_have_placeholders(std::string_view name) noexcept {
  return has_braces(name) && name.find(kSchemeEnd) != std::string_view::npos;
}

/// Whether a text is the name, where `fits` compares a placeholder's name with a segment.
template <class Fits>
bool matches(std::string_view text, std::string_view name, Fits fits) {
  if (!may_have_placeholders(name)) return text == name;
  if (std::ranges::count(text, '/') != std::ranges::count(name, '/')) return false;
  Rest texts{text};
  Rest names{name};
  while (!names.text.empty() || !texts.text.empty()) {
    const std::string_view segment = texts.segment();
    const std::string_view expected = names.segment();
    const std::string_view member = placeholder(expected);
    if (member.empty() ? segment != expected : !(is_segment(segment) && fits(member, segment))) {
      return false;
    }
  }
  return true;
}

constexpr auto kAnySegment = [](std::string_view, std::string_view) { return true; };

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string_view without_slash(std::string_view text) noexcept {
  if (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

std::string_view without_scheme(std::string_view text) noexcept {
  const std::size_t end = text.find(kSchemeEnd);
  return end == std::string_view::npos ? text : text.substr(end + kSchemeEnd.size());
}

bool is_all_tenants(std::string_view name) noexcept {
  if (!name.starts_with(kEntra)) return false;
  const std::string_view tenant = first_path_segment(name);
  return tenant == "common" || tenant == "organizations" || tenant == "consumers";
}

}  // namespace

bool is_issuer_name(std::string_view name) noexcept {
  if (name.empty()) return false;
  if (!may_have_placeholders(name)) return true;
  const std::size_t begin = path_begin(name);
  if (begin == std::string_view::npos || has_braces(name.substr(0, begin))) return false;
  Rest rest{name.substr(begin)};
  while (!rest.text.empty()) {
    const std::string_view segment = rest.segment();
    const std::string_view member = placeholder(segment);
    if (has_braces(member.empty() ? segment : member)) return false;
  }
  return true;
}

bool is_issuer(std::string_view iss, std::string_view name, const Claims& claims) {
  return matches(iss, name, [&](std::string_view member, std::string_view segment) {
    const auto claim = claims.string(member);
    return claim && *claim == segment;
  });
}

bool is_key_of_issuer(std::string_view key_issuer, std::string_view iss) noexcept {
  if (matches(iss, key_issuer, kAnySegment)) return true;
  const bool is_entra = iss.starts_with(kEntraV1) && key_issuer.starts_with(kEntra);
  const bool is_entra_in_china =
      iss.starts_with("https://sts.chinacloudapi.cn/") &&
      key_issuer.starts_with("https://login.partner.microsoftonline.cn/");
  if (!is_entra && !is_entra_in_china) return false;
  const std::string_view tenant = first_path_segment(iss);
  const std::string_view key_tenant = first_path_segment(key_issuer);
  return is_segment(tenant) && (tenant == key_tenant || !placeholder(key_tenant).empty());
}

bool differs_little(std::string_view a, std::string_view b) {
  return without_slash(lower_case(a)) == without_slash(lower_case(b));
}

std::string_view issuer_hint(std::string_view iss, std::string_view name) {
  if (is_all_tenants(name) && iss.starts_with("https://")) {
    return "/common is no issuer of tokens: set issuer to "
           "https://login.microsoftonline.com/{tid}/v2.0, and metadataUrl to /common's document";
  }
  if (without_slash(iss) == without_slash(name)) {
    return "iss and the option issuer differ only by the slash at the end: write the option as the "
           "token has it";
  }
  if (differs_little(iss, name)) {
    return "iss and the option issuer differ only by case: write the option as the token has it";
  }
  if (differs_little(without_scheme(iss), without_scheme(name))) {
    return "iss and the option issuer differ by the scheme (https://, http:// or none): write the "
           "option as the token has it, or both as a list";
  }
  if (iss.starts_with(kEntraV1) && name.starts_with(kEntra)) {
    return "This is a v1.0 token of Entra ID: its issuer is https://sts.windows.net/{tid}/";
  }
  if (may_have_placeholders(name) && matches(iss, name, kAnySegment)) {
    return "A {name} in the option issuer is a claim of the token: Entra's is {tid}";
  }
  return "";
}

}  // namespace assay
