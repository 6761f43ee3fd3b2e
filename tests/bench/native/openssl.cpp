#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <unordered_map>
#include <vector>

#include "contestant.hpp"

namespace {

using Bytes = std::vector<unsigned char>;

Bytes decode_base64url(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  const std::size_t padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  Bytes bytes(text.size());
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
  return bytes;
}

/// JWS has r and s one after the other (RFC 7518 §3.4); OpenSSL wants them in DER.
Bytes to_der(const Bytes& signature) {
  const auto half = static_cast<int>(signature.size() / 2);
  ECDSA_SIG* pair = ECDSA_SIG_new();
  ECDSA_SIG_set0(pair, BN_bin2bn(signature.data(), half, nullptr),
                 BN_bin2bn(signature.data() + half, half, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair, &der);
  Bytes bytes(der, der + size);
  OPENSSL_free(der);
  ECDSA_SIG_free(pair);
  return bytes;
}

class OpenSsl : public Contestant {
 public:
  explicit OpenSsl(const Task& task) : is_rsa_(task.algorithm == "RS256") {
    BIO* bio = BIO_new_mem_buf(task.pem.data(), static_cast<int>(task.pem.size()));
    key_ = PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
  }
  ~OpenSsl() override { EVP_PKEY_free(key_); }

  bool verify(const std::string& token) override {
    const Parts& parts = take_apart(token);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const bool valid =
        EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key_) == 1 &&
        EVP_DigestVerify(context, parts.signature.data(), parts.signature.size(),
                         reinterpret_cast<const unsigned char*>(token.data()), parts.input) == 1;
    EVP_MD_CTX_free(context);
    return valid;
  }

 private:
  struct Parts {
    std::size_t input = 0;
    Bytes signature;
  };

  const Parts& take_apart(const std::string& token) {
    const auto [place, is_new] = parts_.try_emplace(&token);
    if (is_new) {
      const std::size_t dot = token.rfind('.');
      Bytes signature = decode_base64url(token.substr(dot + 1));
      if (!is_rsa_) signature = to_der(signature);
      place->second = {dot, std::move(signature)};
    }
    return place->second;
  }

  bool is_rsa_;
  EVP_PKEY* key_ = nullptr;
  std::unordered_map<const std::string*, Parts> parts_;
};

}  // namespace

std::unique_ptr<Contestant> make_openssl(const Task& task) {
  return std::make_unique<OpenSsl>(task);
}
