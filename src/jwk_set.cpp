#include "jwk_set.hpp"

#include <algorithm>
#include <array>

#include "json.hpp"

namespace assay {
namespace {

/// RFC 7518 §6.3.2 and §6.4.1: what a public key set should never hold.
constexpr std::array<std::string_view, 8> kPrivateMembers{"d",  "p",  "q",   "dp",
                                                          "dq", "qi", "oth", "k"};

bool type_fits(const Jwk& jwk, Algorithm algorithm) noexcept {
  return jwk.key->type() == info(algorithm).key_type;
}

bool algorithm_fits(const Jwk& jwk, Algorithm algorithm) noexcept {
  return !jwk.algorithm || *jwk.algorithm == info(algorithm).name;
}

KeyReport describe(json::Value jwk) {
  KeyReport report;
  const auto kid = jwk.member("kid");
  if (const auto text = kid ? kid->as_string() : std::nullopt) report.key_id = std::string(*text);
  report.has_private_members = std::ranges::any_of(
      kPrivateMembers, [&](std::string_view name) { return jwk.member(name).has_value(); });
  return report;
}

}  // namespace

Result<JwkSet> JwkSet::parse(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return Error(Reason::jwks_too_large);
  const auto document = json::parse(text);
  if (!document) {
    return Error(document.error().kind == json::FaultKind::duplicate_member
                     ? Reason::jwks_duplicate_member
                     : Reason::jwks_not_json);
  }
  if (document->root().kind() != json::Kind::object) return Error(Reason::jwks_not_json);
  const auto keys = document->root().member("keys");
  if (!keys || keys->kind() != json::Kind::array) return Error(Reason::jwks_malformed);

  JwkSet set;
  set.loaded_ = true;
  for (const json::Value entry : keys->children()) {
    if (set.report_.size() == kMaxJwksKeys) return Error(Reason::jwks_too_many_keys);
    KeyReport& report = set.report_.emplace_back(describe(entry));
    if (auto jwk = parse_jwk(entry)) {
      set.keys_.push_back(std::move(*jwk));
    } else {
      report.left_out = jwk.error().reason;
    }
  }
  return set;
}

Result<std::vector<const Jwk*>> JwkSet::select(std::optional<std::string_view> key_id,
                                               Algorithm algorithm) const {
  if (!loaded_) return Error(Reason::keys_not_loaded);
  if (keys_.empty()) return Error(Reason::jwks_no_usable_key);
  return key_id ? select_by_id(*key_id, algorithm) : select_only(algorithm);
}

Result<std::vector<const Jwk*>> JwkSet::select_by_id(std::string_view key_id,
                                                     Algorithm algorithm) const {
  std::vector<const Jwk*> candidates;
  std::optional<Reason> refusal;  // the reason of the key that came closest
  for (const Jwk& jwk : keys_) {
    if (jwk.key_id != key_id) continue;
    if (!type_fits(jwk, algorithm)) {
      refusal = refusal.value_or(Reason::key_type_mismatch);
    } else if (!algorithm_fits(jwk, algorithm)) {
      refusal = Reason::key_alg_mismatch;
    } else if (candidates.size() < kMaxCandidates) {
      candidates.push_back(&jwk);
    }
  }
  if (!candidates.empty()) return candidates;
  if (refusal) return Error(*refusal);
  for (const KeyReport& report : report_) {
    if (report.left_out && report.key_id == key_id) return Error(*report.left_out);
  }
  return Error(Reason::key_not_found);
}

Result<std::vector<const Jwk*>> JwkSet::select_only(Algorithm algorithm) const {
  std::vector<const Jwk*> candidates;
  for (const Jwk& jwk : keys_) {
    if (type_fits(jwk, algorithm) && algorithm_fits(jwk, algorithm)) candidates.push_back(&jwk);
  }
  if (candidates.size() == 1) return candidates;
  if (candidates.size() > 1) return Error(Reason::key_ambiguous);
  // The only key there is was meant, and says itself why it doesn't fit.
  if (keys_.size() == 1 && type_fits(keys_.front(), algorithm)) {
    return Error(Reason::key_alg_mismatch);
  }
  return Error(Reason::key_not_found);
}

}  // namespace assay
