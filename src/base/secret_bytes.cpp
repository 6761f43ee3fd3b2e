#include "base/secret_bytes.hpp"

#include <botan/mem_ops.h>

namespace assay {

void erase_memory(void* data, std::size_t bytes) noexcept {
  Botan::secure_scrub_memory(data, bytes);
}

}  // namespace assay
