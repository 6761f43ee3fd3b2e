#include "http/bearer.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::string_view kSpace = " \t";
constexpr std::string_view kBearer = "bearer";
constexpr std::string_view kDpop = "dpop";

std::string_view trim(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

/// @param scheme in lower case
bool is_scheme(std::string_view text, std::string_view scheme) noexcept {
  return std::ranges::equal(text, scheme, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// Whether a list of credentials has one with the scheme, after its first.
bool has_further(std::string_view list, std::string_view scheme) noexcept {
  std::size_t comma = list.find(',');
  while (comma != std::string_view::npos) {
    list = trim(list.substr(comma + 1));
    if (is_scheme(list.substr(0, list.find_first_of(" \t,")), scheme)) return true;
    comma = list.find(',');
  }
  return false;
}

/// RFC 6750 §2.1: b64token.
bool is_token(std::string_view text) noexcept {
  const std::string_view body = text.substr(0, text.find_last_not_of('=') + 1);
  return !body.empty() && std::ranges::all_of(body, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
  });
}

/// @param scheme in lower case
Result<std::string_view> token_of(std::string_view authorization, std::string_view scheme) {
  const std::string_view value = trim(authorization);
  const std::size_t end = std::min(value.find_first_of(" \t,;=\""), value.size());
  if (!is_scheme(value.substr(0, end), scheme)) {
    // Another scheme's parameters; a token of this one after them would be a second credential.
    return has_further(value, scheme) ? Reason::authorization_malformed : Reason::token_missing;
  }
  if (end == value.size()) return Reason::token_missing;  // the scheme alone
  const std::string_view rest = value.substr(end);
  const std::string_view token = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.front() != ' ' || !is_token(token)) return Reason::authorization_malformed;
  return token;
}

}  // namespace

Result<std::string_view> bearer_token(std::string_view authorization) {
  return token_of(authorization, kBearer);
}

Result<Credential> credential(std::string_view authorization) {
  const auto bound = token_of(authorization, kDpop);
  if (bound) return Credential{.scheme = Scheme::dpop, .token = *bound};
  if (bound.error().reason != Reason::token_missing) return bound.error();
  const auto bearer = token_of(authorization, kBearer);
  if (!bearer) return bearer.error();
  return Credential{.scheme = Scheme::bearer, .token = *bearer};
}

}  // namespace assay
