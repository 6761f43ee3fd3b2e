#include "verify/pipeline.hpp"

#include <algorithm>

#include "base/base64url.hpp"
#include "base/same_bytes.hpp"

namespace assay {
namespace {

/// @return nothing where one of the keys verifies the signature
Result<void> check_signature(const Selection& selection, Algorithm algorithm,
                             std::string_view signing_input, const Bytes& signature) {
  for (const Jwk* jwk : selection.keys) {
    if (jwk->key->verify(algorithm, signing_input, signature)) return {};
  }
  if (std::ranges::none_of(selection.keys, [](const Jwk* jwk) { return jwk->key->prepare(); })) {
    Error error(Reason::key_material);
    error.look_up = true;
    return error;
  }
  return selection.mismatch();
}

std::string names_of(std::span<const Algorithm> algorithms) {
  std::string names;
  for (const Algorithm algorithm : algorithms) {
    if (!names.empty()) names += ' ';
    names += info(algorithm).name;
  }
  return names;
}

std::string names_of(const std::vector<std::string>& types) {
  std::string names;
  for (const std::string& type : types) names += (names.empty() ? "" : " ") + type;
  return names;
}

}  // namespace

bool Pipeline::record(Check check, const Outcome& outcome) {
  if (!outcome) {
    if (trace_ != nullptr) trace_->fail(check, outcome.error());
    if (!first_error_) first_error_ = outcome.error();
    return false;
  }
  if (trace_ != nullptr) *outcome ? trace_->pass(check) : trace_->skip(check);
  return true;
}

void Pipeline::describe(Check check, std::optional<std::string_view> expected,
                        std::optional<std::string_view> actual) {
  if (trace_ == nullptr) return;
  trace_->describe(check, expected ? std::optional<std::string>(*expected) : std::nullopt,
                   actual ? std::optional<std::string>(*actual) : std::nullopt);
}

Result<VerifiedToken> Pipeline::verify_token(std::string_view token, const CheckedHeader* known,
                                             const Claims* proven) {
  run(token, known, proven);
  if (first_error_) return *first_error_;
  return surface();
}

Result<void> Pipeline::check_again(const Claims& claims) {
  claims_ = &claims;
  signature_verified_ = true;
  check_claims();
  if (first_error_) return *first_error_;
  return {};
}

std::optional<CheckedHeader> Pipeline::take_header(std::string_view token) {
  if (known_ != nullptr) return std::nullopt;
  return CheckedHeader{.encoded = std::string(token.substr(0, token.find('.'))),
                       .header = std::move(*header_),
                       .algorithm = *algorithm_,
                       .selection = std::move(selection_)};
}

void Pipeline::run(std::string_view token, const CheckedHeader* known, const Claims* proven) {
  const bool too_large = token.size() > policy_.max_token_bytes;
  if (too_large) {
    record(Check::size, Error(Reason::token_too_large));
    return;
  }
  record(Check::size, true);

  const auto jws = split_compact(token);
  if (!jws) {
    record(Check::segments, jws.error());
    return;
  }
  record(Check::segments, true);

  if (known != nullptr && same_bytes(known->encoded, jws->header)) {
    known_ = known;
    algorithm_ = known->algorithm;
  } else {
    read_header(jws->header);
    if (header_ && goes_on()) check_header();
    if (header_ && algorithm_ && goes_on()) select_keys();
  }
  if (proven != nullptr) {
    claims_ = proven;
    signature_verified_ = true;
  } else {
    if (goes_on()) verify_signature(*jws);
    if (goes_on()) read_claims(jws->payload);
  }
  if (claims_ != nullptr && goes_on()) check_claims();
}

void Pipeline::read_header(std::string_view encoded) {
  auto header = JoseHeader::parse(encoded);
  if (!header && header.error().reason == Reason::header_base64) {
    record(Check::header_base64, header.error());
    return;
  }
  record(Check::header_base64, true);
  if (!header) {
    record(Check::header_json, header.error());
    return;
  }
  record(Check::header_json, true);
  header_ = std::move(*header);
}

void Pipeline::check_header() {
  const auto outcome = [](const Result<void>& result) -> Outcome {
    if (!result) return result.error();
    return true;
  };
  if (!record(Check::crit, outcome(header_->check_crit())) && !goes_on()) return;
  if (!record(Check::b64, outcome(header_->check_b64())) && !goes_on()) return;
  if (trace_ != nullptr) {
    describe(Check::typ, policy_.types ? std::optional(names_of(*policy_.types)) : std::nullopt,
             header_->string_member("typ"));
  }
  if (!record(Check::typ, outcome(header_->check_typ(policy_.types))) && !goes_on()) return;

  if (trace_ != nullptr) {
    describe(Check::alg, names_of(policy_.algorithms), header_->string_member("alg"));
  }
  const auto algorithm = header_->check_alg(policy_.algorithms);
  if (!algorithm) {
    record(Check::alg, algorithm.error());
    return;
  }
  record(Check::alg, true);
  algorithm_ = *algorithm;
}

void Pipeline::select_keys() {
  const auto key_id = header_->key_id();
  if (!key_id) {
    record(Check::key, key_id.error());
    return;
  }
  describe(Check::key, std::nullopt, *key_id);
  auto selection = jwk_set_.select(*key_id, *algorithm_);
  if (!selection) {
    record(Check::key, selection.error());
    return;
  }
  record(Check::key, true);
  selection_ = std::move(*selection);
  if (trace_ != nullptr) trace_->pass(Check::key, selection_.description());
}

void Pipeline::verify_signature(const CompactJws& jws) {
  const auto signature = decode_base64url(jws.signature);
  if (!signature) {
    record(Check::signature_base64, Error(Reason::signature_base64));
    return;
  }
  record(Check::signature_base64, true);
  if (selection().keys.empty()) return;  // already a failure
  const auto verified = check_signature(selection(), *algorithm_, jws.signing_input, *signature);
  if (!verified) {
    record(Check::signature, verified.error());
    return;
  }
  record(Check::signature, true);
  signature_verified_ = true;
}

void Pipeline::read_claims(std::string_view encoded) {
  auto claims = Claims::parse(encoded);
  if (!claims && claims.error().reason == Reason::claims_base64) {
    record(Check::claims_base64, claims.error());
    return;
  }
  record(Check::claims_base64, true);
  if (!claims) {
    record(Check::claims_json, claims.error());
    return;
  }
  record(Check::claims_json, true);
  parsed_claims_ = std::move(*claims);
  claims_ = &*parsed_claims_;
}

Result<VerifiedJws> Pipeline::verify_jws(std::string_view jws, const JwkSet& jwk_set,
                                         std::span<const Algorithm> algorithms,
                                         std::size_t max_bytes) {
  if (jws.size() > max_bytes) return Error(Reason::token_too_large);
  const auto parts = split_compact(jws);
  if (!parts) return parts.error();
  const auto header = JoseHeader::parse(parts->header);
  if (!header) return header.error();
  if (const auto crit = header->check_crit(); !crit) return crit.error();
  if (const auto b64 = header->check_b64(); !b64) return b64.error();
  const auto algorithm = header->check_alg(algorithms);
  if (!algorithm) return algorithm.error();
  const auto key_id = header->key_id();
  if (!key_id) return key_id.error();
  const auto selection = jwk_set.select(*key_id, *algorithm);
  if (!selection) return selection.error();
  const auto signature = decode_base64url(parts->signature);
  if (!signature) return Error(Reason::signature_base64);
  const auto by_key = check_signature(*selection, *algorithm, parts->signing_input, *signature);
  if (!by_key) return by_key.error();
  auto payload = decode_base64url(parts->payload);
  if (!payload) return Error(Reason::payload_base64);

  VerifiedJws verified;
  verified.header_json_ = header->text();
  verified.payload_ = std::move(*payload);
  return verified;
}

}  // namespace assay
