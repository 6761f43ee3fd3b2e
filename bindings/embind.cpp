// The boundary to JavaScript: the only file that knows Emscripten. The module is built without
// exceptions: what would throw traps. JavaScript then answers INTERNAL and drops the instance
// (js/core/core.js), so it fails closed.
// Strings cross as UTF-8 in kept buffers. A call takes their lengths, returns a status, and writes
// the place of its output into a block that JavaScript reads. So a verification is one call.
#include <emscripten/bind.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "buffers.hpp"
#include "held_proofs.hpp"
#include "held_verifier.hpp"
#include "verify/unverified_issuer.hpp"
#include "wire.hpp"

namespace {

using namespace assay::boundary;

std::uintptr_t input(std::size_t size) {
  auto& kept = buffers().input;
  if (kept.size() < size) kept.resize(size);
  return reinterpret_cast<std::uintptr_t>(kept.data());
}
std::uintptr_t result_pointer() {
  return reinterpret_cast<std::uintptr_t>(buffers().result.data());
}

/// Sets the scopes, joined by one space, that verify() and explain() require from now on.
int require_scopes(std::size_t length) {
  auto& kept = buffers();
  kept.scopes_text = input_text(0, length);
  kept.scopes = assay::wire::read_scopes(kept.scopes_text);
  return kOk;
}

int verify_jws(std::size_t jws_length, std::size_t jwks_length, std::size_t algorithms_length,
               std::size_t max_jws_bytes, std::size_t max_jwks_bytes) {
  const auto algorithms =
      assay::wire::read_algorithms(input_text(jws_length + jwks_length, algorithms_length));
  if (!algorithms) return refuse(algorithms.error());
  const auto jwk_set = assay::JwkSet::parse(input_text(jws_length, jwks_length), max_jwks_bytes);
  if (!jwk_set) return refuse(jwk_set.error());
  const auto jws =
      assay::verify_jws(input_text(0, jws_length), *jwk_set, *algorithms, max_jws_bytes);
  if (!jws) return refuse(jws.error());
  return answer(jws->header_json() + std::string(assay::as_text(jws->payload())),
                jws->header_json().size());
}

/// Only to choose a verifier: it proves nothing. The output is the issuer, as UTF-8.
int unverified_issuer(std::size_t token_length, std::size_t max_bytes) {
  auto issuer = assay::unverified_issuer(input_text(0, token_length), max_bytes);
  return issuer ? answer(std::move(*issuer)) : refuse(issuer.error());
}

/// The verifiers that JavaScript holds, by handles from 1. A handle is never reused: a stale one
/// finds nothing.
struct Verifiers {
  std::map<int, HeldVerifier> by_handle;
  int last_handle = 0;
  std::size_t cached_bytes = 0;  ///< of all token caches together
};

Verifiers& verifiers() {
  static Verifiers held;
  return held;
}

/// @return a handle, or kInternal
int new_verifier() {
  auto& held = verifiers();
  held.by_handle.try_emplace(held.last_handle + 1);
  return ++held.last_handle;
}

int delete_verifier(int handle) {
  auto& held = verifiers();
  const auto found = held.by_handle.find(handle);
  if (found == held.by_handle.end()) return kInternal;
  held.cached_bytes -= found->second.cached_bytes();
  held.by_handle.erase(found);
  return kOk;
}

double cached_bytes() { return static_cast<double>(verifiers().cached_bytes); }

/// A member of HeldVerifier as a function that takes a handle first. No verifier: kInternal.
template <auto kMember, class... Arguments>
auto of_verifier(int handle, Arguments... arguments) {
  auto& held = verifiers();
  const auto found = held.by_handle.find(handle);
  using Answer = decltype((found->second.*kMember)(arguments...));
  if (found == held.by_handle.end()) return Answer{kInternal};
  HeldVerifier& verifier = found->second;
  held.cached_bytes -= verifier.cached_bytes();
  const Answer answer = (verifier.*kMember)(arguments...);
  held.cached_bytes += verifier.cached_bytes();
  return answer;
}

/// The policies of DPoP proofs that JavaScript holds, by handles from 1, which are never reused.
std::vector<std::unique_ptr<assay::HeldProofs>>& proof_policies() {
  static std::vector<std::unique_ptr<assay::HeldProofs>> held;
  return held;
}

int new_proofs() {
  proof_policies().push_back(std::make_unique<assay::HeldProofs>());
  return static_cast<int>(proof_policies().size());
}

/// Calls an action with the policy of a handle. No such handle: kInternal.
template <class Action>
int with_proofs(int handle, Action action) {
  auto& held = proof_policies();
  const auto index = static_cast<std::size_t>(handle) - 1;
  return index < held.size() && held[index] ? action(held[index]) : kInternal;
}

int delete_proofs(int handle) {
  return with_proofs(handle, [](std::unique_ptr<assay::HeldProofs>& proofs) {
    proofs.reset();
    return kOk;
  });
}

int configure_proofs(int handle, std::size_t policy_length, std::size_t secrets_length) {
  return with_proofs(handle, [&](std::unique_ptr<assay::HeldProofs>& proofs) {
    const assay::SecretBytes secrets = take_secret(policy_length, secrets_length);
    const auto configured = proofs->configure(input_text(0, policy_length), secrets);
    return configured ? kOk : refuse(configured.error());
  });
}

/// A proof and its request in the input, one after the other. An empty text of the last two: there
/// is none.
struct ProofInput {
  std::string_view proof;
  assay::ProofRequest request;
};

ProofInput proof_input(std::size_t proof, std::size_t method, std::size_t url, std::size_t token,
                       std::size_t thumbprint) {
  std::size_t at = 0;
  const auto next = [&](std::size_t length) {
    const std::string_view text = input_text(at, length);
    at += length;
    return text;
  };
  const auto optional = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  ProofInput input;
  input.proof = next(proof);
  input.request.method = next(method);
  input.request.url = next(url);
  input.request.access_token = optional(next(token));
  input.request.thumbprint = optional(next(thumbprint));
  return input;
}

int verify_proof(int handle, std::size_t proof, std::size_t method, std::size_t url,
                 std::size_t token, std::size_t thumbprint, double now) {
  return with_proofs(handle, [&](std::unique_ptr<assay::HeldProofs>& proofs) {
    const ProofInput input = proof_input(proof, method, url, token, thumbprint);
    auto verified = proofs->verify(input.proof, input.request, now);
    return verified ? answer(std::move(*verified)) : refuse(verified.error());
  });
}

int explain_proof(int handle, std::size_t proof, std::size_t method, std::size_t url,
                  std::size_t token, std::size_t thumbprint, double now) {
  return with_proofs(handle, [&](std::unique_ptr<assay::HeldProofs>& proofs) {
    const ProofInput input = proof_input(proof, method, url, token, thumbprint);
    return answer(proofs->explain(input.proof, input.request, now));
  });
}

int proof_nonce(int handle, double now) {
  return with_proofs(handle, [&](std::unique_ptr<assay::HeldProofs>& proofs) {
    return answer(proofs->nonce(now));
  });
}

}  // namespace

