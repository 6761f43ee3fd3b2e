// explain(): runs the checks of the pipeline and continues after a failure. It proves nothing.
#include "base/base64url.hpp"
#include "jose/form_hint.hpp"
#include "verify/header_checks.hpp"
#include "verify/pipeline.hpp"
#include "verify/verifier.hpp"

namespace assay {
namespace {

std::string words_of(const std::vector<std::string>& types) {
  std::string names;
  for (const std::string& type : types) names += (names.empty() ? "" : " ") + type;
  return names;
}

std::optional<std::string> text_or_nothing(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

void add_notes(std::vector<std::string>& notes, const JoseHeader& header) {
  for (const std::string_view member : header.ignored_key_members()) {
    notes.push_back("The header's " + std::string(member) +
                    " was ignored: a key that comes with the token proves nothing");
  }
}

std::optional<std::string_view> iss_of(const Claims& claims) {
  const auto iss = claims.string("iss");
  return iss ? *iss : std::nullopt;
}

void add_notes(std::vector<std::string>& notes, const Claims& claims) {
  for (const std::string_view name : {"exp", "nbf", "iat"}) {
    const auto date = claims.numeric_date(name);
    if (!date || !*date || !looks_like_milliseconds(**date)) continue;
    notes.push_back(std::string(name) +
                    " looks like milliseconds; NumericDate is in seconds (RFC 7519 §2)");
  }
}

}  // namespace

/// The report on one token.
class Explanation {
 public:
  Explanation(const Policy& policy, const JwkSet& jwk_set, const ClaimRules& rules)
      : policy_(policy), jwk_set_(jwk_set), rules_(rules) {}

  Report run(std::string_view token) {
    const auto split = SplitToken::split(token, policy_.max_token_bytes);
    record_pair(Check::size, Check::segments, Reason::token_too_large, outcome_of(split));
    if (split) {
      const HeaderChoice choice = choice_of(split->header());
      check_signature_of(*split, choice);
      explain_claims(split->jws_.payload, choice.selection);
    }
    return std::move(report_);
  }

 private:
  void record(Check check, const Result<void>& outcome) {
    if (outcome) return report_.trace.pass(check);
    report_.trace.fail(check, outcome.error());
    if (!report_.error) report_.error = outcome.error();
  }
  /// @param outcome false: the check does not apply
  void record_claim(Check check, const Result<bool>& outcome) {
    if (outcome && !*outcome) return report_.trace.skip(check);
    record(check, outcome_of(outcome));
  }
  /// Records a step that makes two checks. @param reason that of a failure of the first check
  void record_pair(Check first, Check second, Reason reason, const Result<void>& outcome) {
    if (!outcome && outcome.error().reason == reason) return record(first, outcome);
    record(first, {});
    record(second, outcome);
  }

  HeaderChoice choice_of(std::string_view encoded) {
    const auto header = JoseHeader::parse(encoded);
    record_pair(Check::header_base64, Check::header_json, Reason::header_base64,
                outcome_of(header));
    if (!header) return {};
    report_.header = header->text();
    add_notes(report_.notes, *header);
    signature_hint_ = header->signature_hint();
    describe_header(*header);
    auto choice = check_header(
        *header, [&] { return header->check_typ(policy_.types); }, policy_.algorithms, jwk_set_,
        [&](Check check, const Result<void>& outcome) {
          record(check, outcome);
          return true;
        });
    if (const auto key_id = header->key_id(); choice.algorithm && key_id) {
      report_.trace.describe(Check::key, std::nullopt, text_or_nothing(*key_id));
    }
    if (!choice.selection.keys.empty()) {
      report_.trace.pass(Check::key, choice.selection.description());
    }
    return choice;
  }

  void describe_header(const JoseHeader& header) {
    report_.trace.describe(Check::typ,
                           policy_.types ? std::optional(words_of(*policy_.types)) : std::nullopt,
                           text_or_nothing(header.string_member("typ")));
    report_.trace.describe(Check::alg, names_of(policy_.algorithms),
                           text_or_nothing(header.string_member("alg")));
  }

  void check_signature_of(const SplitToken& token, const HeaderChoice& choice) {
    const auto signature = decode_base64url(token.jws_.signature);
    if (!signature) {
      const auto hint = segment_hint(token.jws_.signature);
      return record(Check::signature_base64, Error(Reason::signature_base64).with_hint(hint));
    }
    record(Check::signature_base64, {});
    if (choice.selection.keys.empty()) return;  // a check of the header has failed
    const auto checked = check_signature(choice.selection, choice.algorithm.value(),
                                         token.jws_.signing_input, *signature);
    report_.signature_verified = checked.has_value();
    if (checked) {
      key_ = *checked;
      return record(Check::signature, {});
    }
    record(Check::signature, checked.error().with_hint(signature_hint_));
  }

  void explain_claims(std::string_view encoded, const Selection& selection) {
    const auto claims = Claims::parse(encoded);
    record_pair(Check::claims_base64, Check::claims_json, Reason::claims_base64,
                outcome_of(claims));
    if (!claims) return;
    report_.claims = claims->text();
    add_notes(report_.notes, *claims);
    for (const ClaimCheck& step : claim_checks()) {
      auto [expected, actual] = step.describe(*claims, rules_);
      report_.trace.describe(step.check, std::move(expected), std::move(actual));
      auto outcome = step.run(*claims, rules_);
      // verify() hashes only the id of a verified token.
      if (step.check == Check::token_id_hash && outcome && !report_.signature_verified) {
        outcome = false;
      }
      record_claim(step.check, outcome);
      if (step.check == Check::issuer) explain_key_issuer(*claims, selection);
    }
  }

  void explain_key_issuer(const Claims& claims, const Selection& selection) {
    if (key_ == nullptr) return;  // without a signature that is verified, no key is the token's
    report_.trace.describe(Check::key_issuer, key_->issuer, text_or_nothing(iss_of(claims)));
    record_claim(Check::key_issuer, check_key_issuer(selection, *key_, claims));
  }

  const Policy& policy_;
  const JwkSet& jwk_set_;
  const ClaimRules& rules_;
  const Jwk* key_ = nullptr;  ///< that verified the signature
  std::string_view signature_hint_;
  Report report_;
};

Report explain_token(const Policy& policy, const JwkSet& jwk_set, std::string_view token,
                     std::span<const std::string_view> required_scopes, double now) {
  const ClaimRules rules(policy, required_scopes, now);
  return Explanation(policy, jwk_set, rules).run(token);
}

}  // namespace assay
