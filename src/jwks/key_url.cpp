#include "jwks/key_url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace assay::jwks {
namespace {

constexpr std::string_view kNoUrl = "must be an absolute https URL";
constexpr std::string_view kSchemeEnd = "://";

struct CloseUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, CloseUrl>;

/// As libcurl reads it, which also fetches it. @return null: it is none
Url parse_url(const std::string& text) {
  Url url(curl_url());
  if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) url.reset();
  return url;
}

/// @return "" where there is no such part
std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

/// RFC 8252 §8.3, RFC 6761 §6.3.
bool is_loopback(std::string_view host) noexcept {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// libcurl repairs some texts. Those are no URLs (RFC 3986 §3).
bool is_sound(std::string_view text) noexcept {
  const std::size_t scheme = text.find(kSchemeEnd);
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = text.substr(scheme + kSchemeEnd.size());
  return !rest.empty() && rest.front() != '/' && std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '\x7F' || c == '\\';
  });
}

}  // namespace

std::string_view fault_of_key_url(std::string_view text, bool allow_insecure_loopback) {
  const Url url = is_sound(text) ? parse_url(std::string(text)) : nullptr;
  if (!url) return kNoUrl;
  if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty() ||
      text.substr(0, text.find_first_of("/?#", text.find(kSchemeEnd) + kSchemeEnd.size()))
              .find('@') != std::string_view::npos) {
    return "must not contain credentials";
  }
  if (text.find('#') != std::string_view::npos) return "must not contain a fragment";
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme == "https") return "";
  if (scheme != "http" || !is_loopback(part_of(url, CURLUPART_HOST))) return kNoUrl;
  return allow_insecure_loopback ? "" : "must be https, or allow_insecure_loopback must be true";
}

std::string shown_url(const std::string& text) {
  const Url url = parse_url(text);
  if (!url) return {};
  const std::string port = part_of(url, CURLUPART_PORT);
  return part_of(url, CURLUPART_SCHEME) + std::string(kSchemeEnd) + part_of(url, CURLUPART_HOST) +
         (port.empty() ? "" : ":" + port) + part_of(url, CURLUPART_PATH);
}

}  // namespace assay::jwks
