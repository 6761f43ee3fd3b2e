#include "jose/jwk_set.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/json_error.hpp"

namespace assay {
namespace {

bool type_fits(const Jwk& jwk, Algorithm algorithm) noexcept {
  return jwk.key->type() == info(algorithm).key_type;
}

bool algorithm_fits(const Jwk& jwk, Algorithm algorithm) noexcept {
  return !jwk.algorithm || *jwk.algorithm == info(algorithm).name;
}

bool fits(const Jwk& jwk, Algorithm algorithm) noexcept {
  return type_fits(jwk, algorithm) && algorithm_fits(jwk, algorithm);
}

/// Whether a choice is about this key. @param key_id of the token
bool is_meant(const Jwk& jwk, KeyChoice choice, std::string_view key_id) noexcept {
  switch (choice) {
    case KeyChoice::by_id:
      return jwk.key_id == key_id;
    case KeyChoice::without_id:
      return true;
    case KeyChoice::unknown_id:
      return !jwk.key_id.has_value();
  }
  return false;
}

/// What can be done where a key, not the token, is at fault.
std::string_view hint_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::key_alg_mismatch:
    case Reason::key_type_mismatch:
      return "Compare the token's alg with its key's kty, crv and alg in the issuer's JWK Set";
    case Reason::internal:
    case Reason::key_not_found:
    case Reason::key_ambiguous:
    case Reason::signature_mismatch:
      return {};
    default:
      return "The fault is in the issuer's JWK Set: lintJwks says what to mend";
  }
}

/// A refusal that only holds for this set: the issuer may have another by now.
Error refusal(Reason reason, std::string_view said = {}) {
  Error error = Error::saying(reason, said).with_hint(hint_of(reason));
  error.look_up = true;
  return error;
}

/// What explain() and the errors say of a choice.
struct ChoiceText {
  std::string_view chosen;
  std::string_view mismatch;
  std::string_view ambiguous;
};

ChoiceText text_of(KeyChoice choice) noexcept {
  switch (choice) {
    case KeyChoice::by_id:
      return {.chosen = "The JWK Set has a key for this token",
              .mismatch = "JWT signature is invalid",
              .ambiguous =
                  "More than four keys of the JWKS have the JWT's key id, and none of the "
                  "four that were tried verifies its signature"};
    case KeyChoice::without_id:
      return {.chosen = "The token has no key id: the keys that fit its algorithm are tried",
              .mismatch =
                  "JWT has no key id, and none of the JWKS keys that fit verifies its "
                  "signature",
              .ambiguous =
                  "JWT has no key id, more than four keys of the JWKS fit, and none of the "
                  "four that were tried verifies its signature"};
    case KeyChoice::unknown_id:
      return {.chosen = "No key has the token's key id: the keys without one that fit are tried",
              .mismatch =
                  "JWT key id is not present in JWKS, and none of its keys without an id "
                  "verifies the signature",
              .ambiguous =
                  "JWT key id is not present in JWKS, more than four of its keys without "
                  "an id fit, and none of the four that were tried verifies the signature"};
  }
  return {};
}

KeyReport describe(json::Value jwk) {
  KeyReport report;
  const auto kid = jwk.member("kid");
  if (const auto text = kid ? kid->as_string() : std::nullopt) report.key_id = std::string(*text);
  report.has_private_members = has_private_members(jwk);
  return report;
}

/// Whether no signature can fit a key.
bool is_unsound(const Jwk* jwk) {
  const auto why_not = jwk->key->prepare();
  return why_not && *why_not != Reason::core_not_loaded;
}

/// Drops such a key, so that it takes no other's place. @return whether there was one
bool drop_unsound(std::vector<const Jwk*>& keys) {
  const auto found = std::ranges::find_if(keys, is_unsound);
  if (found == keys.end()) return false;
  keys.erase(found);
  return true;
}

}  // namespace

Error unusable_key(Reason reason) { return refusal(reason); }

bool same_key(const Jwk& a, const Jwk& b) noexcept {
  return a.key->type() == b.key->type() && std::ranges::equal(a.key->identity(), b.key->identity());
}

