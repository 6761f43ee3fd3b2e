#include "dpop/proof.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/base64url.hpp"
#include "base/same_bytes.hpp"
#include "dpop/digest.hpp"
#include "dpop/http_uri.hpp"
#include "dpop/nonce.hpp"
#include "dpop/thumbprint.hpp"
#include "jose/claims.hpp"
#include "jose/jws.hpp"

namespace assay {
namespace {

constexpr std::string_view kType = "dpop+jwt";

/// The reasons of a token's parts, and those of a proof's.
constexpr std::array<std::pair<Reason, Reason>, 12> kReasons{
    {{Reason::malformed_segments, Reason::proof_segments},
     {Reason::header_base64, Reason::proof_header_base64},
     {Reason::header_json, Reason::proof_header_json},
     {Reason::header_duplicate_member, Reason::proof_header_duplicate_member},
     {Reason::crit_unsupported, Reason::proof_crit},
     {Reason::b64_unsupported, Reason::proof_b64},
     {Reason::typ_not_allowed, Reason::proof_typ},
     {Reason::alg_not_allowed, Reason::proof_alg},
     {Reason::claims_base64, Reason::proof_claims_base64},
     {Reason::claims_json, Reason::proof_claims_json},
     {Reason::claims_duplicate_member, Reason::proof_claims_duplicate_member},
     {Reason::claim_type, Reason::proof_claim_type}}};

/// The error of a token's part as that of a proof's.
Error as_proof_error(const Error& error) {
  for (const auto& [of_token, of_proof] : kReasons) {
    if (error.reason == of_token) return {of_proof, error.claim};
  }
  return error;
}

/// A step that reads a part of the proof.
template <class T>
Result<T> of_proof(Result<T> result) {
  if (!result) return as_proof_error(result.error());
  return result;
}

/// A claim that must be a string, and not be empty.
Result<std::string_view> required_string(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value) return as_proof_error(value.error());
  if (!*value || (*value)->empty()) return Error(Reason::proof_claim_missing, name);
  return **value;
}

Result<CompactJws> split_proof(std::string_view proof) {
  if (proof.size() > kMaxProofBytes) return Error(Reason::proof_too_large);
  return of_proof(split_compact(proof));
}

Result<Jwk> read_jwk(const JoseHeader& header, Algorithm algorithm) {
  const auto jwk = header.member("jwk");
  if (!jwk) return Error(Reason::proof_jwk_missing);
  if (has_private_members(*jwk)) return Error(Reason::proof_jwk_private);
  auto key = parse_jwk(*jwk);
  // The message of the table speaks of a JWK Set, but says what is wrong with the key.
  if (!key) return Error(Reason::proof_jwk_invalid).with_hint(info(key.error().reason).message);
  const AlgorithmInfo& wanted = info(algorithm);
  if (key->key->type() != wanted.key_type || (key->algorithm && *key->algorithm != wanted.name)) {
    return Error(Reason::proof_jwk_invalid).with_hint("Its alg, kty or crv does not fit the alg");
  }
  return key;
}

Result<void> check_signature(const ProofHeader& header, const CompactJws& jws) {
  const auto signature = decode_base64url(jws.signature);
  if (!signature) return Error(Reason::proof_signature_base64);
  if (const auto why_not = header.jwk.key->prepare()) {
    if (*why_not == Reason::core_not_loaded) return Error(Reason::core_not_loaded);
    return Error(Reason::proof_jwk_invalid).with_hint(info(*why_not).message);
  }
  if (header.jwk.key->verify(header.algorithm, jws.signing_input, *signature)) return {};
  return Error(Reason::proof_signature);
}

/// For texts that anyone may know. @return nothing, or the reason with the claim
Result<void> must_equal(std::string_view value, std::string_view expected, Reason reason,
                        std::string_view claim) {
  if (same_bytes(value, expected)) return {};
  return Error(reason, claim);
}

}  // namespace

/// The checks of one proof. verify_proof() stops at the first that fails; explain_proof() goes on.
class ProofRun {
 public:
  ProofRun(const ProofPolicy& policy, const ProofRequest& request, double now, ProofHeaders* known,
           ProofReport* report)
      : policy_(policy), request_(request), now_(now), known_(known), report_(report) {}

