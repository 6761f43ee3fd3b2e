#include "dpop/proof_policy.hpp"

#include <algorithm>

#include "dpop/nonce.hpp"

namespace assay {
namespace {

/// NaN is not within.
bool is_within(double value, double min, double max) noexcept {
  return value >= min && value <= max;
}

bool has_size(const SecretBytes& secret) noexcept {
  return secret.size() >= kMinSecretBytes && secret.size() <= kMaxSecretBytes;
}

/// The first option that is invalid; "": none is.
std::string_view first_fault(const ProofPolicy& policy) {
  if (policy.algorithms.empty()) return "dpop.algorithms";
  if (!is_within(policy.max_age, kMinProofAgeLimit, kMaxProofAgeLimit)) return "dpop.maxAge";
  if (!is_within(policy.clock_tolerance, 0, kMaxProofClockTolerance)) return "dpop.clockTolerance";
  if (!is_within(policy.nonce_period, kMinNoncePeriod, kMaxNoncePeriod) ||
      !std::ranges::all_of(policy.nonce_secrets, has_size)) {
    return "dpop.nonce";
  }
  return {};
}

}  // namespace

Result<void> ProofPolicy::check() const {
  const std::string_view option = first_fault(*this);
  if (option.empty()) return {};
  return Error(Reason::option_invalid, option);
}

std::string ProofPolicy::next_nonce(double now) const {
  if (nonce_secrets.empty() || !check()) return {};
  return make_nonce(nonce_secrets.front(), nonce_period, now);
}

}  // namespace assay
