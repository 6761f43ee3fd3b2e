// The boundary to JavaScript: the only file that knows Emscripten, and the only catch (...).
// Strings cross as UTF-8 in two kept buffers; a call gets their lengths and returns a status.
#include <botan/mem_ops.h>
#include <emscripten/bind.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline.hpp"
#include "verifier.hpp"
#include "wire.hpp"

namespace {

/// What a call returns. Only `ok` is success: zero, and whatever JavaScript sees else, is a bug.
enum Status : int { kInternal = 0, kOk = 1, kRefused = 2 };

struct Buffers {
  std::vector<std::uint8_t> input;
  std::string output;
  std::size_t header_length = 0;  ///< of verify_jws: where the payload starts in the output
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

Status answer(std::string output) {
  buffers().output = std::move(output);
  return kOk;
}

Status refuse(const assay::Error& error) {
  buffers().output = assay::wire::write(error);
  return kRefused;
}

/// Runs a call and turns whatever is thrown into kInternal: it fails closed.
template <class Call>
int guarded(Call call) noexcept {
  try {
    buffers().output.clear();
    return call();
  } catch (...) {
    return kInternal;
  }
}

std::uintptr_t input(std::size_t size) {
  auto& kept = buffers().input;
  if (kept.size() < size) kept.resize(size);
  return reinterpret_cast<std::uintptr_t>(kept.data());
}
std::uintptr_t output_pointer() {
  return reinterpret_cast<std::uintptr_t>(buffers().output.data());
}
std::size_t output_length() { return buffers().output.size(); }
std::size_t header_length() { return buffers().header_length; }

int error_table() {
  return guarded([] { return answer(assay::wire::write_error_table()); });
}

int verify_jws(std::size_t jws_length, std::size_t jwks_length, std::size_t algorithms_length,
               std::size_t max_jws_bytes, std::size_t max_jwks_bytes) {
  return guarded([=] {
    const auto algorithms =
        assay::wire::read_algorithms(input_text(jws_length + jwks_length, algorithms_length));
    if (!algorithms) return refuse(algorithms.error());
    const auto jwk_set = assay::JwkSet::parse(input_text(jws_length, jwks_length), max_jwks_bytes);
    if (!jwk_set) return refuse(jwk_set.error());
    const auto jws =
        assay::verify_jws(input_text(0, jws_length), *jwk_set, *algorithms, max_jws_bytes);
    if (!jws) return refuse(jws.error());
    buffers().header_length = jws->header_json().size();
    return answer(jws->header_json() + std::string(assay::as_text(jws->payload())));
  });
}

/// A verifier as JavaScript holds it: a policy, and the keys once they are there.
class Verifier {
 public:
  int configure(std::size_t policy_length, std::size_t secret_length) {
    const int status = guarded([&] {
      const std::string_view secret = input_text(policy_length, secret_length);
      auto policy = assay::wire::read_policy(input_text(0, policy_length),
                                             {assay::as_bytes(secret), secret.size()});
      if (!policy) return refuse(policy.error());
      policy_ = std::move(*policy);
      return kOk;
    });
    auto& kept = buffers().input;  // a secret was in there
    Botan::secure_scrub_memory(kept.data(), kept.size());
    return status;
  }

  /// Replaces the keys. A set that can't be used leaves those that are there.
  int set_keys(std::size_t length, std::size_t max_bytes) {
    return guarded([&] {
      auto jwk_set = assay::JwkSet::parse(input_text(0, length), max_bytes);
      if (!jwk_set) return refuse(jwk_set.error());
      std::string report = assay::wire::write(jwk_set->report());
      auto verifier = assay::PreparedVerifier::create(policy_, std::move(*jwk_set));
      if (!verifier) return refuse(verifier.error());
      verifier_.emplace(std::move(*verifier));
      return answer(std::move(report));
    });
  }

  int verify(std::size_t token_length, std::size_t scopes_length, double now) {
    return guarded([&] {
      const auto scopes = assay::wire::read_scopes(input_text(token_length, scopes_length));
      const std::string_view text = input_text(0, token_length);
      // Without keys the pipeline runs up to their selection: what no key could save is refused for
      // its own reason, and is told apart from keys that are missing.
      const assay::JwkSet none;
      const auto token = verifier_ ? verifier_->verify(text, scopes, now)
                                   : assay::Pipeline(policy_, none, scopes, now).verify_token(text);
      if (!token) return refuse(token.error());
      return answer(assay::wire::write(*token));
    });
  }

  int explain(std::size_t token_length, std::size_t scopes_length, double now) {
    return guarded([&] {
      const auto scopes = assay::wire::read_scopes(input_text(token_length, scopes_length));
      const std::string_view token = input_text(0, token_length);
      return answer(assay::wire::write(
          verifier_ ? verifier_->explain(token, scopes, now)
                    : assay::explain_token(policy_, assay::JwkSet(), token, scopes, now)));
    });
  }

 private:
  assay::Policy policy_;
  std::optional<assay::PreparedVerifier> verifier_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(assay) {
  emscripten::function("input", &input);
  emscripten::function("outputPointer", &output_pointer);
  emscripten::function("outputLength", &output_length);
  emscripten::function("headerLength", &header_length);
  emscripten::function("errorTable", &error_table);
  emscripten::function("verifyJws", &verify_jws);
  emscripten::class_<Verifier>("Verifier")
      .constructor<>()
      .function("configure", &Verifier::configure)
      .function("setKeys", &Verifier::set_keys)
      .function("verify", &Verifier::verify)
      .function("explain", &Verifier::explain);
}
