#include "dpop/proof.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/same_bytes.hpp"
#include "dpop/digest.hpp"
#include "dpop/http_uri.hpp"
#include "dpop/proof_parts.hpp"
#include "dpop/proof_times.hpp"
#include "dpop/thumbprint.hpp"

namespace assay {
namespace {

constexpr std::string_view kOtherUrl =
    "Make the proof for the URL of the request. Behind a proxy the server may see another one: "
    "give it the public one (guards: the option dpop.origin; verify(): possession.url)";
constexpr std::string_view kNoHtu =
    "Write the whole URL into htu: https:// or http://, host and path";
constexpr std::string_view kNoUrl =
    "The URL of the request must be absolute, as the client knows it (guards: the option "
    "dpop.origin; verify(): possession.url)";

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
    if (header_ && !record(ProofCheck::proof_signature, check_proof_signature(*header_, *jws))) {
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
  /// @param expected, actual "": there is none
  void describe(ProofCheck check, std::string_view expected, std::string_view actual) {
    if (report_ == nullptr) return;
    const auto shown = [](std::string_view text) {
      return text.empty() ? std::nullopt : std::optional(std::string(text));
    };
    report_->trace.describe(check, shown(expected), shown(actual));
  }
  void describe(ProofCheck check, Description description) {
    report_->trace.describe(check, std::move(description.expected), std::move(description.actual));
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
    describe(ProofCheck::proof_typ, kProofType, header.string_member("typ").value_or(""));
    if (!record(ProofCheck::proof_typ, check_proof_type(header))) return false;
    const auto algorithm = of_proof(header.check_alg(policy_.algorithms));
    if (report_ != nullptr) {
      describe(ProofCheck::proof_alg, names_of(policy_.algorithms),
               header.string_member("alg").value_or(""));
    }
    if (!passes(ProofCheck::proof_alg, algorithm)) return report_ != nullptr;
    auto jwk = read_proof_key(header, *algorithm);
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
    if (!proved || !asked || *proved != *asked) {
      return Error(Reason::proof_url, "htu")
          .with_hint(!proved  ? kNoHtu
                     : !asked ? kNoUrl
                              : kOtherUrl);
    }
    url_ = *proved;
    return {};
  }

  bool check_times(const Claims& claims) {
    const auto expiry = expiry_of_proof(claims, policy_, now_);
    if (expiry) expires_at_ = *expiry;
    if (report_ != nullptr) {
      describe(ProofCheck::proof_iat, describe_iat(claims, policy_, now_));
      describe(ProofCheck::proof_exp, describe_own_times(claims, policy_, now_));
    }
    if (!record(ProofCheck::proof_iat, outcome(expiry))) return false;
    if (!claims.has("exp") && !claims.has("nbf")) return skip(ProofCheck::proof_exp);
    return record(ProofCheck::proof_exp, check_own_times(claims, policy_, now_));
  }

  bool check_nonce(const Claims& claims) {
    if (policy_.nonce_secrets.empty()) return skip(ProofCheck::proof_nonce);
    return record(ProofCheck::proof_nonce, check_proof_nonce(claims, policy_, now_));
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
