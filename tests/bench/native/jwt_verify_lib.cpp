// Envoy's library reads JSON with protobuf, and leaves the issuer to its caller. Each part is
// called as Envoy's filter calls it: keys and audiences are prepared once, and every token is
// parsed.
#include <ctime>
#include <memory>
#include <stdexcept>

#if __has_include("jwt_verify_lib/verify.h")  // before Envoy took it in
#include "jwt_verify_lib/check_audience.h"
#include "jwt_verify_lib/verify.h"
namespace library = google::jwt_verify;
#else
#include "source/common/jwt/check_audience.h"
#include "source/common/jwt/verify.h"
namespace library = Envoy::JwtVerify;
#endif

#include "contestant.hpp"

namespace {

class JwtVerifyLib : public Contestant {
 public:
  explicit JwtVerifyLib(const Task& task)
      : task_(task),
        audiences_({task.audience}),
        keys_(library::Jwks::createFrom(task.jwk_set, library::Jwks::JWKS)) {
    if (keys_->getStatus() != library::Status::Ok) throw std::runtime_error("jwt_verify_lib: keys");
  }

  bool verify(const std::string& token) override {
    library::Jwt jwt;
    if (jwt.parseFromString(token) != library::Status::Ok) return false;
    const auto now = static_cast<uint64_t>(std::time(nullptr));
    // It takes a token without exp, which is 0 then.
    return jwt.alg_ == task_.algorithm && jwt.iss_ == task_.issuer && jwt.exp_ != 0 &&
           audiences_.areAudiencesAllowed(jwt.audiences_) &&
           library::verifyJwt(jwt, *keys_, now, /*clock_skew=*/0) == library::Status::Ok;
  }

 private:
  Task task_;
  library::CheckAudience audiences_;
  library::JwksPtr keys_;
};

}  // namespace

std::unique_ptr<Contestant> make_jwt_verify_lib(const Task& task) {
  return std::make_unique<JwtVerifyLib>(task);
}
