#pragma once

#include "crypto/rsa/simd.hpp"
#ifndef __wasm_simd128__
#include <cmath>
#endif

namespace assay {

/// a b + c in two lanes of 64 bits. WebAssembly's relaxed SIMD lets the processor round the product
/// first, or not: has_fused_products() tells which. Natively, in tests, it is never rounded.
inline v128_t multiply_add(v128_t a, v128_t b, v128_t c) {
#ifdef __wasm_simd128__
  return wasm_f64x2_relaxed_madd(a, b, c);
#else
  const double low = std::fma(wasm_f64x2_extract_lane(a, 0), wasm_f64x2_extract_lane(b, 0),
                              wasm_f64x2_extract_lane(c, 0));
  const double high = std::fma(wasm_f64x2_extract_lane(a, 1), wasm_f64x2_extract_lane(b, 1),
                               wasm_f64x2_extract_lane(c, 1));
  return wasm_f64x2_make(low, high);
#endif
}

/// Whether multiply_add() rounds once. An engine may choose, but must choose the same each time
/// (WebAssembly 3.0, "Relaxed Operations").
inline bool has_fused_products() {
  const volatile double one_and_a_bit = 1 + 0x1p-30;  // volatile: computed at run time
  const v128_t factor = wasm_f64x2_splat(one_and_a_bit);
  const v128_t rounded_square = wasm_f64x2_splat(-(1 + 0x1p-29));
  const v128_t rest = multiply_add(factor, factor, rounded_square);
  return wasm_f64x2_extract_lane(rest, 0) == 0x1p-60 && wasm_f64x2_extract_lane(rest, 1) == 0x1p-60;
}

}  // namespace assay
