// The core's RSA verification without the pipeline around it, to be timed beside
// node:crypto.verify: SHA-256 of the signing input, s^e mod n, and the comparison of the encoded
// message. Ships nowhere.
#include <emscripten/bind.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "jose/jwk_set.hpp"

namespace {

struct State {
  std::vector<std::uint8_t> input;
  assay::JwkSet keys;
  const assay::Jwk* key = nullptr;
};

State& state() {
  static State kept;
  return kept;
}

std::string_view text(std::size_t length) {
  return {reinterpret_cast<const char*>(state().input.data()), length};
}

std::uintptr_t input(std::size_t size) {
  state().input.resize(size);
  return reinterpret_cast<std::uintptr_t>(state().input.data());
}

/// @return 1 where the JWK Set has a key for RS256
int set_keys(std::size_t length) {
  auto keys = assay::JwkSet::parse(text(length), length);
  if (!keys) return 0;
  state().keys = std::move(*keys);
  const auto selected = state().keys.select(std::nullopt, assay::Algorithm::rs256);
  if (!selected) return 0;
  state().key = selected->keys.front();
  return 1;
}

/// @return 1 where the signature, which follows the message in the input, is the message's
int verify(std::size_t message_length, std::size_t signature_length) {
  const std::span input(state().input);
  const bool valid = state().key->key->verify(assay::Algorithm::rs256, text(message_length),
                                              input.subspan(message_length, signature_length));
  return valid ? 1 : 0;
}

}  // namespace

EMSCRIPTEN_BINDINGS(rsa_operation) {
  emscripten::function("input", &input);
  emscripten::function("setKeys", &set_keys);
  emscripten::function("verify", &verify);
}
