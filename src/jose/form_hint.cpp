#include "jose/form_hint.hpp"

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\v\f";
constexpr std::string_view kQuotes = "\"'`";

constexpr std::string_view kBearerHint =
    "Pass the token alone: \"Bearer \" is the scheme of the Authorization header";
constexpr std::string_view kDpopHint =
    "Pass the token alone: \"DPoP \" is the scheme of the Authorization header";
constexpr std::string_view kBasicHint =
    "This is the scheme Basic, a name and a password: have the client send a bearer token";
constexpr std::string_view kHeaderHint =
    "This is a whole header or command: pass what follows \"Bearer \" alone";
constexpr std::string_view kJsonHint =
    "This is JSON, such as a token endpoint's answer: pass its access_token";
constexpr std::string_view kPlaceholderHint =
    "This is a placeholder, or a page of HTML or XML: see that the token itself gets here";
constexpr std::string_view kMissingHint =
    "This is what programs write for a value that is not there: see where the token got lost";
constexpr std::string_view kObjectHint =
    "This is an object that was made a string: pass the token itself, and await a promise first";
constexpr std::string_view kPemHint =
    "This is a PEM, a key or certificate: it belongs into the keys, by jwkFromPem, and a token "
    "here";
constexpr std::string_view kQuotesHint = "The token stands in quotes: take them away";
constexpr std::string_view kSpaceHint =
    "There is white space, perhaps a line break, in the token or at its end: take it away";
constexpr std::string_view kEscapeHint =
    R"(There is a backslash in the token, as of \n or \": undo the escaping)";
constexpr std::string_view kPercentHint =
    "The token is encoded for a URL: decode it, as decodeURIComponent does";
constexpr std::string_view kPairHint =
    "This is a whole cookie, query or URL: pass what follows the = alone";
constexpr std::string_view kPaddingHint =
    "There is padding (=), which no JWT has (RFC 7515 §2): have whoever encoded it leave it out";
constexpr std::string_view kBase64Hint =
    "This is base64, not base64url: it has + or / where a JWT has - or _ (RFC 7515 §2)";
constexpr std::string_view kListHint =
    "There is a comma or a semicolon: pass one token, and nothing else";
constexpr std::string_view kCutHint = "The token is cut off: pass the whole of it";
constexpr std::string_view kInvisibleHint =
    "There is a character beyond ASCII, perhaps one that is invisible, such as a no-break space: "
    "take it away";
constexpr std::string_view kEncryptedHint =
    "Five segments are an encrypted token (JWE, RFC 7516): have the issuer send a signed one";
constexpr std::string_view kTwiceHint = "The token is encoded in base64 once more: decode it";
constexpr std::string_view kOpaqueHint =
    "A token without a dot is no JWT but opaque: have the issuer send JWTs for this audience, or "
    "ask it about each token (RFC 7662)";
constexpr std::string_view kOtherHint =
    "This is no JWT, which begins with eyJ, but perhaps an opaque token: have the issuer send JWTs "
    "for this audience, or ask it about each token (RFC 7662)";

/// What a text begins with, in lower case, and what that means.
struct Beginning {
  std::string_view text;
  std::string_view hint;
};
constexpr std::array<Beginning, 10> kBeginnings{{{"bearer:", kHeaderHint},
                                                 {"authorization", kHeaderHint},
                                                 {"curl ", kHeaderHint},
                                                 {"{{", kPlaceholderHint},
                                                 {"{", kJsonHint},
                                                 {"$", kPlaceholderHint},
                                                 {"<", kPlaceholderHint},
                                                 {"[object ", kObjectHint},
                                                 {"[", kJsonHint},
                                                 {"-----begin ", kPemHint}}};
constexpr std::array<Beginning, 3> kSchemes{
    {{"bearer", kBearerHint}, {"dpop", kDpopHint}, {"basic", kBasicHint}}};
constexpr std::array<std::string_view, 4> kMissing{"undefined", "null", "nan", "none"};
/// In UTF-8: “ ” ‘ ’
constexpr std::array<std::string_view, 4> kTypographicQuotes{"\xE2\x80\x9C", "\xE2\x80\x9D",
                                                             "\xE2\x80\x98", "\xE2\x80\x99"};
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same(char any, char lower) noexcept { return to_lower(any) == lower; }

