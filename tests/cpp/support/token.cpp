#include "support/token.hpp"

#include <algorithm>

namespace assay::test {

Members Members::with(std::string_view name, std::string_view json) const {
  Members changed = *this;
  const auto member = std::ranges::find(changed.members_, name,
                                        [](const auto& m) { return std::string_view(m.first); });
  if (member == changed.members_.end()) return twice(name, json);
  member->second = json;
  return changed;
}

Members Members::without(std::string_view name) const {
  Members changed = *this;
  std::erase_if(changed.members_, [&](const auto& member) { return member.first == name; });
  return changed;
}

Members Members::twice(std::string_view name, std::string_view json) const {
  Members changed = *this;
  changed.members_.emplace_back(name, json);
  return changed;
}

std::string Members::json() const {
  std::string text = "{";
  for (const auto& [name, value] : members_) {
    if (text.size() > 1) text += ',';
    text.append(in_quotes(name)).append(":").append(value);
  }
  return text + '}';
}

const Members& good_header() {
  static const Members header{
      {"alg", in_quotes("RS256")}, {"typ", in_quotes("at+jwt")}, {"kid", in_quotes("first")}};
  return header;
}

const Members& good_claims() {
  static const Members claims{{"iss", in_quotes(kIssuer)},
                              {"aud", in_quotes(kAudience)},
                              {"exp", "1800000600"},
                              {"sub", in_quotes("user-1")},
                              {"nbf", "1799999990"},
                              {"iat", "1799999990"},
                              {"jti", in_quotes("token-id-123")},
                              {"scope", in_quotes("tools:read tools:call")}};
  return claims;
}

std::string sign_token(std::string_view header, std::string_view payload, const TestKey& key,
                       Algorithm algorithm) {
  const std::string input = encode_base64url(header) + '.' + encode_base64url(payload);
  return input + '.' + encode_base64url(key.sign(algorithm, input));
}

std::string token_of_header(const Members& header) {
  return sign_token(header.json(), good_claims().json());
}
std::string token_of_claims(const Members& claims) {
  return sign_token(good_header().json(), claims.json());
}
std::string good_token() { return token_of_claims(good_claims()); }

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string set_of(std::initializer_list<std::string> jwks) {
  return set_of(std::span(jwks.begin(), jwks.size()));
}

std::string set_of(std::span<const std::string> jwks) {
  std::string text = R"({"keys":[)";
  for (const std::string& jwk : jwks) {
    if (text.back() != '[') text += ',';
    text += jwk;
  }
  return text + "]}";
}

const std::string& good_set() {
  static const std::string set = set_of({first_key().jwk(R"("kid":"first")")});
  return set;
}

}  // namespace assay::test
