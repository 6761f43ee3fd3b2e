// In place of Botan's src/lib/math/mp/mp_monty_n.cpp: Montgomery reduction of fixed sizes by the
// loop that Botan has for all others. Unrolled, they are 90 kB of code, for an operation that the
// SIMD kernel does here.
#include <botan/internal/mp_core.h>

namespace Botan {

void bigint_monty_redc_4(word z[8], const word p[4], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 8, p, 4, p_dash, ws);
}

void bigint_monty_redc_6(word z[12], const word p[6], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 12, p, 6, p_dash, ws);
}

void bigint_monty_redc_8(word z[16], const word p[8], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 16, p, 8, p_dash, ws);
}

void bigint_monty_redc_16(word z[32], const word p[16], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 32, p, 16, p_dash, ws);
}

void bigint_monty_redc_24(word z[48], const word p[24], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 48, p, 24, p_dash, ws);
}

void bigint_monty_redc_32(word z[64], const word p[32], word p_dash, word ws[]) {
  bigint_monty_redc_generic(z, 64, p, 32, p_dash, ws);
}

}  // namespace Botan
