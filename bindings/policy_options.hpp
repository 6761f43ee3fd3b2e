// Made from tables/options.js by `npm run generate`: change it there.
#pragma once

#include <tuple>

#include "policy_option.hpp"

namespace assay::wire {

/// The options of a policy, and what each is for in the core.
inline constexpr std::tuple kPolicyOptions{
    PolicyOption{"audience", &Policy::audiences},
    PolicyOption{"algorithms", &Policy::algorithms},
    PolicyOption{"allowedScopes", &Policy::allowed_scopes},
    PolicyOption{"scopesClaim", &Policy::scopes_claims},
    PolicyOption{"clockTolerance", &Policy::clock_tolerance},
    PolicyOption{"typ", &Policy::types},
    PolicyOption{"audienceMatch", &Policy::exclusive_audience, "exclusive"},
    PolicyOption{"maxTokenAge", &Policy::max_token_age},
    PolicyOption{"requiredClaims", &Policy::required_claims},
    PolicyOption{"claims", &Policy::claims},
    PolicyOption{"requireSubject", &Policy::require_subject},
    PolicyOption{"maxTokenBytes", &Policy::max_token_bytes}};

}  // namespace assay::wire
