#include "wire.hpp"

#include <cmath>

#include "json_writer.hpp"

namespace assay::wire {
namespace {

std::string_view reason_name(Reason reason) { return info(reason).name; }

void write_check(std::string& out, std::size_t index, const CheckResult& result) {
  ObjectWriter object(out);
  const CheckInfo& row = info(static_cast<Check>(index));
  object.text("check", row.name)
      .text("status", name_of(result.status))
      .text("message", result.message)
      .text("clause", row.clause);
  if (result.expected) object.text("expected", *result.expected);
  if (result.actual) object.text("actual", *result.actual);
  object.close();
}

}  // namespace

std::vector<std::string_view> read_scopes(std::string_view joined) {
  std::vector<std::string_view> scopes;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(' '), joined.size());
    scopes.push_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return scopes;
}

std::string write(const Error& error) {
  const CodeInfo& code = info(error.code);
  std::string out;
  ObjectWriter object(out);
  object.text("code", code.name)
      .text("reason", reason_name(error.reason))
      .text("message", error.message())
      .text("hint", error.hint.empty() ? code.hint : error.hint);
  if (!error.claim.empty()) object.text("claim", error.claim);
  if (!error.scopes.empty()) object.text("scope", error.scopes_to_request());
  if (error.look_up) object.boolean("lookUp", true);
  object.close();
  return out;
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

std::string write(const Report& report) {
  std::string out;
  ObjectWriter object(out);
  object.boolean("valid", !report.error.has_value())
      .raw("error", report.error ? write(*report.error) : "null");
  std::size_t index = 0;
  object.array("checks", report.trace.results(),
               [&](const CheckResult& result) { write_check(out, index++, result); });
  object.raw("header", report.header.value_or("null"))
      .raw("claims", report.claims.value_or("null"))
      .boolean("signatureVerified", report.signature_verified)
      .texts("notes", report.notes)
      .close();
  return out;
}

std::string write(std::span<const KeyReport> keys) {
  std::string out;
  std::size_t index = 0;
  ObjectWriter object(out);
  object.array("keys", keys, [&](const KeyReport& key) {
    ObjectWriter row(out);
    row.integer("index", index++).text_or_null("kid", key.key_id);
    row.boolean("usable", !key.left_out.has_value());
    row.text_or_null("reason", key.left_out ? std::optional(std::string(reason_name(*key.left_out)))
                                            : std::nullopt);
    std::vector<std::string_view> notes;
    if (key.has_private_members) notes.emplace_back("private_members");
    row.texts("notes", notes).close();
  });
  object.close();
  return out;
}

}  // namespace assay::wire
