// In place of Botan's src/lib/math/mp/mp_comba.cpp: products of fixed sizes by a loop. Unrolled,
// they are 75 kB of code, for what happens a few times when a key is prepared.
#include <botan/internal/mp_core.h>

#include <algorithm>

namespace Botan {
namespace {

/// z = x y, column by column (P. G. Comba, "Exponentiation cryptosystems on the IBM PC", 1990).
void multiply(word z[], const word x[], const word y[], size_t size) {
  word3<word> sum;
  for (size_t column = 0; column < 2 * size - 1; ++column) {
    const size_t first = column < size ? 0 : column - size + 1;
    const size_t last = std::min(column, size - 1);
    for (size_t i = first; i <= last; ++i) sum.mul(x[i], y[column - i]);
    z[column] = sum.extract();
  }
  z[2 * size - 1] = sum.extract();
}

}  // namespace

void bigint_comba_mul4(word z[8], const word x[4], const word y[4]) { multiply(z, x, y, 4); }
void bigint_comba_mul6(word z[12], const word x[6], const word y[6]) { multiply(z, x, y, 6); }
void bigint_comba_mul7(word z[14], const word x[7], const word y[7]) { multiply(z, x, y, 7); }
void bigint_comba_mul8(word z[16], const word x[8], const word y[8]) { multiply(z, x, y, 8); }
void bigint_comba_mul9(word z[18], const word x[9], const word y[9]) { multiply(z, x, y, 9); }
void bigint_comba_mul16(word z[32], const word x[16], const word y[16]) { multiply(z, x, y, 16); }
void bigint_comba_mul24(word z[48], const word x[24], const word y[24]) { multiply(z, x, y, 24); }

void bigint_comba_sqr4(word z[8], const word x[4]) { multiply(z, x, x, 4); }
void bigint_comba_sqr6(word z[12], const word x[6]) { multiply(z, x, x, 6); }
void bigint_comba_sqr7(word z[14], const word x[7]) { multiply(z, x, x, 7); }
void bigint_comba_sqr8(word z[16], const word x[8]) { multiply(z, x, x, 8); }
void bigint_comba_sqr9(word z[18], const word x[9]) { multiply(z, x, x, 9); }
void bigint_comba_sqr16(word z[32], const word x[16]) { multiply(z, x, x, 16); }
void bigint_comba_sqr24(word z[48], const word x[24]) { multiply(z, x, x, 24); }

}  // namespace Botan
