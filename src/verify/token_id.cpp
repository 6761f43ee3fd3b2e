#include "verify/token_id.hpp"

#include <botan/hex.h>
#include <botan/mac.h>

namespace assay {

std::string hash_token_id(const SecretBytes& secret, std::string_view token_id) {
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SHA-256)");
  mac->set_key(secret);
  mac->update(token_id);
  return Botan::hex_encode(mac->final(), /*uppercase=*/false);
}

}  // namespace assay
