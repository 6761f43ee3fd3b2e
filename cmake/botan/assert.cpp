// In place of Botan's src/lib/utils/assert.cpp: the same exceptions, with their texts put together
// without the standard library's streams.
#include <botan/assert.h>
#include <botan/exceptn.h>
#include <botan/internal/fmt.h>

namespace Botan {

void throw_invalid_argument(const char* message, const char* func, const char* file) {
  throw Invalid_Argument(fmt("{} in {}:{}", message, func, file));
}

void throw_invalid_state(const char* expr, const char* func, const char* file) {
  throw Invalid_State(fmt("Invalid state: expr {} was false in {}:{}", expr, func, file));
}

void assertion_failure(const char* expr_str, const char* assertion_made, const char* func,
                       const char* file, int line) {
  const char* const made = assertion_made != nullptr ? assertion_made : "";
  const char* const where = func != nullptr ? func : "";
  throw Internal_Error(
      fmt("False assertion '{}' (expression {}) in {} @{}:{}", made, expr_str, where, file, line));
}

void assert_unreachable(const char* file, int line) {
  throw Internal_Error(fmt("Codepath that was marked unreachable was reached @{}:{}", file, line));
}

}  // namespace Botan
