#include "http/challenge.hpp"

#include <algorithm>
#include <vector>

#include "dpop/proof_algorithms.hpp"
#include "http/verdict_table.hpp"

namespace assay {
namespace {

/// Whether another token, or another proof, might help.
bool asks_for_token(Code code) noexcept {
  switch (code) {
    case Code::auth_token_missing:
    case Code::auth_token_invalid:
    case Code::auth_token_expired:
    case Code::auth_invalid_issuer:
    case Code::auth_invalid_audience:
    case Code::auth_missing_scope:
    case Code::auth_proof_invalid:
      return true;
    case Code::auth_keys_unavailable:
    case Code::auth_rate_limited:
    case Code::request_invalid:
    case Code::config_invalid:
    case Code::internal:
      return false;
  }
  return false;
}

const Verdict& verdict_of(const Error& error) noexcept {
  const auto* const own = std::ranges::find(kReasonVerdicts, error.reason, &ReasonVerdict::reason);
  return own != kReasonVerdicts.end() ? own->verdict
                                      : kVerdicts.at(static_cast<std::size_t>(error.code));
}

/// The schemes by which the request may come again: RFC 9449 §7.1.
std::vector<Scheme> schemes_of(const Error& error, const ChallengeOptions& options) {
  if (error.code == Code::auth_proof_invalid || error.reason == Reason::token_bound) {
    return {Scheme::dpop};
  }
  if (options.proof_algorithms.empty()) return {Scheme::bearer};
  if (options.proof_required) return {Scheme::dpop};
  if (options.scheme) return {*options.scheme};
  return {Scheme::bearer, Scheme::dpop};
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

std::string parameters_of(const Error& error, std::string_view metadata_url) {
  std::string parameters;
  if (!metadata_url.empty()) add_parameter(parameters, "resource_metadata", metadata_url);
  // RFC 6750 §3.1: no error where no token was sent.
  if (error.code != Code::auth_token_missing) {
    const Verdict& verdict = verdict_of(error);
    add_parameter(parameters, "error", verdict.error);
    add_parameter(parameters, "error_description", verdict.description);
  }
  if (const std::string scopes = error.scopes_to_request(); !scopes.empty()) {
    add_parameter(parameters, "scope", scopes);
  }
  return parameters;
}

}  // namespace

int http_status(const Error& error) noexcept {
  const int own = info(error.reason).status;
  return own != 0 ? own : info(error.code).status;
}

std::string challenge(const Error& error, const ChallengeOptions& options) {
  if (!asks_for_token(error.code)) return {};
  const std::string parameters = parameters_of(error, options.metadata_url);
  std::span<const Algorithm> algorithms = options.proof_algorithms;
  if (algorithms.empty()) algorithms = kProofAlgorithms;
  std::string text;
  for (const Scheme scheme : schemes_of(error, options)) {
    std::string own = parameters;
    // RFC 9449 §5.1: separated by spaces.
    if (scheme == Scheme::dpop) add_parameter(own, "algs", names_of(algorithms));
    if (own.empty()) add_parameter(own, "realm", "api");  // RFC 6750 §3: one at least
    text.append(text.empty() ? "" : ", ").append(scheme == Scheme::dpop ? "DPoP " : "Bearer ");
    text += own;
  }
  return text;
}

std::string challenge(const Error& error, std::string_view metadata_url) {
  return challenge(error, ChallengeOptions{.metadata_url = metadata_url});
}

}  // namespace assay
