#pragma once

// SIMD128 under WebAssembly's own names. SIMDe gives them natively, so that sanitizers, fuzzers and
// a debugger reach the same code; it is a tool for tests and ships nowhere.
#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#else
#define SIMDE_WASM_SIMD128_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>
using v128_t = simde_v128_t;
#endif
