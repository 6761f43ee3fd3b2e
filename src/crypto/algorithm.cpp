#include "crypto/algorithm.hpp"

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr auto kAlgorithms = std::to_array<AlgorithmInfo>({
    {Algorithm::rs256, "RS256", KeyType::rsa, Padding::pkcs1v15, "SHA-256", "PKCS1v15(SHA-256)"},
    {Algorithm::rs384, "RS384", KeyType::rsa, Padding::pkcs1v15, "SHA-384", "PKCS1v15(SHA-384)"},
    {Algorithm::rs512, "RS512", KeyType::rsa, Padding::pkcs1v15, "SHA-512", "PKCS1v15(SHA-512)"},
    // RFC 7518 §3.5: the salt is as long as the hash. Without the number Botan accepts any length.
    {Algorithm::ps256, "PS256", KeyType::rsa, Padding::pss, "SHA-256", "PSS(SHA-256,MGF1,32)"},
    {Algorithm::ps384, "PS384", KeyType::rsa, Padding::pss, "SHA-384", "PSS(SHA-384,MGF1,48)"},
    {Algorithm::ps512, "PS512", KeyType::rsa, Padding::pss, "SHA-512", "PSS(SHA-512,MGF1,64)"},
    // RFC 7518 §3.4: each algorithm has a curve of its own.
    {Algorithm::es256, "ES256", KeyType::p256, Padding::none, "SHA-256", ""},
    {Algorithm::es384, "ES384", KeyType::p384, Padding::none, "SHA-384", ""},
    {Algorithm::es512, "ES512", KeyType::p521, Padding::none, "SHA-512", ""},
    // RFC 9864 §2.2, §4.1.2: "EdDSA" leaves the curve open. Here both names mean edwards25519.
    {Algorithm::eddsa, "EdDSA", KeyType::ed25519, Padding::none, "SHA-512", ""},
    {Algorithm::ed25519, "Ed25519", KeyType::ed25519, Padding::none, "SHA-512", ""},
#ifdef ASSAY_TEST_HS256
    {Algorithm::hs256, "HS256", KeyType::oct, Padding::none, "SHA-256", "HMAC(SHA-256)"},
#endif
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < kAlgorithms.size(); ++i) {
    if (static_cast<std::size_t>(kAlgorithms[i].algorithm) != i) return false;
  }
  return true;
}
static_assert(in_order(), "rows stand in the order of the enum, so that a look-up is an index");

}  // namespace

std::span<const AlgorithmInfo> algorithm_table() noexcept { return kAlgorithms; }

const AlgorithmInfo& info(Algorithm algorithm) noexcept {
  return kAlgorithms[static_cast<std::size_t>(algorithm)];
}

std::optional<Algorithm> find_algorithm(std::string_view name) noexcept {
  const auto* row = std::ranges::find(kAlgorithms, name, &AlgorithmInfo::name);
  if (row == kAlgorithms.end()) return std::nullopt;
  return row->algorithm;
}

std::string names_of(std::span<const Algorithm> algorithms) {
  std::string names;
  for (const Algorithm algorithm : algorithms) {
    if (!names.empty()) names += ' ';
    names += info(algorithm).name;
  }
  return names;
}

}  // namespace assay
