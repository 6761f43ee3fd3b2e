#include <jwt-cpp/jwt.h>

#include <set>

#include "contestant.hpp"

namespace {

auto make_verifier(const Task& task) {
  auto verifier =
      jwt::verify().with_issuer(task.issuer).with_audience(std::set<std::string>{task.audience});
  if (task.algorithm == "RS256") {
    verifier.allow_algorithm(jwt::algorithm::rs256(task.pem));
  } else {
    verifier.allow_algorithm(jwt::algorithm::es256(task.pem));
  }
  return verifier;
}

class JwtCpp : public Contestant {
 public:
  explicit JwtCpp(const Task& task) : verifier_(make_verifier(task)) {}

  bool verify(const std::string& token) override {
    try {
      verifier_.verify(jwt::decode(token));
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

 private:
  decltype(make_verifier(std::declval<const Task&>())) verifier_;
};

}  // namespace

std::unique_ptr<Contestant> make_jwt_cpp(const Task& task) {
  return std::make_unique<JwtCpp>(task);
}
