#pragma once

#include <span>
#include <string>
#include <string_view>

#include "jose/claims.hpp"
#include "jose/jwk_set.hpp"
#include "jose/jws.hpp"
#include "verify/claim_checks.hpp"
#include "verify/policy.hpp"
#include "verify/verified.hpp"

/// The pipeline: a chain of values, each made only by the step before it.
///
///     SplitToken → CheckedHeader → SignedJws → SignedToken → VerifiedToken
///                                            ↘ VerifiedJws
///
/// Each step stops at its first failure. explain() runs the same checks on a SplitToken, makes none
/// of the later values and continues after a failure (explain.cpp).
namespace assay {

/// A token within the size limit that has three segments. Its content is unverified.
class SplitToken {
 public:
  /// @param token must outlive the result
  /// @return the token, or token_too_large or malformed_segments
  [[nodiscard]] static Result<SplitToken> split(std::string_view token, std::size_t max_bytes);

  /// The encoded header.
  [[nodiscard]] std::string_view header() const noexcept { return jws_.header; }

 private:
  friend class SignedJws;    // passes the payload on after it has verified the signature
  friend class Explanation;  // shows the unverified payload
  explicit SplitToken(const CompactJws& jws) noexcept : jws_(jws) {}

  CompactJws jws_;
};

/// A header that passed its checks, with the algorithm and the keys that it selected. Reusable for
/// tokens with the same header bytes while policy and keys are unchanged.
class CheckedHeader {
 public:
  /// Checks the header of a JWT, "typ" included.
  /// @param jwk_set must outlive the result
  [[nodiscard, gnu::noinline]] static Result<CheckedHeader> check(const SplitToken& token,
                                                                  const Policy& policy,
                                                                  const JwkSet& jwk_set);
  /// Checks the header of a JWS of any type. @param algorithms the allow-list
  [[nodiscard]] static Result<CheckedHeader> check_any_type(const SplitToken& token,
                                                            std::span<const Algorithm> algorithms,
                                                            const JwkSet& jwk_set);

  /// Whether the token's header has the same bytes.
  [[nodiscard]] bool is_header_of(const SplitToken& token) const noexcept;
  /// The header's JSON text.
  [[nodiscard]] const std::string& text() const noexcept { return header_.text(); }

 private:
  friend class SignedJws;
  friend class SignedToken;
  CheckedHeader(std::string_view encoded, JoseHeader header, Algorithm algorithm,
                Selection selection)
      : encoded_(encoded),
        header_(std::move(header)),
        algorithm_(algorithm),
        selection_(std::move(selection)) {}
  template <class CheckTyp>
  static Result<CheckedHeader> check_with(const SplitToken& token, CheckTyp check_typ,
                                          std::span<const Algorithm> algorithms,
                                          const JwkSet& jwk_set);

  std::string encoded_;
  JoseHeader header_;
  Algorithm algorithm_;
  Selection selection_;
};

/// A JWS whose signature is verified. Its payload is not decoded yet.
class SignedJws {
 public:
  /// @param header the token's own, or one with the same bytes
  /// @return the JWS, signature_base64, signature_mismatch, key_ambiguous, core_not_loaded,
  ///         key_material or key_weak
  [[nodiscard]] static Result<SignedJws> verify(const SplitToken& token,
                                                const CheckedHeader& header);

  /// Decodes a payload of any bytes. @return the JWS, or payload_base64
  [[nodiscard]] Result<VerifiedJws> decode(const CheckedHeader& header) const;

 private:
  friend class SignedToken;
  SignedJws(std::string_view payload, const Jwk& key) noexcept : payload_(payload), key_(&key) {}

  std::string_view payload_;
  const Jwk* key_;  ///< that verified the signature
};

/// The claims of a token whose signature is verified. Reusable for a token of the same bytes while
/// policy and keys are unchanged; the claims are checked each time.
class SignedToken {
 public:
  /// @param header that the signature was verified with
  /// @return the token, or claims_base64, claims_json or claims_duplicate_member
  [[nodiscard]] static Result<SignedToken> parse(const SignedJws& jws, const CheckedHeader& header);

  /// @return nothing, or why the rules refuse the claims
  [[nodiscard]] Result<void> check_claims(const ClaimRules& rules) const;
  /// Checks the claims. @param header the token's own
  [[nodiscard]] Result<VerifiedToken> verify(const CheckedHeader& header,
                                             const ClaimRules& rules) const;

  [[nodiscard]] const Claims& claims() const noexcept { return claims_; }

 private:
  SignedToken(Claims claims, bool has_key_of_issuer) noexcept
      : claims_(std::move(claims)), has_key_of_issuer_(has_key_of_issuer) {}

  Claims claims_;
  bool has_key_of_issuer_;  ///< false: its key is for another issuer
};

}  // namespace assay
