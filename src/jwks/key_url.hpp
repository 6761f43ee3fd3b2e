#pragma once

#include <string>
#include <string_view>

namespace assay::jwks {

/// The rules for every URL that keys come from, whether the program or the issuer's metadata names
/// it: absolute, https:, without credentials and fragment.
/// @param allow_insecure_loopback whether http: is allowed for hosts of this machine
/// @return a literal, the rule that it breaks; "" where it keeps them all
[[nodiscard]] std::string_view fault_of_key_url(std::string_view text,
                                                bool allow_insecure_loopback);

/// Scheme, host, port and path of a sound URL: its query may hold a credential.
[[nodiscard]] std::string shown_url(const std::string& text);

}  // namespace assay::jwks
