#include "jwks/freshness.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace assay::jwks {
namespace {

constexpr std::string_view kSpace = " \t";

std::string_view trim(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

bool same_word(std::string_view text, std::string_view lower_case) noexcept {
  return std::ranges::equal(text, lower_case, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// A whole number, quoted or not (RFC 9111 §5.2). One that is too large is infinite.
std::optional<double> seconds_in(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::uint64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc() ? static_cast<double>(seconds) : kMaxLifetime;
}

}  // namespace

std::optional<double> lifetime_of(std::string_view cache_control, std::string_view age) {
  std::optional<double> max_age;
  while (!cache_control.empty()) {
    const std::size_t end = std::min(cache_control.find(','), cache_control.size());
    const std::string_view directive = trim(cache_control.substr(0, end));
    cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
    const std::size_t equals = std::min(directive.find('='), directive.size());
    const std::string_view name = trim(directive.substr(0, equals));
    if (same_word(name, "no-cache") || same_word(name, "no-store")) return kMinLifetime;
    if (max_age || !same_word(name, "max-age") || equals == directive.size()) continue;
    max_age = seconds_in(trim(directive.substr(equals + 1)));
  }
  if (!max_age) return std::nullopt;
  return std::clamp(*max_age - seconds_in(trim(age)).value_or(0), kMinLifetime, kMaxLifetime);
}

double retry_after_of(std::string_view text, double now) {
  text = trim(text);
  double seconds = 0;
  if (const auto number = seconds_in(text)) {
    seconds = *number;
  } else if (!text.empty()) {
    // -1 for what is no date.
    seconds = static_cast<double>(curl_getdate(std::string(text).c_str(), nullptr)) - now;
  }
  return std::clamp(seconds, 0.0, kMaxRetryAfter);
}

}  // namespace assay::jwks
