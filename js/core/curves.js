import { link } from './embind.js'

/**
 * @typedef {object} CurvesModule what assay-ec.wasm exports: src/crypto/ec/curve_keys.hpp over a buffer. A key is a handle,
 *   which is above zero
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {() => number} buffer pointer to the kept buffer, where a call finds its bytes
 * @property {(curve: number, length: number) => number} prepare a handle, or why there is none
 * @property {(key: number, length: number) => number} verify 1 where the signature is right
 * @property {(key: number) => void} forget
 */

/** @typedef {{ find: () => WebAssembly.Module | undefined }} FindCode loads it where that is synchronous */

// src/crypto/ec/curve_keys_import.cpp names the operations and what stands for a key.
const PREPARE = 1
const VERIFY = 2
const NOT_LOADED = -1

/** Bytes: the longest input is a digest and a signature of P-521. */
const BUFFER_SIZE = 512

/**
 * assay-ec.wasm beside one instance of the core. Its handles are of use to that instance alone. What it throws leaves the
 * core's call as INTERNAL, and both are replaced.
 */
export class Curves {
  #code
  /** @type {CurvesModule | undefined} */
  #exports
  /** @type {Uint8Array} kept, and made again when memory has grown: see CoreInstance */
  #buffer = new Uint8Array(0)

  /** @param {FindCode} [code] without it, it is not loaded */
  constructor(code) {
    this.#code = code
  }

  /**
   * What the core imports.
   * @param {number} operation
   * @param {number} number a curve, or a handle
   * @param {WebAssembly.Memory} memory of the core
   * @param {number} pointer of the bytes in it
   * @param {number} length
   * @returns {number} of prepare: a handle, or why there is none; of verify: 1 or 0
   */
  run(operation, number, memory, pointer, length) {
    const exports = (this.#exports ??= this.#instantiate())
    if (!exports) return operation === PREPARE ? NOT_LOADED : 0
    // Throws where the bytes are outside of either memory. A pointer above 2^31 - 1 comes negative.
    this.#room(exports).set(new Uint8Array(memory.buffer, pointer >>> 0, length))
    if (operation === PREPARE) return exports.prepare(number, length)
    if (operation === VERIFY) return Number(exports.verify(number, length) === 1)
    exports.forget(number)
    return 0
  }

  /** @param {CurvesModule} exports */
  #room({ memory, buffer }) {
    if (this.#buffer.length === 0) this.#buffer = new Uint8Array(memory.buffer, buffer() >>> 0, BUFFER_SIZE)
    return this.#buffer
  }

  /** @returns {CurvesModule | undefined} */
  #instantiate() {
    const code = this.#code?.find()
    if (!code) return undefined
    const exports = /** @type {CurvesModule} */ (link(code))
    exports._initialize()
    return exports
  }
}
