// The boundary to JavaScript: the only file that knows Emscripten. The module is built without
// exceptions: what would throw traps. JavaScript then answers INTERNAL and drops the instance
// (js/core/core.js), so it fails closed.
// Strings cross as UTF-8 in kept buffers. A call takes their lengths, returns a status, and writes
// the place of its output into a block that JavaScript reads. So a verification is one call.
#include <botan/mem_ops.h>
#include <emscripten/bind.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "held_proofs.hpp"
#include "verify/cached_verifier.hpp"
#include "verify/unverified_issuer.hpp"
#include "wire.hpp"

namespace {

/// What a call returns. Only kOk is success; zero, or any other number in JavaScript, is a bug.
enum Status : int { kInternal = 0, kOk = 1, kRefused = 2 };

struct Buffers {
  std::vector<std::uint8_t> input;
  std::string output;
  /// The output's address, its length, and a mark: where the payload begins (verify_jws), or how
  /// many characters follow the claims (verify).
  std::array<std::uintptr_t, 3> result{};
  std::string scopes_text;
  std::vector<std::string_view> scopes;  ///< what verify() and explain() require; in scopes_text
};

Buffers& buffers() {
  static Buffers kept;
  return kept;
}

/// Bytes of the input, clipped to what is there.
std::string_view input_text(std::size_t begin, std::size_t length) {
  const auto& input = buffers().input;
  return std::string_view(reinterpret_cast<const char*>(input.data()), input.size())
      .substr(std::min(begin, input.size()), length);
}

/// Bytes of the input, which are erased in it.
assay::SecretBytes take_secret(std::size_t begin, std::size_t length) {
  const std::string_view text = input_text(begin, length);
  const auto* const bytes = assay::as_bytes(text);
  assay::SecretBytes secret(bytes, bytes + text.size());
  if (!text.empty()) Botan::secure_scrub_memory(buffers().input.data() + begin, text.size());
  return secret;
}

void put_out(std::string output, std::size_t mark = 0) {
  auto& kept = buffers();
  kept.output = std::move(output);
  kept.result = {reinterpret_cast<std::uintptr_t>(kept.output.data()), kept.output.size(), mark};
}

Status answer(std::string output, std::size_t mark = 0) {
  put_out(std::move(output), mark);
  return kOk;
}

Status refuse(const assay::Error& error) {
  put_out(assay::wire::write(error));
  return kRefused;
}

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

/// A verifier as JavaScript holds it: without keys at first. Made when it is first asked.
class HeldVerifier {
 public:
  /// @param cached_tokens, cached_bytes the limits of the token cache; no tokens: there is none
  int configure(std::size_t policy_length, std::size_t secret_length, std::size_t cached_tokens,
                std::size_t cached_bytes) {
    const assay::SecretBytes secret = take_secret(policy_length, secret_length);
    auto policy = assay::wire::read_policy(input_text(0, policy_length), secret);
    if (!policy) return refuse(policy.error());
    limits_ = {.entries = cached_tokens, .bytes = cached_bytes};
    policy_ = std::make_shared<const assay::Policy>(std::move(*policy));
    return kOk;
  }

  /// Replaces the keys, also by a set without a usable key. Text that is not a JWK Set changes
  /// nothing.
  int set_keys(std::size_t length, std::size_t max_bytes) {
    auto jwk_set = assay::JwkSet::parse(input_text(0, length), max_bytes);
    return jwk_set ? prepare(std::move(*jwk_set)) : refuse(jwk_set.error());
  }

  /// Reports what became of each entry of the set.
  int key_report() {
    if (const Status status = prepare(); status != kOk) return status;
    return answer(assay::wire::write(verifier_->verifier().jwk_set().report()));
  }

  /// @return a status; or, for a token that was accepted twice before, minus its id in the cache
  double verify(std::size_t token_length, double now) {
    if (const Status status = prepare(); status != kOk) return status;
    const auto accepted = verifier_->verify(input_text(0, token_length), buffers().scopes, now);
    if (!accepted) return refuse(accepted.error());
    if (!accepted->token) return -static_cast<double>(*accepted->id);
    std::string output = assay::wire::write(*accepted);
    // JavaScript cuts the claims' text out of the output, after its first character.
    const auto rest = std::string_view(output).substr(1 + accepted->token->claims_json().size());
    const std::size_t rest_length = assay::wire::utf16_length(rest);
    return answer(std::move(output), rest_length);
  }

  /// Neither reads nor fills the token cache.
  int explain(std::size_t token_length, double now) {
    if (const Status status = prepare(); status != kOk) return status;
    const std::string_view token = input_text(0, token_length);
    return answer(assay::wire::write(verifier_->verifier().explain(token, buffers().scopes, now)));
  }

  /// @return how many keys can verify a token
  double usable_keys() const {
    return verifier_ ? static_cast<double>(verifier_->verifier().jwk_set().usable_keys().size())
                     : 0;
  }

  /// @return 1 where a usable key may verify a token that the policy allows, by assay-ec.wasm alone
  int needs_curves() const {
    if (!verifier_) return 0;
    return std::ranges::any_of(policy_->algorithms, [&](assay::Algorithm algorithm) {
      return assay::info(algorithm).key_type != assay::KeyType::rsa &&
             verifier_->verifier().jwk_set().has_key_for(algorithm);
    });
  }

  /// Empties the token cache.
  int forget() {
    if (verifier_) verifier_->cache().clear();
    return kOk;
  }

  [[nodiscard]] std::size_t cached_bytes() const noexcept {
    return verifier_ ? verifier_->cache().bytes() : 0;
  }

 private:
  /// Without keys, where there is no verifier yet.
  Status prepare() { return verifier_ ? kOk : prepare(assay::JwkSet()); }

  [[gnu::noinline]] Status prepare(assay::JwkSet jwk_set) {
    if (!policy_) return kInternal;
    auto verifier = assay::PreparedVerifier::create(policy_, std::move(jwk_set));
    if (!verifier) return refuse(verifier.error());
    verifier_.emplace(std::move(*verifier), limits_);
    return kOk;
  }

  std::shared_ptr<const assay::Policy> policy_;
  assay::TokenCacheLimits limits_;
  std::optional<assay::CachedVerifier> verifier_;
};

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
