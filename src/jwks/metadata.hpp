#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "verify/policy.hpp"

/// An authorization server's metadata: RFC 8414, OpenID Connect Discovery 1.0.
namespace assay::jwks {

/// Where an issuer's metadata may be: RFC 8414 §3.1 inserts between host and path, OpenID Connect
/// Discovery §4.1 appends; both drop a slash at the end of the issuer first.
/// @param issuer a sound URL (key_url.hpp)
[[nodiscard]] std::vector<std::string> metadata_urls(std::string_view issuer);

/// Why metadata names no JWK Set.
struct MetadataFault {
  Reason reason = Reason::discovery_failed;  ///< or discovery_issuer_mismatch
  std::string_view detail;                   ///< a literal
};

/// Reads the JWK Set's URL. "issuer" must be one of the policy's, byte for byte (RFC 8414 §3.3); of
/// a template, the same template, whatever its claims are called.
[[nodiscard]] boost::system::result<std::string, MetadataFault> read_metadata(
    std::string_view text, const Policy& policy, bool allow_insecure_loopback);

}  // namespace assay::jwks
