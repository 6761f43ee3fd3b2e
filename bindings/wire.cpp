#include "wire.hpp"

#include <cmath>

#include "json_writer.hpp"

namespace assay::wire {

std::vector<std::string_view> read_scopes(std::string_view joined) {
  std::vector<std::string_view> scopes;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(' '), joined.size());
    scopes.push_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return scopes;
}

std::string write(const CachedVerifier::Accepted& accepted) {
  const VerifiedToken& token = accepted.token.value();
  std::string out;
  out.reserve(token.header_json().size() + token.claims_json().size() + 256);
  ArrayWriter array(out);
  // Both texts were parsed as JSON objects, each member once.
  array.raw(token.claims_json())
      .text_or_null(token.audience())
      .texts(token.scopes())
      .text_or_null(token.token_id_hash())
      .raw(accepted.id ? std::to_string(*accepted.id) : "null")
      .array(accepted.dropped, [&](TokenCache::Id id) { out += std::to_string(id); })
      .raw(accepted.same_header ? "null" : token.header_json())
      .raw(accepted.repeated ? "true" : "false")
      .close();
  return out;
}

std::size_t utf16_length(std::string_view text) noexcept {
  constexpr unsigned char kContinuation = 0x80;  // to 0xBF
  constexpr unsigned char kLeadOfTwo = 0xC0;     // and above
  constexpr unsigned char kLeadOfFour = 0xF0;    // and above: a surrogate pair
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    length += static_cast<std::size_t>(byte < kContinuation || byte >= kLeadOfTwo);
    length += static_cast<std::size_t>(byte >= kLeadOfFour);
  }
  return length;
}

}  // namespace assay::wire