  Result<VerifiedProof> run(std::string_view proof) {
    if (const auto sound = policy_.check(); !sound) return sound.error();
    const auto jws = split_proof(proof);
    if (!passes(ProofCheck::proof_form, jws)) return *error_;
    if (!choose_header(*jws)) return *error_;
    if (header_ && !record(ProofCheck::proof_signature, check_signature(*header_, *jws))) {
      return *error_;
    }
    const auto claims = of_proof(Claims::parse(jws->payload));
    if (!passes(ProofCheck::proof_claims, claims)) return *error_;
    if (report_ != nullptr) report_->claims = claims->text();
    if (!check_claims(*claims)) return *error_;
    if (error_ || !header_) return error_.value_or(Error());
    // RFC 9449 §11.1: only a client that has the key of an accepted token takes a place in it.
    if (known_ != nullptr) known_->insert(jws->header, header_);
    return verified();
  }

 private:
  /// @return whether to go on
  bool record(ProofCheck check, const Result<void>& outcome) {
    if (report_ != nullptr && outcome) report_->trace.pass(check);
    if (report_ != nullptr && !outcome) report_->trace.fail(check, outcome.error());
    if (!outcome && !error_) error_ = outcome.error();
    return outcome || report_ != nullptr;
  }
  /// Records a step that the following ones need. @return whether it has a value
  template <class T>
  bool passes(ProofCheck check, const Result<T>& outcome) {
    record(check, outcome ? Result<void>() : Result<void>(outcome.error()));
    return outcome.has_value();
  }
  bool skip(ProofCheck check) {
    if (report_ != nullptr) report_->trace.skip(check);
    return true;
  }
  void describe(ProofCheck check, std::string_view expected, std::string_view actual) {
    if (report_ == nullptr) return;
    report_->trace.describe(check, std::string(expected), std::string(actual));
  }

  /// Reads the header, or takes it as it was read before. @return whether to go on
  bool choose_header(const CompactJws& jws) {
    const auto allowed = [&](Algorithm algorithm) {
      return std::ranges::find(policy_.algorithms, algorithm) != policy_.algorithms.end();
    };
    auto seen = known_ != nullptr ? known_->find(jws.header) : nullptr;
    if (seen && allowed(seen->algorithm)) {
      header_ = std::move(seen);
      return true;
    }
    const auto header = of_proof(JoseHeader::parse(jws.header));
    if (!passes(ProofCheck::proof_header, header)) return report_ != nullptr;
    if (report_ != nullptr) report_->header = header->text();
    return read_header(*header);
  }

  bool read_header(const JoseHeader& header) {
    for (const auto& step : {header.check_crit(), header.check_b64()}) {
      if (!step && !record(ProofCheck::proof_header, as_proof_error(step.error()))) {
        return false;
      }
    }
    // RFC 9449 §4.2, RFC 7515 §4.1.9: "application/" may stand before it, in any case.
    const auto typ = header.string_member("typ");
    const bool is_proof = typ && normal_type(*typ) == kType;
    describe(ProofCheck::proof_typ, kType, typ.value_or(""));
    if (!record(ProofCheck::proof_typ, is_proof ? Result<void>() : Error(Reason::proof_typ))) {
      return false;
    }
    const auto algorithm = of_proof(header.check_alg(policy_.algorithms));
    describe(ProofCheck::proof_alg, "", header.string_member("alg").value_or(""));
    if (!passes(ProofCheck::proof_alg, algorithm)) return report_ != nullptr;
    auto jwk = read_jwk(header, *algorithm);
    if (!passes(ProofCheck::proof_jwk, jwk)) return report_ != nullptr;
    header_ = std::make_shared<const ProofHeader>(
        ProofHeader{.algorithm = *algorithm,
                    .jwk = std::move(*jwk),
                    .thumbprint = thumbprint_of(*header.member("jwk"))});
    return true;
  }

  bool check_claims(const Claims& claims) {
    const auto jti = required_string(claims, "jti");
    if (jti) id_ = *jti;
    return record(ProofCheck::proof_jti, outcome(jti)) && check_request(claims) &&
           check_times(claims) && check_nonce(claims) && check_token(claims);
  }

  template <class T>
  static Result<void> outcome(const Result<T>& result) {
    if (!result) return result.error();
    return {};
  }

  bool check_request(const Claims& claims) {
    const auto htm = required_string(claims, "htm");
    describe(ProofCheck::proof_htm, request_.method, htm ? *htm : "");
    if (!record(
            ProofCheck::proof_htm,
            htm ? must_equal(*htm, request_.method, Reason::proof_method, "htm") : outcome(htm))) {
      return false;
    }
    const auto htu = required_string(claims, "htu");
    describe(ProofCheck::proof_htu, request_.url, htu ? *htu : "");
    return record(ProofCheck::proof_htu, htu ? check_url(*htu) : outcome(htu));
  }

  Result<void> check_url(std::string_view htu) {
    const auto proved = normal_http_uri(htu);
    const auto asked = asked_http_uri(request_.url);
    if (!proved || !asked || *proved != *asked) return Error(Reason::proof_url, "htu");
    url_ = *proved;
    return {};
  }

