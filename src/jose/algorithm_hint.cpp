#include "jose/algorithm_hint.hpp"

#include <algorithm>

namespace assay {
namespace {

char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// @param name of an algorithm that this build lacks
std::string_view hint_of_unknown(std::string_view name) {
  std::string start(name.substr(0, 5));
  std::ranges::transform(start, start.begin(), to_lower);
  if (start.starts_with("es") || start.starts_with("ed")) {
    return "Of elliptic curves the option algorithms has ES256, ES384, ES512, EdDSA and Ed25519, "
           "in exactly this spelling: have the issuer sign with one of them";
  }
  if (start.starts_with("hs")) {
    return "Who can verify HS256 can sign it: have the issuer sign with RS256 or ES256";
  }
  if (start == "none") {
    return "Anybody can write an unsigned token: have the issuer sign with RS256 or ES256";
  }
  return "";
}

}  // namespace

std::string algorithm_hint(std::string_view name, const JwkSet& jwk_set) {
  const auto algorithm = find_algorithm(name);
  if (!algorithm) return std::string(hint_of_unknown(name));
  const bool has_key = jwk_set.has_key_for(*algorithm);
  std::string hint;
  if (has_key) hint.append("The issuer's keys can verify ").append(name).append(": ");
  hint.append(has_key ? "if" : "If").append(" the issuer is meant to sign with ");
  hint.append(has_key ? "it" : name).append(", add ").append(name);
  return hint.append(" to the option algorithms");
}

}  // namespace assay
