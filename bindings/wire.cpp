#include "wire.hpp"

#include <cmath>

#include "json_writer.hpp"

namespace assay::wire {
namespace {

using Strings = std::vector<std::string>;

Error invalid(std::string_view option) { return Error(Reason::option_invalid, option); }

/// An array of strings; nothing where it is null or absent.
Result<std::optional<Strings>> read_strings(json::Value object, std::string_view name,
                                            std::string_view option) {
  const auto value = object.present(name);
  if (!value) return std::optional<Strings>();
  const auto strings = value->as_strings();
  if (!strings) return invalid(option);
  return std::optional(Strings(strings->begin(), strings->end()));
}

/// true or false; false where it is null or absent.
Result<bool> read_boolean(json::Value object, std::string_view name, std::string_view option) {
  const auto value = object.present(name);
  if (!value) return false;
  const auto boolean = value->as_boolean();
  if (!boolean) return invalid(option);
  return *boolean;
}

Result<double> read_number(json::Value object, std::string_view name) {
  const auto value = object.present(name);
  const auto number = value ? value->as_number() : std::nullopt;
  if (!number) return invalid(name);
  return *number;
}

Result<std::vector<Algorithm>> find_algorithms(json::Value names) {
  const auto strings = names.as_strings();
  if (!strings || strings->empty()) return invalid("algorithms");
  std::vector<Algorithm> algorithms;
  for (const std::string_view name : *strings) {
    const auto algorithm = find_algorithm(name);
    if (!algorithm) return invalid("algorithms");
    algorithms.push_back(*algorithm);
  }
  return algorithms;
}

Result<void> read_lists(json::Value object, Policy& policy) {
  const auto audiences = read_strings(object, "audiences", "audience");
  if (!audiences) return audiences.error();
  policy.audiences = *audiences;
  const auto scopes = read_strings(object, "allowedScopes", "allowedScopes");
  if (!scopes) return scopes.error();
  policy.allowed_scopes = *scopes;
  const auto types = read_strings(object, "types", "typ");
  if (!types) return types.error();
  policy.types = *types;
  const auto claims = read_strings(object, "requiredClaims", "requiredClaims");
  if (!claims) return claims.error();
  policy.required_claims = claims->value_or(Strings());
  const auto names = object.present("algorithms");
  if (!names) return invalid("algorithms");
  auto algorithms = find_algorithms(*names);
  if (!algorithms) return algorithms.error();
  policy.algorithms = std::move(*algorithms);
  return {};
}

Result<void> read_numbers(json::Value object, Policy& policy) {
  const auto tolerance = read_number(object, "clockTolerance");
  if (!tolerance) return tolerance.error();
  policy.clock_tolerance = *tolerance;
  const auto bytes = read_number(object, "maxTokenBytes");
  if (!bytes) return bytes.error();
  if (!(*bytes >= 1 && *bytes <= kMaxTokenBytesLimit)) return invalid("maxTokenBytes");
  policy.max_token_bytes = static_cast<std::size_t>(*bytes);
  if (object.present("maxTokenAge")) {
    const auto age = read_number(object, "maxTokenAge");
    if (!age) return age.error();
    policy.max_token_age = *age;
  }
  return {};
}

/// Read last: the profile narrows what the other options say.
Result<void> read_profiles(json::Value object, Policy& policy) {
  const auto exclusive = read_boolean(object, "exclusiveAudience", "audienceMatch");
  if (!exclusive) return exclusive.error();
  policy.exclusive_audience = *exclusive;
  const auto profile = read_boolean(object, "accessTokenProfile", "profile");
  if (!profile) return profile.error();
  if (*profile) return policy.require_access_token_profile();
  return {};
}

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

Result<Policy> read_policy(std::string_view json, std::span<const std::uint8_t> token_id_secret) {
  const auto document = json::parse(json);
  if (!document || document->root().kind() != json::Kind::object) return invalid("options");
  const json::Value object = document->root();

  Policy policy;
  const auto issuer = object.present("issuer");
  const auto name = issuer ? issuer->as_string() : std::nullopt;
  if (!name) return invalid("issuer");
  policy.issuer = *name;
  if (const auto lists = read_lists(object, policy); !lists) return lists.error();
  if (const auto numbers = read_numbers(object, policy); !numbers) return numbers.error();
  if (const auto profiles = read_profiles(object, policy); !profiles) return profiles.error();
  policy.token_id_secret.assign(token_id_secret.begin(), token_id_secret.end());
  if (const auto valid = policy.check(); !valid) return valid.error();
  return policy;
}

Result<std::vector<Algorithm>> read_algorithms(std::string_view json) {
  const auto document = json::parse(json);
  if (!document) return invalid("algorithms");
  return find_algorithms(document->root());
}

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
      .text("hint", code.hint);
  if (!error.claim.empty()) object.text("claim", error.claim);
  if (!error.scopes.empty()) object.text("scope", error.scopes);
  if (error.look_up) object.boolean("lookUp", true);
  object.close();
  return out;
}

std::string write(const VerifiedToken& token, const Kept& kept, bool same_header) {
  std::string out;
  out.reserve(token.header_json().size() + token.claims_json().size() + 256);
  ArrayWriter array(out);
  // Both texts were read as JSON objects, each member once, before they came here.
  array.raw(token.claims_json())
      .text_or_null(token.audience())
      .texts(token.scopes())
      .text_or_null(token.token_id_hash())
      .raw(kept.id ? std::to_string(*kept.id) : "null")
      .array(kept.dropped, [&](TokenCache::Id id) { out += std::to_string(id); })
      .raw(std::to_string(kept.bytes))
      .raw(same_header ? "null" : token.header_json())
      .raw(kept.repeated ? "true" : "false")
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

std::string write_error_table() {
  std::string out;
  ObjectWriter object(out);
  object.array("codes", code_table(), [&](const CodeInfo& row) {
    ObjectWriter code(out);
    code.text("code", row.name).integer("status", static_cast<std::size_t>(row.status));
    code.boolean("retryable", row.retryable).text("hint", row.hint).close();
  });
  object.array("reasons", reason_table(), [&](const ReasonInfo& row) {
    ObjectWriter reason(out);
    reason.text("reason", row.name).text("code", info(row.code).name);
    reason.text("message", row.message);
    if (row.status != 0) reason.integer("status", static_cast<std::size_t>(row.status));
    reason.close();
  });
  object.close();
  return out;
}

}  // namespace assay::wire
