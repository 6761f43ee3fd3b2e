#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/scheme.hpp"
#include "http/challenge.hpp"

namespace assay {

/// The token of a request (RFC 6750 §2.1). The scheme's case does not matter (RFC 9110 §11.1).
/// @param authorization the Authorization field's value; where it comes more than once, the values
///        with a comma between them (RFC 9110 §5.2); "": the request has none
/// @return the token, a part of `authorization`; or token_missing (also for another scheme, and
///         for the scheme alone), or authorization_malformed (two tokens, or what is no token)
[[nodiscard]] Result<std::string_view> bearer_token(std::string_view authorization);

/// A token, and the scheme that it came by.
struct Credential {
  Scheme scheme = Scheme::bearer;
  std::string_view token;  ///< a part of the header
};

/// As bearer_token(), for a resource that also takes the scheme DPoP (RFC 9449 §7.1).
[[nodiscard]] Result<Credential> credential(std::string_view authorization);

}  // namespace assay