  bool check_times(const Claims& claims) {
    const auto iat = claims.numeric_date("iat");
    if (!record(ProofCheck::proof_iat, check_age(iat))) return false;
    if (!claims.has("exp") && !claims.has("nbf")) return skip(ProofCheck::proof_exp);
    return record(ProofCheck::proof_exp, check_own_times(claims));
  }

  Result<void> check_age(const Result<std::optional<double>>& iat) {
    if (!iat) return as_proof_error(iat.error());
    if (!*iat) return Error(Reason::proof_claim_missing, "iat");
    // Written so that a time that isn't a number is refused.
    if (!(**iat <= now_ + policy_.clock_tolerance)) {
      return Error(Reason::proof_issued_in_future, "iat");
    }
    expires_at_ = **iat + policy_.max_age + policy_.clock_tolerance;
    if (!(now_ < expires_at_)) return Error(Reason::proof_too_old, "iat");
    return {};
  }

  /// RFC 7519 §4.1.4, §4.1.5: no proof needs them, and what is there counts.
  [[nodiscard]] Result<void> check_own_times(const Claims& claims) const {
    const auto exp = claims.numeric_date("exp");
    const auto nbf = claims.numeric_date("nbf");
    if (!exp) return as_proof_error(exp.error());
    if (!nbf) return as_proof_error(nbf.error());
    if (*exp && !(now_ < **exp + policy_.clock_tolerance)) {
      return Error(Reason::proof_expired, "exp");
    }
    if (*nbf && !(now_ >= **nbf - policy_.clock_tolerance)) {
      return Error(Reason::proof_not_yet_valid, "nbf");
    }
    return {};
  }

  bool check_nonce(const Claims& claims) {
    if (policy_.nonce_secrets.empty()) return skip(ProofCheck::proof_nonce);
    return record(ProofCheck::proof_nonce, nonce_outcome(claims));
  }

  [[nodiscard]] Result<void> nonce_outcome(const Claims& claims) const {
    const auto nonce = claims.string("nonce");
    if (!nonce) return as_proof_error(nonce.error());
    if (!*nonce) return Error(Reason::proof_nonce_missing, "nonce");
    const auto made_it = [&](const SecretBytes& secret) {
      return is_nonce_of(**nonce, secret, policy_.nonce_period, now_);
    };
    if (std::ranges::any_of(policy_.nonce_secrets, made_it)) return {};
    return Error(Reason::proof_nonce, "nonce");
  }

  bool check_token(const Claims& claims) {
    if (!request_.access_token) {
      skip(ProofCheck::proof_ath);
    } else {
      const auto ath = required_string(claims, "ath");
      const std::string expected = sha256_base64url(*request_.access_token);
      describe(ProofCheck::proof_ath, expected, ath ? *ath : "");
      if (!record(ProofCheck::proof_ath,
                  ath ? must_equal(*ath, expected, Reason::proof_token, "ath") : outcome(ath))) {
        return false;
      }
    }
    if (!request_.thumbprint) return skip(ProofCheck::proof_key);
    if (!header_) return true;
    describe(ProofCheck::proof_key, *request_.thumbprint, header_->thumbprint);
    return record(ProofCheck::proof_key,
                  must_equal(header_->thumbprint, *request_.thumbprint, Reason::proof_key, "jwk"));
  }

  [[nodiscard]] VerifiedProof verified() const {
    VerifiedProof proof;
    proof.thumbprint_ = header_->thumbprint;
    // No thumbprint and no normal URI has a line break.
    proof.replay_id_ = sha256_base64url(header_->thumbprint + '\n' + url_ + '\n' + id_);
    proof.expires_at_ = expires_at_;
    return proof;
  }

  const ProofPolicy& policy_;
  const ProofRequest& request_;
  double now_;
  ProofHeaders* known_;
  ProofReport* report_;  ///< null: stop at the first failure
  std::optional<Error> error_;
  std::shared_ptr<const ProofHeader> header_;
  std::string url_;  ///< as normal_http_uri() writes it
  std::string id_;   ///< "jti"
  double expires_at_ = 0;
};

Result<VerifiedProof> verify_proof(std::string_view proof, const ProofPolicy& policy,
                                   const ProofRequest& request, double now, ProofHeaders& known) {
  return ProofRun(policy, request, now, &known, nullptr).run(proof);
}

ProofReport explain_proof(std::string_view proof, const ProofPolicy& policy,
                          const ProofRequest& request, double now) {
  ProofReport report;
  const auto outcome = ProofRun(policy, request, now, nullptr, &report).run(proof);
  if (!outcome) report.error = outcome.error();
  return report;
}

}  // namespace assay
