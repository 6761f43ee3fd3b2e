#include <assay/verifier.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "contestant.hpp"

namespace {

template <class T>
T must(assay::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return std::move(*result);
}

assay::PreparedVerifier make_verifier(const Task& task) {
  assay::Policy policy;
  policy.issuer = task.issuer;
  policy.audiences = {task.audience};
  policy.algorithms = {assay::find_algorithm(task.algorithm).value()};
  policy.clock_tolerance = 0;
  return must(assay::PreparedVerifier::create(policy, must(assay::JwkSet::parse(task.jwk_set))));
}

class Assay : public Contestant {
 public:
  explicit Assay(const Task& task) : verifier_(make_verifier(task)) {}

  bool verify(const std::string& token) override {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    return verifier_.verify(token, {}, now.count()).has_value();
  }

 private:
  assay::PreparedVerifier verifier_;
};

}  // namespace

std::unique_ptr<Contestant> make_assay(const Task& task) { return std::make_unique<Assay>(task); }
