#include "held_proofs.hpp"

#include <algorithm>
#include <cmath>

#include "base/json.hpp"
#include "dpop/nonce.hpp"
#include "json_writer.hpp"
#include "wire.hpp"

namespace assay {
namespace {

Error invalid(std::string_view option) { return Error(Reason::option_invalid, option); }

std::optional<std::vector<Algorithm>> read_algorithms(json::Value value) {
  const auto names = value.as_strings();
  if (!names || names->empty()) return std::nullopt;
  std::vector<Algorithm> algorithms;
  for (const std::string_view name : *names) {
    const auto algorithm = find_algorithm(name);
    if (!algorithm) return std::nullopt;
    algorithms.push_back(*algorithm);
  }
  return algorithms;
}

/// @return whether the lengths are those of the bytes
bool read_secrets(json::Value lengths, std::span<const std::uint8_t> bytes,
                  std::vector<SecretBytes>& secrets) {
  if (lengths.kind() != json::Kind::array) return false;
  for (const json::Value each : lengths.children()) {
    const double length = each.as_number().value_or(0);
    if (!(length >= 1 && length <= static_cast<double>(bytes.size()))) return false;
    const auto secret = bytes.first(static_cast<std::size_t>(length));
    secrets.emplace_back(secret.begin(), secret.end());
    bytes = bytes.subspan(secret.size());
  }
  return bytes.empty();
}

/// @return the number where it is within the bounds
std::optional<double> read_seconds(json::Value options, std::string_view name, double min,
                                   double max) {
  const auto value = options.member(name);
  const auto number = value ? value->as_number() : std::nullopt;
  if (!number || !(*number >= min && *number <= max)) return std::nullopt;
  return number;
}

void write_check(std::string& out, std::size_t index, const CheckResult& result) {
  wire::ObjectWriter object(out);
  const ProofCheckInfo& row = info(static_cast<ProofCheck>(index));
  object.text("check", row.name)
      .text("status", name_of(result.status))
      .text("message", result.message)
      .text("clause", row.clause);
  if (result.expected) object.text("expected", *result.expected);
  if (result.actual) object.text("actual", *result.actual);
  object.close();
}

}  // namespace

Result<void> HeldProofs::configure(std::string_view json, std::span<const std::uint8_t> secrets) {
  constexpr double kMaxTolerance = 300;
  constexpr double kMaxPeriod = 3600;
  const auto document = json::parse(json);
  if (!document) return invalid("dpop");
  const json::Value options = document->root();
  const auto names = options.member("algorithms");
  auto algorithms = names ? read_algorithms(*names) : std::nullopt;
  if (!algorithms) return invalid("dpop.algorithms");
  const auto max_age = read_seconds(options, "maxAge", 1, kMaxProofAgeLimit);
  if (!max_age) return invalid("dpop.maxAge");
  const auto tolerance = read_seconds(options, "clockTolerance", 0, kMaxTolerance);
  if (!tolerance) return invalid("dpop.clockTolerance");
  const auto period = read_seconds(options, "noncePeriod", 1, kMaxPeriod);
  const auto lengths = options.member("nonceSecrets");
  ProofPolicy policy;
  if (!period || !lengths || !read_secrets(*lengths, secrets, policy.nonce_secrets)) {
    return invalid("dpop.nonce");
  }
  policy.algorithms = std::move(*algorithms);
  policy.max_age = *max_age;
  policy.clock_tolerance = *tolerance;
  policy.nonce_period = *period;
  policy_ = std::move(policy);
  return {};
}

Result<std::string> HeldProofs::verify(std::string_view proof, const ProofRequest& request,
                                       double now) {
  const auto verified = verify_proof(proof, policy_, request, now, known_);
  if (!verified) return verified.error();
  std::string out;
  wire::ArrayWriter(out)
      .text(verified->thumbprint())
      .text(verified->replay_id())
      .raw(std::to_string(static_cast<std::uint64_t>(std::ceil(verified->expires_at()))))
      .close();
  return out;
}

std::string HeldProofs::explain(std::string_view proof, const ProofRequest& request,
                                double now) const {
  const ProofReport report = explain_proof(proof, policy_, request, now);
  std::string out;
  wire::ObjectWriter object(out);
  object.boolean("valid", !report.error.has_value())
      .raw("error", report.error ? wire::write(*report.error) : "null");
  std::size_t index = 0;
  object.array("checks", report.results,
               [&](const CheckResult& result) { write_check(out, index++, result); });
  object.raw("header", report.header.value_or("null"))
      .raw("claims", report.claims.value_or("null"))
      .close();
  return out;
}

std::string HeldProofs::nonce(double now) const {
  if (policy_.nonce_secrets.empty()) return {};
  return make_nonce(policy_.nonce_secrets.front(), policy_.nonce_period, now);
}

}  // namespace assay
