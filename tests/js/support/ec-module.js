// dist/assay-ec.wasm by its own exports, without the core: src/crypto/ec/curve_keys.hpp says what they do.

import { readFileSync } from 'node:fs'
import { testApi } from './core.js'

/** @typedef {{ memory: WebAssembly.Memory, _initialize: () => void, buffer: () => number,
 *   prepare: (curve: number, length: number) => number, verify: (handle: number, length: number) => number,
 *   forget: (handle: number) => void }} EcExports */

/** The numbers of the curves, as the enum Curve has them. */
export const curveNumbers = { 'P-256': 1, 'P-384': 2, 'P-521': 3, Ed25519: 4 }

/** The size of the buffer, in bytes. */
export const room = 512

let code
/** @returns {WebAssembly.Module} compiled once for a whole test file */
export function ecCode() {
  code ??= new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
  return code
}

/** The API on a platform like Node, with both modules. */
export const ecApi = () => testApi({ curves: { loadSync: ecCode } })

export class EcModule {
  constructor() {
    /** @type {{ [module: string]: { [name: string]: () => number } }} none of its imports has anything to do */
    const imports = {}
    for (const { module, name } of WebAssembly.Module.imports(ecCode())) (imports[module] ??= {})[name] = () => 0
    this.exports = /** @type {EcExports} */ (new WebAssembly.Instance(ecCode(), imports).exports)
    this.exports._initialize()
  }

  /** @param {...Uint8Array} parts @returns {number} their length */
  write(...parts) {
    const bytes = Buffer.concat(parts)
    new Uint8Array(this.exports.memory.buffer, this.exports.buffer(), room).set(bytes)
    return bytes.length
  }

  /** @param {number} curve @param {Uint8Array} point @returns {number} */
  prepare(curve, point) {
    return this.exports.prepare(curve, this.write(point))
  }

  /** @param {number} handle @param {Uint8Array} digest @param {Uint8Array} signature @returns {boolean} */
  verify(handle, digest, signature) {
    return this.exports.verify(handle, this.write(digest, signature)) === 1
  }

  /** @param {number} handle */
  forget(handle) {
    this.exports.forget(handle)
  }
}