/// @param lower in lower case
bool begins_with(std::string_view text, std::string_view lower) noexcept {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char expected, char any) { return is_same(any, expected); });
}

bool contains(std::string_view text, std::string_view lower) noexcept {
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), is_same) != text.end();
}

bool has_any_of(std::string_view text, std::string_view set) noexcept {
  return text.find_first_of(set) != std::string_view::npos;
}

/// @param text without white space around it, not empty
std::string_view hint_of_beginning(std::string_view text) noexcept {
  for (const auto& [scheme, hint] : kSchemes) {
    if (begins_with(text, scheme) && text.size() > scheme.size() &&
        kSpaces.find(text[scheme.size()]) != std::string_view::npos) {
      return hint;
    }
  }
  for (const auto& [begin, hint] : kBeginnings) {
    if (begins_with(text, begin)) return hint;
  }
  // curl -s -H "Authorization: Bearer …", or a request with all its headers
  return contains(text, "authorization:") ? kHeaderHint : std::string_view();
}

bool has_quotes(std::string_view text) noexcept {
  if (has_any_of(text.substr(0, 1), kQuotes) || has_any_of(text.substr(text.size() - 1), kQuotes)) {
    return true;
  }
  return std::ranges::any_of(kTypographicQuotes, [&](std::string_view quote) {
    return text.find(quote) != std::string_view::npos;
  });
}

/// What a character says that no token has.
std::string_view hint_of_characters(std::string_view text) noexcept {
  if (has_any_of(text, "%")) return kPercentHint;
  if (has_any_of(text, ";")) return kListHint;
  if (has_any_of(text, "\\")) return kEscapeHint;
  if (text.find(kEllipsis) != std::string_view::npos) return kCutHint;
  const auto is_beyond_ascii = [](char c) { return static_cast<unsigned char>(c) > 0x7E; };
  if (std::ranges::any_of(text, is_beyond_ascii)) return kInvisibleHint;
  const std::size_t pair = text.find('=');
  if (pair == std::string_view::npos) return {};
  return text.find_first_not_of("=.", pair) == std::string_view::npos ? kPaddingHint : kPairHint;
}

/// The same for a text of whatever number of segments.
std::string_view common_hint(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return kSpaceHint;
  const std::string_view trimmed = text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin);
  if (const auto hint = hint_of_beginning(trimmed); !hint.empty()) return hint;
  if (has_quotes(trimmed)) return kQuotesHint;
  // __session=…; Path=/
  if (has_any_of(trimmed, ";=") && has_any_of(trimmed, kSpaces)) return kPairHint;
  if (has_any_of(trimmed, ",")) return kListHint;
  if (has_any_of(text, kSpaces)) return kSpaceHint;
  return hint_of_characters(text);
}

}  // namespace

std::string_view segment_hint(std::string_view text) noexcept {
  if (text.empty()) return {};
  if (const auto hint = common_hint(text); !hint.empty()) return hint;
  return has_any_of(text, "+/") ? kBase64Hint : std::string_view();
}

std::string_view header_hint(std::string_view text) noexcept {
  const auto hint = segment_hint(text);
  return hint.empty() && !text.starts_with("ey") && !text.starts_with("ew") ? kOtherHint : hint;
}

std::string_view token_hint(std::string_view text) noexcept {
  if (text.empty()) return {};
  if (std::ranges::any_of(kMissing, [&](std::string_view word) {
        return text.size() == word.size() && begins_with(text, word);
      })) {
    return kMissingHint;
  }
  if (text.ends_with("..") && text.size() > 3) return kCutHint;
  // An opaque token may have = at its end.
  const bool is_word = std::ranges::all_of(text, [](char c) {
    return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-_+/=~").find(c) != std::string_view::npos;
  });
  if (!is_word || text.find('=') < text.find_last_not_of('=')) {
    if (const auto hint = common_hint(text); !hint.empty()) return hint;
  }
  const auto dots = std::ranges::count(text, '.');
  if (dots == 0) return text.starts_with("ZXlK") ? kTwiceHint : kOpaqueHint;
  if (dots == 4) return kEncryptedHint;
  if (!text.starts_with("ey")) return kOtherHint;
  return dots == 1 ? kCutHint : std::string_view();
}

}  // namespace assay