// Functions of numbers only: js/core/embind.js supports nothing else.
EMSCRIPTEN_BINDINGS(assay) {
  using std::size_t;
  emscripten::function("input", &input);
  emscripten::function("resultPointer", &result_pointer);
  emscripten::function("requireScopes", &require_scopes);
  emscripten::function("verifyJws", &verify_jws);
  emscripten::function("unverifiedIssuer", &unverified_issuer);
  emscripten::function("newVerifier", &new_verifier);
  emscripten::function("configure",
                       &of_verifier<&HeldVerifier::configure, size_t, size_t, size_t, size_t>);
  emscripten::function("setKeys", &of_verifier<&HeldVerifier::set_keys, size_t, size_t>);
  emscripten::function("keyReport", &of_verifier<&HeldVerifier::key_report>);
  emscripten::function("usableKeys", &of_verifier<&HeldVerifier::usable_keys>);
  emscripten::function("needsCurves", &of_verifier<&HeldVerifier::needs_curves>);
  emscripten::function("verify", &of_verifier<&HeldVerifier::verify, size_t, double>);
  emscripten::function("explain", &of_verifier<&HeldVerifier::explain, size_t, double>);
  emscripten::function("forget", &of_verifier<&HeldVerifier::forget>);
  emscripten::function("deleteVerifier", &delete_verifier);
  emscripten::function("cachedBytes", &cached_bytes);
  emscripten::function("newProofs", &new_proofs);
  emscripten::function("configureProofs", &configure_proofs);
  emscripten::function("verifyProof", &verify_proof);
  emscripten::function("explainProof", &explain_proof);
  emscripten::function("proofNonce", &proof_nonce);
  emscripten::function("deleteProofs", &delete_proofs);
}
