// cjose has no claims: they are read with jansson, which it uses itself, as mod_auth_openidc does.
#include <cjose/cjose.h>
#include <jansson.h>

#include <ctime>
#include <string_view>

#include "contestant.hpp"

namespace {

class Cjose : public Contestant {
 public:
  explicit Cjose(const Task& task) : task_(task) {
    key_ = cjose_jwk_import(task.jwk.data(), task.jwk.size(), nullptr);
  }
  ~Cjose() override { cjose_jwk_release(key_); }

  bool verify(const std::string& token) override {
    cjose_jws_t* jws = cjose_jws_import(token.data(), token.size(), nullptr);
    if (jws == nullptr) return false;
    const char* alg = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, nullptr);
    uint8_t* payload = nullptr;
    size_t size = 0;
    const bool accepted = alg != nullptr && alg == task_.algorithm &&
                          cjose_jws_verify(jws, key_, nullptr) &&
                          cjose_jws_get_plaintext(jws, &payload, &size, nullptr) &&
                          check(std::string_view(reinterpret_cast<const char*>(payload), size));
    cjose_jws_release(jws);
    return accepted;
  }

 private:
  bool check(std::string_view payload) const {
    json_t* claims = json_loadb(payload.data(), payload.size(), JSON_REJECT_DUPLICATES, nullptr);
    const auto is = [claims](const char* name, std::string_view expected) {
      const char* text = json_string_value(json_object_get(claims, name));
      return text != nullptr && text == expected;
    };
    const bool accepted =
        is("iss", task_.issuer) && is("aud", task_.audience) &&
        json_number_value(json_object_get(claims, "exp")) > static_cast<double>(std::time(nullptr));
    json_decref(claims);
    return accepted;
  }

  Task task_;
  cjose_jwk_t* key_ = nullptr;
};

}  // namespace

std::unique_ptr<Contestant> make_cjose(const Task& task) { return std::make_unique<Cjose>(task); }
