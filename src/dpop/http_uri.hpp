#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// Writes the URI of an HTTP request in one form, without query and fragment, so that two that name
/// the same resource are equal (RFC 9449 §4.3, check 9; RFC 3986 §6.2.2, §6.2.3): scheme and host
/// in lower case, no default port, no dot segments, percent-encodings only where they are needed
/// and in upper case, and "/" for an empty path. Characters that a URI may not have, such as "|" or
/// a "%" that encodes nothing, count as their percent-encodings: URL parsers leave some of them.
/// @param uri absolute, of the scheme http or https
/// @return nothing where it is no such URI, or has user information (RFC 9110 §4.2.4)
[[nodiscard]] std::optional<std::string> normal_http_uri(std::string_view uri);

/// The same of the URI that a request came for. Most routers leave dot segments where they are: for
/// "/admin/../report" they run what serves "/admin", while a proof for "/report" would fit. No
/// client sends them: RFC 3986 §5.2.4 has them removed before.
/// @return nothing, too, where the path has dot segments, be they percent-encoded
[[nodiscard]] std::optional<std::string> asked_http_uri(std::string_view uri);

}  // namespace assay
