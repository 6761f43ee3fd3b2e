#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace assay {

/// The token of a request (RFC 6750 §2.1). The scheme's case does not matter (RFC 9110 §11.1).
/// @param authorization the Authorization field's value; where it comes more than once, the values
///        with a comma between them (RFC 9110 §5.2); "": the request has none
/// @return the token, a part of `authorization`; or token_missing (also for another scheme, and
///         for the scheme alone), or authorization_malformed (two tokens, or what is no token)
[[nodiscard]] Result<std::string_view> bearer_token(std::string_view authorization);

/// The status of the answer: 400, 401, 403, 503, or 500.
[[nodiscard]] int http_status(const Error& error) noexcept;

/// The WWW-Authenticate value of a refusal (RFC 6750 §3, RFC 9728 §5.1).
/// @param metadata_url the protected resource's metadata; "": not named
/// @return "" where another token would not help: 500 and 503
[[nodiscard]] std::string challenge(const Error& error, std::string_view metadata_url = {});

}  // namespace assay
