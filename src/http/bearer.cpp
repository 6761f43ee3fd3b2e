#include "http/bearer.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::string_view kSpace = " \t";
constexpr std::string_view kScheme = "bearer";

std::string_view trim(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

bool is_scheme(std::string_view text) noexcept {
  return std::ranges::equal(text, kScheme, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// Whether a list of credentials has one with the scheme, after its first.
bool has_further_bearer(std::string_view list) noexcept {
  std::size_t comma = list.find(',');
  while (comma != std::string_view::npos) {
    list = trim(list.substr(comma + 1));
    if (is_scheme(list.substr(0, list.find_first_of(" \t,")))) return true;
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

/// What a client is told: the error of RFC 6750 §3.1 and a general sentence.
struct Verdict {
  std::string_view error;
  std::string_view description;
};

/// @return no error where another token would not help
Verdict verdict_of(const Error& error) noexcept {
  if (error.reason == Reason::authorization_malformed) {
    return {"invalid_request", "The Authorization header must hold exactly one bearer token"};
  }
  switch (error.code) {
    case Code::auth_token_invalid:
      return {"invalid_token", "The access token is invalid"};
    case Code::auth_token_expired:
      return {"invalid_token", "The access token has expired"};
    case Code::auth_invalid_issuer:
      return {"invalid_token", "The access token is from another issuer"};
    case Code::auth_invalid_audience:
      return {"invalid_token", "The access token is for another resource"};
    case Code::auth_missing_scope:
      return {"insufficient_scope", "The access token lacks a required scope"};
    case Code::auth_token_missing:
    case Code::auth_proof_invalid:  // of the scheme DPoP, which is not asked for here
    case Code::auth_keys_unavailable:
    case Code::auth_rate_limited:
    case Code::request_invalid:
    case Code::config_invalid:
    case Code::internal:
      return {};
  }
  return {};
}

/// Adds `name="value"`, a quoted-string (RFC 9110 §5.6.4). What no field may hold becomes a
/// question mark.
void add_parameter(std::string& text, std::string_view name, std::string_view value) {
  text += text.empty() ? "" : ", ";
  text.append(name).append("=\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c >= 0x20 && c < 0x7F ? c : '?';
  }
  text += '"';
}

}  // namespace

Result<std::string_view> bearer_token(std::string_view authorization) {
  const std::string_view value = trim(authorization);
  const std::size_t end = std::min(value.find_first_of(" \t,;=\""), value.size());
  if (!is_scheme(value.substr(0, end))) {
    // Another scheme's parameters; a bearer token after them would be a second credential.
    return has_further_bearer(value) ? Reason::authorization_malformed : Reason::token_missing;
  }
  if (end == value.size()) return Reason::token_missing;  // the scheme alone
  const std::string_view rest = value.substr(end);
  const std::string_view token = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.front() != ' ' || !is_token(token)) return Reason::authorization_malformed;
  return token;
}

int http_status(const Error& error) noexcept {
  const int own = info(error.reason).status;
  return own != 0 ? own : info(error.code).status;
}

std::string challenge(const Error& error, std::string_view metadata_url) {
  const Verdict verdict = verdict_of(error);
  if (verdict.error.empty() && error.code != Code::auth_token_missing) return {};
  std::string parameters;
  if (!metadata_url.empty()) add_parameter(parameters, "resource_metadata", metadata_url);
  // RFC 6750 §3.1: no error where no token was sent.
  if (!verdict.error.empty()) {
    add_parameter(parameters, "error", verdict.error);
    add_parameter(parameters, "error_description", verdict.description);
  }
  if (const std::string scopes = error.scopes_to_request(); !scopes.empty()) {
    add_parameter(parameters, "scope", scopes);
  }
  if (parameters.empty()) add_parameter(parameters, "realm", "api");  // RFC 6750 §3: one at least
  return "Bearer " + parameters;
}

}  // namespace assay
