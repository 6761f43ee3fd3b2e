#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/scheme.hpp"
#include "crypto/algorithm.hpp"

namespace assay {

/// The status of the answer: 400, 401, 403, 503, or 500.
[[nodiscard]] int http_status(const Error& error) noexcept;

/// What a challenge says beside the error.
struct ChallengeOptions {
  std::string_view metadata_url{};  ///< the protected resource's metadata; "": not named
  /// The allow-list of the ProofPolicy; none: the resource takes bearer tokens alone
  std::span<const Algorithm> proof_algorithms{};
  bool proof_required = false;     ///< whether it takes no bearer tokens: ProofPolicy::required
  std::optional<Scheme> scheme{};  ///< of the token that came; nothing: none came
};

/// The WWW-Authenticate value of a refusal (RFC 6750 §3, RFC 9728 §5.1, RFC 9449 §7.1): the schemes
/// by which the request may come again, one after the other where both are possible.
/// @return "" where another token would not help: 500 and 503
[[nodiscard]] std::string challenge(const Error& error, const ChallengeOptions& options);

/// The same of a resource that takes bearer tokens alone.
[[nodiscard]] std::string challenge(const Error& error, std::string_view metadata_url = {});

}  // namespace assay
