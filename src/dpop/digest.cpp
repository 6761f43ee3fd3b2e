#include "dpop/digest.hpp"

#include <botan/hash.h>

#include "base/base64url.hpp"

namespace assay {

std::string sha256_base64url(std::string_view text) {
  const auto hash = Botan::HashFunction::create_or_throw("SHA-256");
  hash->update(text);
  const auto digest = hash->final();
  return encode_base64url(digest);
}

}  // namespace assay
