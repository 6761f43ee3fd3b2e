#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/base64url.hpp"

namespace assay {

/// A token that passed every check. Only a SignedToken makes one: holding it is the proof.
class VerifiedToken {
 public:
  [[nodiscard]] const std::string& header_json() const noexcept { return header_json_; }
  /// The claims' JSON text, exactly as it was verified: valid UTF-8, an object, no member twice.
  /// Numbers keep all of their digits, also those that no double holds.
  [[nodiscard]] const std::string& claims_json() const noexcept { return claims_json_; }
  [[nodiscard]] const std::string& issuer() const noexcept { return issuer_; }
  [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
  /// The first entry of "aud" that the policy allows; nothing where it allows any.
  [[nodiscard]] const std::optional<std::string>& audience() const noexcept { return audience_; }
  /// The granted scopes, sorted, each once.
  [[nodiscard]] const std::vector<std::string>& scopes() const noexcept { return scopes_; }
  /// "exp", in seconds since the epoch (NumericDate), without the tolerance.
  [[nodiscard]] double expires_at() const noexcept { return expires_at_; }
  [[nodiscard]] const std::optional<std::string>& tenant_id() const noexcept { return tenant_id_; }
  /// "client_id" (RFC 8693 §4.3), or "azp" where it is absent.
  [[nodiscard]] const std::optional<std::string>& client_id() const noexcept { return client_id_; }
  /// The keyed hash of "jti": present when the token has one and the policy a secret.
  [[nodiscard]] const std::optional<std::string>& token_id_hash() const noexcept {
    return token_id_hash_;
  }

 private:
  friend class SignedToken;
  VerifiedToken() = default;

  std::string header_json_;
  std::string claims_json_;
  std::string issuer_;
  std::string subject_;
  std::optional<std::string> audience_;
  std::vector<std::string> scopes_;
  double expires_at_ = 0;
  std::optional<std::string> tenant_id_;
  std::optional<std::string> client_id_;
  std::optional<std::string> token_id_hash_;
};

/// A JWS with a valid signature. Its payload is any bytes, not necessarily claims.
class VerifiedJws {
 public:
  [[nodiscard]] const std::string& header_json() const noexcept { return header_json_; }
  [[nodiscard]] const Bytes& payload() const noexcept { return payload_; }

 private:
  friend class SignedJws;
  VerifiedJws() = default;

  std::string header_json_;
  Bytes payload_;
};

}  // namespace assay
