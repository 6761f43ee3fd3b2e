// A module with one function that adds to a product of doubles (relaxed SIMD, WebAssembly 3.0).
const probe = '\0asm\x01\0\0\0\x01\x06\x01`\x01{\x01{\x03\x02\x01\0\n\r\x01\v\0 \0 \0 \0\xfd\x87\x02\v'

/**
 * Chooses between the two modules, which differ only in how fast they are: ask before one is loaded.
 * @template T
 * @param {T} simd what stands for assay.wasm, which runs everywhere
 * @param {T} relaxed what stands for assay-relaxed.wasm
 * @returns {T} the one that this engine runs best
 */
export function choose(simd, relaxed) {
  return WebAssembly.validate(Uint8Array.from(probe, (character) => character.charCodeAt(0))) ? relaxed : simd
}
