#include <jwt.h>

#include <ctime>
#include <string_view>

#include "contestant.hpp"

namespace {

class LibJwt : public Contestant {
 public:
  explicit LibJwt(const Task& task) : task_(task) {}

  bool verify(const std::string& token) override {
    jwt_t* decoded = nullptr;
    const auto* pem = reinterpret_cast<const unsigned char*>(task_.pem.data());
    if (jwt_decode(&decoded, token.c_str(), pem, static_cast<int>(task_.pem.size())) != 0) {
      return false;
    }
    const auto is = [decoded](const char* name, std::string_view expected) {
      const char* text = jwt_get_grant(decoded, name);
      return text != nullptr && text == expected;
    };
    const bool accepted =
        jwt_get_alg(decoded) == (task_.algorithm == "RS256" ? JWT_ALG_RS256 : JWT_ALG_ES256) &&
        is("iss", task_.issuer) && is("aud", task_.audience) &&
        jwt_get_grant_int(decoded, "exp") > std::time(nullptr);
    jwt_free(decoded);
    return accepted;
  }

 private:
  Task task_;
};

}  // namespace

std::unique_ptr<Contestant> make_libjwt(const Task& task) { return std::make_unique<LibJwt>(task); }
