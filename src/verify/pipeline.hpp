#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jose/claims.hpp"
#include "jose/jwk_set.hpp"
#include "jose/jws.hpp"
#include "verify/policy.hpp"
#include "verify/trace.hpp"
#include "verify/verified.hpp"

namespace assay {

/// A header that passed its checks, and what it chose. The same bytes come to the same under one
/// policy and one key set, and all tokens of an issuer have the same few.
struct CheckedHeader {
  std::string encoded;
  JoseHeader header;
  Algorithm algorithm;
  Selection selection;
};

/// One run over one token. Without a trace it stops at the first check that fails, and nothing of
/// a payload is read before its signature is verified; with one it goes on where it can.
class Pipeline {
 public:
  /// @param policy, jwk_set, required_scopes, trace outlive the run
  /// @param now seconds since the epoch
  Pipeline(const Policy& policy, const JwkSet& jwk_set,
           std::span<const std::string_view> required_scopes, double now, Trace* trace = nullptr)
      : policy_(policy),
        jwk_set_(jwk_set),
        required_scopes_(required_scopes),
        now_(now),
        tolerance_(policy.bounded_clock_tolerance()),
        trace_(trace) {}
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;
  ~Pipeline() = default;

  /// @param known the header of a token that was accepted under the same policy and the same keys;
  ///        it is not read again where the token has the very same one
  /// @param proven the claims of a token of exactly these bytes that was accepted under the same
  ///        policy and the same keys: its signature is not verified again, and they are checked
  [[nodiscard]] Result<VerifiedToken> verify_token(std::string_view token,
                                                   const CheckedHeader* known = nullptr,
                                                   const Claims* proven = nullptr);

  /// Checks the claims of a token again whose bytes have passed everything before the claims, with
  /// the same policy and the same keys. @return nothing, or why they are refused now
  [[nodiscard]] Result<void> check_again(const Claims& claims);

  /// Verifies a JWS whose payload is not read. Issuer, audience and times do not apply.
  [[nodiscard]] static Result<VerifiedJws> verify_jws(std::string_view jws, const JwkSet& jwk_set,
                                                      std::span<const Algorithm> algorithms,
                                                      std::size_t max_bytes);

  /// What explain() shows of a run that failed, too.
  [[nodiscard]] const std::optional<Error>& first_error() const noexcept { return first_error_; }
  [[nodiscard]] const std::optional<JoseHeader>& header() const noexcept { return header_; }
  /// Gives away the header of a token that was verified; nothing where it was known.
  [[nodiscard]] std::optional<CheckedHeader> take_header(std::string_view token);
  [[nodiscard]] const Claims* claims() const noexcept { return claims_; }
  /// Gives away the claims of a token that was verified.
  [[nodiscard]] Claims take_claims() { return std::move(*parsed_claims_); }
  [[nodiscard]] bool signature_verified() const noexcept { return signature_verified_; }

 private:
  /// What a check came to: true passed, false did not apply, or the Error.
  using Outcome = Result<bool>;
  struct ClaimCheck;

  /// Records an outcome. @return true when it was no failure
  bool record(Check check, const Outcome& outcome);
  [[nodiscard]] bool goes_on() const noexcept { return !first_error_ || trace_ != nullptr; }
  void describe(Check check, std::optional<std::string_view> expected,
                std::optional<std::string_view> actual);

  void run(std::string_view token, const CheckedHeader* known, const Claims* proven);
  void read_header(std::string_view encoded);
  void check_header();
  void select_keys();
  void verify_signature(const CompactJws& jws);
  [[nodiscard]] const Selection& selection() const noexcept {
    return known_ != nullptr ? known_->selection : selection_;
  }
  void read_claims(std::string_view encoded);
  void check_claims();

  [[nodiscard]] Outcome check_issuer();
  [[nodiscard]] Outcome check_audience();
  [[nodiscard]] Outcome check_exp();
  [[nodiscard]] Outcome check_nbf();
  [[nodiscard]] Outcome check_iat();
  [[nodiscard]] Outcome check_max_token_age();
  [[nodiscard]] Outcome check_required_claims();
  [[nodiscard]] Outcome check_scope();
  [[nodiscard]] Outcome check_token_id();

  /// Whether the policy's audiences are the only ones that are named.
  [[nodiscard]] bool is_for_these_alone(std::span<const std::string_view> audience) const;
  [[nodiscard]] bool is_grantable(std::string_view scope) const;
  [[nodiscard]] std::vector<std::string_view> granted_scopes() const;
  [[nodiscard]] bool hashes_token_id() const;
  /// What a token says once every check has passed.
  [[nodiscard]] VerifiedToken surface() const;

  const Policy& policy_;
  const JwkSet& jwk_set_;
  std::span<const std::string_view> required_scopes_;
  double now_;
  double tolerance_;
  Trace* trace_;

  const CheckedHeader* known_ = nullptr;  ///< what this token's header came to before
  std::optional<Error> first_error_;
  std::optional<JoseHeader> header_;
  std::optional<Algorithm> algorithm_;
  Selection selection_;
  std::optional<Claims> parsed_claims_;
  const Claims* claims_ = nullptr;  ///< what is checked: those parsed here, or check_again()'s
  bool signature_verified_ = false;
};

}  // namespace assay
