#pragma once

// SIMD128 under WebAssembly's own names. Natively, SIMDe provides them, so that sanitizers, fuzzers
// and a debugger reach the same code. It is for tests only and never ships.
#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#else
#define SIMDE_WASM_SIMD128_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>
using v128_t = simde_v128_t;
#endif
