#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "jose/claims.hpp"
#include "jose/jwk_set.hpp"
#include "jose/jws.hpp"
#include "verify/trace.hpp"

namespace assay {

/// The outcome of a step without its value.
template <class T>
[[nodiscard]] Result<void> outcome_of(const Result<T>& result) {
  if (!result) return result.error();
  return {};
}

/// What a header selects: the algorithm and the keys. Incomplete where a check failed.
struct HeaderChoice {
  std::optional<Algorithm> algorithm;
  Selection selection;
};

/// Checks a header, in the order of docs/behaviour.md, and selects the keys.
/// @param check_typ Result<void>(): the check of "typ"
/// @param observe bool(Check, const Result<void>&): takes each outcome, returns whether to go on
template <class CheckTyp, class Observe>
HeaderChoice check_header(const JoseHeader& header, CheckTyp check_typ,
                          std::span<const Algorithm> algorithms, const JwkSet& jwk_set,
                          Observe observe) {
  HeaderChoice choice;
  if (!observe(Check::crit, header.check_crit())) return choice;
  if (!observe(Check::b64, header.check_b64())) return choice;
  if (!observe(Check::typ, check_typ())) return choice;
  const auto algorithm = header.check_alg(algorithms);
  observe(Check::alg, outcome_of(algorithm));
  if (!algorithm) return choice;
  choice.algorithm = *algorithm;
  const auto key_id = header.key_id();
  auto selection = key_id ? jwk_set.select(*key_id, *algorithm) : key_id.error();
  observe(Check::key, outcome_of(selection));
  if (selection) choice.selection = std::move(*selection);
  return choice;
}

/// Verifies a decoded signature with the selected keys. Passes over a key with a fault.
/// @return the first key that matches; or signature_mismatch, key_ambiguous, core_not_loaded, or
///         the fault where each key has one: key_material or key_weak
[[nodiscard]] Result<const Jwk*> check_signature(const Selection& selection, Algorithm algorithm,
                                                 std::string_view signing_input,
                                                 const Bytes& signature);

/// Whether the key may sign for the issuer that the claims name; every key may that names none.
/// @return true: passed; false: did not apply; or key_issuer_mismatch
[[nodiscard, gnu::noinline]] Result<bool> check_key_issuer(const Selection& selection,
                                                           const Jwk& key, const Claims& claims);

}  // namespace assay
