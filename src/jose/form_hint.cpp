#include "jose/form_hint.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::string_view kScheme = "bearer";
constexpr std::string_view kSpaces = " \t\r\n\v\f";
constexpr std::string_view kQuotes = "\"'`";

constexpr std::string_view kBearerHint =
    "Pass the token alone: \"Bearer \" is the scheme of the Authorization header";
constexpr std::string_view kJsonHint =
    "This is JSON, such as a token endpoint's answer: pass its access_token";
constexpr std::string_view kQuotesHint = "The token stands in quotes: take them away";
constexpr std::string_view kSpaceHint =
    "There is white space, perhaps a line break, in the token or at its end: take it away";
constexpr std::string_view kEncryptedHint =
    "Five segments are an encrypted token (JWE, RFC 7516): have the issuer send a signed one";
constexpr std::string_view kOpaqueHint =
    "A token without a dot is no JWT but opaque: have the issuer send JWTs for this audience, or "
    "ask it about each token (RFC 7662)";

bool has_scheme(std::string_view text) noexcept {
  const auto is_same = [](char lower, char any) { return lower == (any | 0x20); };
  return text.size() > kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), text.begin(), is_same) &&
         kSpaces.find(text[kScheme.size()]) != std::string_view::npos;
}

bool is_any_of(char c, std::string_view set) noexcept {
  return set.find(c) != std::string_view::npos;
}

}  // namespace

std::string_view segment_hint(std::string_view text) noexcept {
  if (text.empty()) return {};
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return kSpaceHint;
  const std::string_view trimmed = text.substr(begin);
  if (has_scheme(trimmed)) return kBearerHint;
  if (trimmed.front() == '{') return kJsonHint;
  if (is_any_of(trimmed.front(), kQuotes) || is_any_of(trimmed.back(), kQuotes)) return kQuotesHint;
  return text.find_first_of(kSpaces) == std::string_view::npos ? std::string_view() : kSpaceHint;
}

std::string_view token_hint(std::string_view text) noexcept {
  if (const auto hint = segment_hint(text); !hint.empty() || text.empty()) return hint;
  switch (std::ranges::count(text, '.')) {
    case 0:
      return kOpaqueHint;
    case 4:
      return kEncryptedHint;
    default:
      return {};
  }
}

}  // namespace assay
