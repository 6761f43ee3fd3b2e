#pragma once

#include <memory>
#include <string>

/// What every contestant gets. It must check the signature by `algorithm` alone, the issuer, the
/// audience and the expiry, and prepare whatever it can beforehand.
struct Task {
  std::string algorithm;  ///< "RS256" or "ES256"
  std::string jwk_set;    ///< JSON, one key
  std::string jwk;        ///< that key
  std::string pem;        ///< that key as a SubjectPublicKeyInfo
  std::string issuer;
  std::string audience;
};

class Contestant {
 public:
  Contestant() = default;
  Contestant(const Contestant&) = delete;
  Contestant& operator=(const Contestant&) = delete;
  virtual ~Contestant() = default;
  /// Whether the token is accepted.
  [[nodiscard]] virtual bool verify(const std::string& token) = 0;
};

std::unique_ptr<Contestant> make_assay(const Task& task);
std::unique_ptr<Contestant> make_jwt_cpp(const Task& task);
std::unique_ptr<Contestant> make_jwt_verify_lib(const Task& task);
std::unique_ptr<Contestant> make_libjwt(const Task& task);
std::unique_ptr<Contestant> make_cjose(const Task& task);
/// OpenSSL's EVP_DigestVerify alone, of a token that it has taken apart before: what no library can
/// go below without arithmetic of its own. It decides nothing but the signature.
std::unique_ptr<Contestant> make_openssl(const Task& task);
