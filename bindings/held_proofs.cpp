#include "held_proofs.hpp"

#include <cmath>
#include <limits>

#include "base/json.hpp"
#include "json_writer.hpp"
#include "wire.hpp"

namespace assay {
namespace {

Error invalid(std::string_view option) { return Error(Reason::option_invalid, option); }

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

/// @return NaN, which no policy may have, where there is no number
double read_seconds(json::Value options, std::string_view name) {
  const auto value = options.member(name);
  const auto number = value ? value->as_number() : std::nullopt;
  return number.value_or(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

Result<void> HeldProofs::configure(std::string_view json, std::span<const std::uint8_t> secrets) {
  const auto document = json::parse(json);
  if (!document) return invalid("dpop");
  const json::Value options = document->root();
  const auto names = options.member("algorithms");
  auto algorithms = names ? wire::read_algorithms(*names) : std::nullopt;
  if (!algorithms) return invalid("dpop.algorithms");
  const auto lengths = options.member("nonceSecrets");
  ProofPolicy policy{.required = false,  // for JavaScript to know
                     .algorithms = std::move(*algorithms),
                     .max_age = read_seconds(options, "maxAge"),
                     .clock_tolerance = read_seconds(options, "clockTolerance"),
                     .nonce_secrets = {},
                     .nonce_period = read_seconds(options, "noncePeriod")};
  if (!lengths || !read_secrets(*lengths, secrets, policy.nonce_secrets)) {
    return invalid("dpop.nonce");
  }
  if (auto sound = policy.check(); !sound) return sound;
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
  return wire::write(explain_proof(proof, policy_, request, now));
}

std::string HeldProofs::nonce(double now) const { return policy_.next_nonce(now); }

}  // namespace assay
