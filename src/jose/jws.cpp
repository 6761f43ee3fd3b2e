#include "jose/jws.hpp"

#include <algorithm>
#include <array>

#include "base/base64url.hpp"
#include "base/json_error.hpp"
#include "jose/algorithm_hint.hpp"
#include "jose/form_hint.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 2> kAccessTokenTypes{"jwt", "at+jwt"};
constexpr std::array<std::string_view, 4> kKeyMembers{"jwk", "jku", "x5u", "x5c"};
constexpr std::string_view kMediaTypePrefix = "application/";
constexpr std::string_view kTypeHint =
    "If this is a type of access tokens at the issuer, add it to the option typ";
constexpr std::string_view kProofHint =
    "This is a DPoP proof: it belongs into the header DPoP, and the access token into the header "
    "Authorization";

char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[gnu::noinline]] Error not_three_segments(std::string_view token) {
  return Error(Reason::malformed_segments).with_hint(token_hint(token));
}

}  // namespace

Result<CompactJws> split_compact(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return not_three_segments(token);
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return not_three_segments(token);
  if (token.find('.', second + 1) != std::string_view::npos) {
    return not_three_segments(token);
  }
  return CompactJws{.header = token.substr(0, first),
                    .payload = token.substr(first + 1, second - first - 1),
                    .signature = token.substr(second + 1),
                    .signing_input = token.substr(0, second)};
}

std::string normal_type(std::string_view type) {
  std::string normal(type);
  std::ranges::transform(normal, normal.begin(), to_lower);
  // RFC 7515 §4.1.9: "application/" may be left out where no other slash is in the type.
  if (normal.starts_with(kMediaTypePrefix) &&
      normal.find('/', kMediaTypePrefix.size()) == std::string::npos) {
    normal.erase(0, kMediaTypePrefix.size());
  }
  return normal;
}

bool is_normal_type(std::string_view type) {
  const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
  return !type.empty() && std::ranges::all_of(type, is_printable) &&
         std::ranges::count(type, '/') <= 1 && normal_type(type) == type;
}

bool is_access_token_type(std::string_view normal_type) noexcept {
  return std::ranges::find(kAccessTokenTypes, normal_type) != kAccessTokenTypes.end();
}

Result<JoseHeader> JoseHeader::parse(std::string_view encoded) {
  const auto bytes = decode_base64url(encoded);
  if (!bytes) return Error(Reason::header_base64).with_hint(header_hint(encoded));
  auto document = json::parse(as_text(*bytes));
  if (!document) {
    return error_of(document.error(),
                    {.no_json = Reason::header_json,
                     .duplicate_member = Reason::header_duplicate_member,
                     .number = "JWT header contains a number that no double can hold"})
        .with_hint(header_hint(encoded));
  }
  if (document->root().kind() != json::Kind::object) {
    return Error(Reason::header_json).with_hint(header_hint(encoded));
  }
  return JoseHeader(std::string(as_text(*bytes)), std::move(*document));
}

Result<void> JoseHeader::check_crit() const {
  if (document_.root().member("crit")) return Error(Reason::crit_unsupported);
  return {};
}

Result<void> JoseHeader::check_b64() const {
  const auto b64 = document_.root().member("b64");
  if (b64 && b64->as_boolean() != true) return Error(Reason::b64_unsupported);
  return {};
}

Result<void> JoseHeader::check_typ(const std::optional<std::vector<std::string>>& types) const {
  const auto typ = document_.root().member("typ");
  if (!typ) {
    if (types) return Error(Reason::typ_not_allowed);
    return {};
  }
  const auto name = typ->as_string();
  if (!name) return Error(Reason::typ_not_allowed);
  const std::string normal = normal_type(*name);
  const bool allowed =
      types ? std::ranges::find(*types, normal) != types->end() : is_access_token_type(normal);
  if (!allowed) {
    // RFC 9449 §4.2: to accept that type would let proofs in as tokens.
    return Error(Reason::typ_not_allowed).with_hint(normal == "dpop+jwt" ? kProofHint : kTypeHint);
  }
  return {};
}

Result<Algorithm> JoseHeader::check_alg(std::span<const Algorithm> allowed) const {
  const auto name = string_member("alg");
  const auto algorithm = name ? find_algorithm(*name) : std::nullopt;
  if (!algorithm || std::ranges::find(allowed, *algorithm) == allowed.end()) {
    return Error(Reason::alg_not_allowed).with_hint(algorithm_hint(name.value_or("")));
  }
  return *algorithm;
}

Result<std::optional<std::string_view>> JoseHeader::key_id() const {
  const auto kid = document_.root().member("kid");
  if (!kid) return std::optional<std::string_view>();
  const auto text = kid->as_string();
  if (!text) return Error(Reason::kid_invalid);
  return text;
}

std::optional<std::string_view> JoseHeader::string_member(std::string_view name) const noexcept {
  const auto value = document_.root().member(name);
  return value ? value->as_string() : std::nullopt;
}

std::string_view JoseHeader::signature_hint() const noexcept {
  if (!document_.root().member("nonce")) return "";
  return "A token with a nonce in its header is for Microsoft Graph alone: request one for this "
         "API, "
         "with a scope of its own";
}

std::vector<std::string_view> JoseHeader::ignored_key_members() const {
  std::vector<std::string_view> present;
  for (const std::string_view name : kKeyMembers) {
    if (document_.root().member(name)) present.push_back(name);
  }
  return present;
}

}  // namespace assay
