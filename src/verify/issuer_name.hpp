#pragma once

#include <string_view>

#include "jose/claims.hpp"

/// Names of issuers: exact ones, and templates such as
/// `https://login.microsoftonline.com/{tid}/v2.0`, of which a claim in braces is one segment.
namespace assay {

/// Whether an issuer's name can be compared: in a URL, braces only around the name of a claim that
/// is a whole segment of the path.
[[nodiscard]] bool is_issuer_name(std::string_view name) noexcept;

/// Whether "iss" is this name. In a template each placeholder stands for the claim of that name: a
/// string that is one segment. RFC 7519 §4.1.1.
[[nodiscard]] bool is_issuer(std::string_view iss, std::string_view name, const Claims& claims);

/// Whether a key whose JWK has this `issuer` (Entra ID writes it) may sign a token of "iss": they
/// are the same, where a placeholder is any segment. Entra's v1.0 tokens come from sts.windows.net,
/// and their keys name the same tenant at login.microsoftonline.com.
[[nodiscard, gnu::noinline]] bool is_key_of_issuer(std::string_view key_issuer,
                                                   std::string_view iss) noexcept;

/// Whether two names differ only by the slash at the end or by case.
[[nodiscard, gnu::noinline]] bool differs_little(std::string_view a, std::string_view b);

/// What to do about an "iss" that is not the name. @return a literal; "" where nothing is known
[[nodiscard, gnu::noinline]] std::string_view issuer_hint(std::string_view iss,
                                                          std::string_view name);

}  // namespace assay
