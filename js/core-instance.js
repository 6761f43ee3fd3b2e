import createCore from '../dist/assay-core.js'
import { PreparedVerifiers } from './prepared-verifiers.js'

/**
 * @typedef {object} CoreModule what bindings/embind.cpp exports. Lengths are in bytes; a status is 1 for OK and 2 for refused
 * @property {Uint8Array} HEAPU8 the memory; to be read anew after every call, because memory that grows detaches the view
 * @property {(size: number) => number} input pointer to the kept input buffer, which then has at least that size
 * @property {() => number} outputPointer
 * @property {() => number} outputLength
 * @property {() => number} headerLength where the payload begins in the output of verifyJws
 * @property {() => number} errorTable
 * @property {(jwsLength: number, jwkSetLength: number, algorithmsLength: number, maxJwsBytes: number,
 *   maxJwkSetBytes: number) => number} verifyJws
 * @property {new () => CoreVerifier} Verifier
 */

/**
 * @typedef {object} CoreVerifier
 * @property {(policyLength: number, secretLength: number) => number} configure
 * @property {(length: number, maxBytes: number) => number} setKeys
 * @property {(tokenLength: number, scopesLength: number, now: number) => number} verify
 * @property {(tokenLength: number, scopesLength: number, now: number) => number} explain
 * @property {() => void} delete
 */

/**
 * A piece of the input: text, as UTF-8, or bytes. What is longer than `limit` is cut off a little beyond it, so that the
 * core sees that it is too long, and a text of any length costs no more than one of that length.
 * @typedef {{ data: string | Uint8Array, limit?: number }} Piece
 */

const encoder = new TextEncoder()
// fatal: the core's output is UTF-8, or it is a bug. ignoreBOM keeps a BOM in the text instead of dropping it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** One instance of the core with its own memory. */
export class CoreInstance {
  /** @type {CoreModule} */
  exports
  /** The verifiers that are prepared in this instance. */
  verifiers = new PreparedVerifiers(this)

  /** @param {WebAssembly.Module} code */
  constructor(code) {
    /** @type {unknown} */
    let failure
    this.exports = createCore({
      instantiateWasm(imports, done) {
        // The glue must not see a failure: it would print it, and reject a promise that nobody can handle.
        try {
          const instance = new WebAssembly.Instance(code, imports)
          done(instance, code)
          return instance.exports
        } catch (error) {
          failure = error
          return {}
        }
      }
    })
    if (failure !== undefined) throw failure
  }

  /**
   * Writes the input of the next call, one piece after the other.
   * @param {...Piece} pieces
   * @returns {number[]} the length of each piece in bytes
   */
  write(...pieces) {
    const room = pieces.map(({ data, limit = Infinity }) =>
      typeof data === 'string' ? Math.min(data.length * 3, limit + 4) : data.length
    )
    const size = room.reduce((sum, each) => sum + each, 0)
    const pointer = this.exports.input(size)
    let rest = this.exports.HEAPU8.subarray(pointer, pointer + size)
    return pieces.map(({ data }, index) => {
      const length = writePiece(data, rest.subarray(0, room[index]))
      rest = rest.subarray(length)
      return length
    })
  }

  /** @returns {Uint8Array} the result of the last call: a view that the next call overwrites */
  output() {
    const { exports } = this
    const start = exports.outputPointer()
    return exports.HEAPU8.subarray(start, start + exports.outputLength())
  }

  /**
   * @param {Uint8Array} [bytes]
   * @returns {any} the result of the last call, or a part of it, which is JSON that the core has written or read
   */
  readJson(bytes = this.output()) {
    return JSON.parse(decoder.decode(bytes))
  }
}

/**
 * @param {string | Uint8Array} data
 * @param {Uint8Array} target
 * @returns {number}
 */
function writePiece(data, target) {
  if (typeof data === 'string') return encoder.encodeInto(data, target).written
  target.set(data)
  return data.length
}