Result<JwkSet> JwkSet::parse(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return Error(Reason::jwks_too_large);
  const auto document = json::parse(text);
  if (!document) {
    return error_of(document.error(), {.no_json = Reason::jwks_not_json,
                                       .duplicate_member = Reason::jwks_duplicate_member,
                                       .number = "JWKS contains a number that no double can hold"});
  }
  if (document->root().kind() != json::Kind::object) return Error(Reason::jwks_not_json);
  const auto keys = document->root().member("keys");
  if (!keys || keys->kind() != json::Kind::array) return Error(Reason::jwks_malformed);

  JwkSet set;
  set.loaded_ = true;
  for (const json::Value entry : keys->children()) {
    KeyReport& report = set.report_.emplace_back(describe(entry));
    if (auto jwk = parse_jwk(entry)) {
      if (set.keys_.size() == kMaxJwksKeys) return Error(Reason::jwks_too_many_keys);
      set.keys_.push_back(std::move(*jwk));
    } else {
      report.left_out = jwk.error().reason;
    }
  }
  return set;
}

bool JwkSet::has_key_for(Algorithm algorithm) const noexcept {
  return std::ranges::any_of(keys_, [&](const Jwk& jwk) { return fits(jwk, algorithm); });
}

Error Selection::mismatch() const {
  const ChoiceText text = text_of(choice);
  if (more_fit) return refusal(Reason::key_ambiguous, text.ambiguous);
  Error error = refusal(Reason::signature_mismatch, text.mismatch);
  error.look_up = choice != KeyChoice::by_id;
  return error;
}

std::string_view Selection::description() const noexcept { return text_of(choice).chosen; }

Result<Selection> JwkSet::select(std::optional<std::string_view> key_id,
                                 Algorithm algorithm) const {
  if (!loaded_) return Error(Reason::keys_not_loaded);
  if (keys_.empty()) return refusal(Reason::jwks_no_usable_key);
  return key_id ? select_by_id(*key_id, algorithm) : select_without_id(algorithm);
}

Selection JwkSet::fitting(Algorithm algorithm, KeyChoice choice, std::string_view key_id) const {
  Selection selection{.choice = choice, .keys = {}, .more_fit = false};
  for (const Jwk& jwk : keys_) {
    if (!is_meant(jwk, choice, key_id) || !fits(jwk, algorithm)) continue;
    const auto is_same = [&](const Jwk* other) {
      return same_key(*other, jwk) && other->issuer == jwk.issuer;
    };
    if (std::ranges::any_of(selection.keys, is_same)) continue;
    if (selection.keys.size() == kMaxCandidates && !drop_unsound(selection.keys)) {
      if (is_unsound(&jwk)) continue;
      selection.more_fit = true;
      break;
    }
    selection.keys.push_back(&jwk);
  }
  return selection;
}

Result<Selection> JwkSet::select_by_id(std::string_view key_id, Algorithm algorithm) const {
  Selection named = fitting(algorithm, KeyChoice::by_id, key_id);
  if (!named.keys.empty()) return named;
  if (const auto reason = refusal_of(key_id, algorithm)) return refusal(*reason);
  Selection unnamed = fitting(algorithm, KeyChoice::unknown_id);
  if (unnamed.keys.empty()) return refusal(Reason::key_not_found);
  return unnamed;
}

std::optional<Reason> JwkSet::refusal_of(std::string_view key_id, Algorithm algorithm) const {
  std::optional<Reason> closest;
  for (const Jwk& jwk : keys_) {
    if (jwk.key_id != key_id) continue;
    if (type_fits(jwk, algorithm)) return Reason::key_alg_mismatch;
    closest = Reason::key_type_mismatch;
  }
  if (closest) return closest;
  for (const KeyReport& report : report_) {
    if (report.left_out && report.key_id == key_id) return report.left_out;
  }
  return std::nullopt;
}

Result<Selection> JwkSet::select_without_id(Algorithm algorithm) const {
  Selection all = fitting(algorithm, KeyChoice::without_id);
  if (!all.keys.empty()) return all;
  // The set's only key was meant, and its "alg" says why it doesn't fit.
  if (keys_.size() == 1 && type_fits(keys_.front(), algorithm)) {
    return refusal(Reason::key_alg_mismatch);
  }
  return refusal(Reason::key_not_found,
                 "JWT has no key id, and no key of the JWKS fits its algorithm");
}

}  // namespace assay
