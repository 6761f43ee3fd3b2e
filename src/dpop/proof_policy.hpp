#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "base/secret_bytes.hpp"
#include "crypto/algorithm.hpp"
#include "dpop/proof_algorithms.hpp"

namespace assay {

/// What is required of a DPoP proof: the option `dpop` of createVerifier, with its defaults and
/// bounds. Times are in seconds.
struct ProofPolicy {
  bool required = false;  ///< whether check_possession() refuses tokens that are not bound to a key
  /// The allow-list, all asymmetric (RFC 9449 §4.3)
  std::vector<Algorithm> algorithms{kProofAlgorithms.begin(), kProofAlgorithms.end()};
  double max_age = kDefaultMaxProofAge;                  ///< since "iat", 1 to 600
  double clock_tolerance = kDefaultProofClockTolerance;  ///< between client and server, 0 to 300
  /// RFC 9449 §9: where there are some, of 16 to 4,096 bytes each, a proof must have a nonce made
  /// with one of them. The first makes new ones.
  std::vector<SecretBytes> nonce_secrets;
  double nonce_period = kDefaultNoncePeriod;  ///< for how long the same nonce is given, 1 to 3,600

  /// @return nothing, or option_invalid with the option's name in JavaScript: "dpop.maxAge"
  [[nodiscard, gnu::noinline]] Result<void> check() const;

  /// The nonce for the header DPoP-Nonce of an answer (RFC 9449 §8).
  /// @param now seconds since the epoch
  /// @return "" where there is no secret, or check() refuses the policy
  [[nodiscard]] std::string next_nonce(double now) const;
};

}  // namespace assay
