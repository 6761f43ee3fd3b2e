#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jose/claims.hpp"
#include "verify/policy.hpp"
#include "verify/required_scope.hpp"
#include "verify/trace.hpp"

namespace assay {

/// What one call requires of the claims. Policy and scopes must outlive it.
struct ClaimRules {
  /// @param seconds since the epoch
  ClaimRules(const Policy& the_policy, std::span<const std::string_view> scopes, double seconds)
      : policy(the_policy),
        required_scopes(scopes),
        now(seconds),
        tolerance(the_policy.bounded_clock_tolerance()) {}

  const Policy& policy;
  std::span<const std::string_view> required_scopes;  ///< all must be granted
  double now;
  double tolerance;
};

/// What a check required and what it found, for explain(). Nothing where it does not apply.
struct Description {
  std::optional<std::string> expected;
  std::optional<std::string> actual;
};

/// A row of the table of claim checks.
struct ClaimCheck {
  Check check;
  /// @return true: passed; false: did not apply; or the Error
  Result<bool> (*run)(const Claims&, const ClaimRules&);
  Description (*describe)(const Claims&, const ClaimRules&);
};

/// The claim checks, in the order of docs/behaviour.md.
[[nodiscard]] std::span<const ClaimCheck> claim_checks() noexcept;

/// The token's scopes that the policy allows, sorted, each once; none where a scope claim has
/// another shape than scopes have.
[[nodiscard]] std::vector<std::string_view> granted_scopes(const Claims& claims,
                                                           const Policy& policy);
/// Whether the policy has a secret for the hash, and the token a "jti".
[[nodiscard]] bool hashes_token_id(const Claims& claims, const Policy& policy);

}  // namespace assay
