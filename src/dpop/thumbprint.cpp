#include "dpop/thumbprint.hpp"

#include <array>
#include <string_view>

#include "dpop/digest.hpp"

namespace assay {

std::string thumbprint_of(json::Value jwk) {
  // RFC 7638 §3.2, §3.3: the required members alone, in this order, without white space.
  constexpr std::array<std::string_view, 6> kRequired{"crv", "e", "kty", "n", "x", "y"};
  const auto kty = jwk.member("kty");
  const bool is_okp = kty && kty->as_string() == "OKP";
  const bool is_rsa = kty && kty->as_string() == "RSA";
  std::string text = "{";
  for (const std::string_view name : kRequired) {
    const bool is_of_rsa = name == "e" || name == "n";
    // RFC 8037 §2: of an OKP "x" is all there is.
    if (name != "kty" && (is_of_rsa != is_rsa || (is_okp && name == "y"))) continue;
    const auto value = jwk.member(name);
    if (text.size() > 1) text += ',';
    text += '"';
    text += name;
    text += "\":\"";
    text += value ? value->as_string().value_or("") : "";
    text += '"';
  }
  return sha256_base64url(text + '}');
}

}  // namespace assay
