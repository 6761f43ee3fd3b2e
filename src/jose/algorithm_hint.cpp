#include "jose/algorithm_hint.hpp"

#include <algorithm>

#include "crypto/algorithm.hpp"

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

std::string algorithm_hint(std::string_view name) {
  if (!find_algorithm(name)) return std::string(hint_of_unknown(name));
  std::string hint = "If the issuer is meant to sign with ";
  return hint.append(name).append(", add ").append(name).append(" to the option algorithms");
}

}  // namespace assay
