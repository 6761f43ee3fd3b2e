#pragma once

#include <botan/mem_ops.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/base64url.hpp"
#include "base/secret_bytes.hpp"
#include "wire.hpp"

/// The kept memory in which texts cross between JavaScript and C++.
namespace assay::boundary {
// Unnamed, as in held_verifier.hpp: for embind.cpp alone. What is called once is then inlined, and
// the module 260 bytes smaller (brotli).
namespace {

/// What a call returns. Only kOk is success; zero, or any other number in JavaScript, is a bug.
enum Status : int { kInternal = 0, kOk = 1, kRefused = 2 };

struct Buffers {
  std::vector<std::uint8_t> input;
  std::string output;
  /// The output's address, its length, and a mark: where the payload begins (verify_jws), or how
  /// many characters follow the claims (verify).
  std::array<std::uintptr_t, 3> result{};
  std::string scopes_text;
  std::vector<std::string_view> scopes;  ///< what verify() and explain() require; in scopes_text
};

Buffers& buffers() {
  static Buffers kept;
  return kept;
}

/// Bytes of the input, clipped to what is there.
std::string_view input_text(std::size_t begin, std::size_t length) {
  const auto& input = buffers().input;
  return std::string_view(reinterpret_cast<const char*>(input.data()), input.size())
      .substr(std::min(begin, input.size()), length);
}

/// Bytes of the input, which are erased in it.
SecretBytes take_secret(std::size_t begin, std::size_t length) {
  const std::string_view text = input_text(begin, length);
  const auto* const bytes = as_bytes(text);
  SecretBytes secret(bytes, bytes + text.size());
  if (!text.empty()) Botan::secure_scrub_memory(buffers().input.data() + begin, text.size());
  return secret;
}

void put_out(std::string output, std::size_t mark = 0) {
  auto& kept = buffers();
  kept.output = std::move(output);
  kept.result = {reinterpret_cast<std::uintptr_t>(kept.output.data()), kept.output.size(), mark};
}

Status answer(std::string output, std::size_t mark = 0) {
  put_out(std::move(output), mark);
  return kOk;
}

Status refuse(const Error& error) {
  put_out(wire::write(error));
  return kRefused;
}

}  // namespace
}  // namespace assay::boundary
