// What a person reads: errors, reports, and what became of each key.
#include "json_writer.hpp"
#include "wire.hpp"

namespace assay::wire {
namespace {

std::string_view reason_name(Reason reason) { return info(reason).name; }

/// @param row of the table of its checks
template <class Row>
void write_check(std::string& out, const Row& row, const CheckResult& result) {
  ObjectWriter object(out);
  object.text("check", row.name)
      .text("status", name_of(result.status))
      .text("message", result.message)
      .text("clause", row.clause);
  if (result.expected) object.text("expected", *result.expected);
  if (result.actual) object.text("actual", *result.actual);
  object.close();
}

/// What reports of tokens and of proofs have in common: {"valid", "error", "checks", "header",
/// "claims"}, not closed. @param EachCheck Check, or ProofCheck
template <class EachCheck, class AnyReport>
void begin_report(ObjectWriter& object, std::string& out, const AnyReport& report) {
  object.boolean("valid", !report.error.has_value())
      .raw("error", report.error ? write(*report.error) : "null");
  std::size_t index = 0;
  object.array("checks", report.trace.results(), [&](const CheckResult& result) {
    write_check(out, info(static_cast<EachCheck>(index++)), result);
  });
  object.raw("header", report.header.value_or("null"))
      .raw("claims", report.claims.value_or("null"));
}

}  // namespace

std::string write(const Error& error) {
  const CodeInfo& code = info(error.code);
  std::string out;
  ObjectWriter object(out);
  object.text("code", code.name)
      .text("reason", reason_name(error.reason))
      .text("message", error.message())
      .text("hint", error.what_to_do());
  if (!error.claim.empty()) object.text("claim", error.claim);
  if (!error.scopes.empty()) object.text("scope", error.scopes_to_request());
  if (error.look_up) object.boolean("lookUp", true);
  object.close();
  return out;
}

std::string write(const Report& report) {
  std::string out;
  ObjectWriter object(out);
  begin_report<Check>(object, out, report);
  object.boolean("signatureVerified", report.signature_verified)
      .texts("notes", report.notes)
      .close();
  return out;
}

std::string write(const ProofReport& report) {
  std::string out;
  ObjectWriter object(out);
  begin_report<ProofCheck>(object, out, report);
  object.close();
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
