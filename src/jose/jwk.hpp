#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crypto/verification_key.hpp"

namespace assay {

namespace json {
class Value;
}

/// A JWK (RFC 7517 §4) that may verify signatures.
struct Jwk {
  std::optional<std::string> key_id;     ///< "kid"
  std::optional<std::string> algorithm;  ///< "alg": the only one it may be used with
  /// "issuer": whose tokens it may sign. Entra ID writes it, also with a placeholder for the tenant
  std::optional<std::string> issuer;
  std::unique_ptr<const VerificationKey> key;
};

/// Reads one JWK: RSA (RFC 7518 §6.3.1), EC on P-256, P-384 or P-521 (§6.2.1), OKP on Ed25519
/// (RFC 8037 §2), and "oct" in a test build. Where present, "use" must be "sig" and "key_ops" must
/// contain "verify" (RFC 7517 §4.2, §4.3). Numbers must be canonical base64url.
/// @return the key, or why it can't be used (a Reason that starts with key_)
[[nodiscard, gnu::noinline]] Result<Jwk> parse_jwk(json::Value jwk);

/// Whether it has a member of a private or symmetric key (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037
/// §2), which a public key never has.
[[nodiscard]] bool has_private_members(json::Value jwk) noexcept;

}  // namespace assay
