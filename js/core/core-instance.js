import { instantiate } from './embind.js'
import { AssayError, errorOf } from '../shared/error.js'
import { CoreVerifiers } from './core-verifiers.js'
import { CoreProofs } from './core-proofs.js'
import { Curves } from './curves.js'

/** @import { FindCode } from './curves.js' */

/**
 * @typedef {object} CoreModule what bindings/embind.cpp exports. Lengths are in bytes; a status is 1 for OK and 2 for refused.
 *   A verifier is a handle, which is above zero
 * @property {(size: number) => number} input pointer to the kept input buffer, which then has at least that size
 * @property {() => number} resultPointer to three numbers of 32 bits about the last output: its pointer, its length, and a
 *   mark: where the payload begins in that of verifyJws, and how many characters follow the claims in that of verify
 * @property {(length: number) => number} requireScopes for each verification from now on
 * @property {(jwsLength: number, jwkSetLength: number, algorithmsLength: number, maxJwsBytes: number,
 *   maxJwkSetBytes: number) => number} verifyJws
 * @property {(tokenLength: number, maxTokenBytes: number) => number} unverifiedIssuer
 * @property {() => number} newVerifier
 * @property {(verifier: number, policyLength: number, secretLength: number, cachedTokens: number,
 *   cachedBytes: number) => number} configure
 * @property {(verifier: number, length: number, maxBytes: number) => number} setKeys replaces the keys; refuses only what is no
 *   JWK Set
 * @property {(verifier: number) => number} usableKeys how many of the keys can verify a token
 * @property {(verifier: number) => number} needsCurves 1 where one of the keys needs assay-ec.wasm, else 0
 * @property {(verifier: number) => number} keyReport what became of each entry of the set
 * @property {(verifier: number, tokenLength: number, now: number) => number} verify a status; or, for a token that was
 *   accepted twice before, minus its id in the core's token cache
 * @property {(verifier: number, tokenLength: number, now: number) => number} explain
 * @property {(verifier: number) => number} forget empties the token cache
 * @property {(verifier: number) => number} deleteVerifier
 * @property {() => number} cachedBytes of the token caches of all verifiers together
 * @property {() => number} newProofs a handle of a policy of DPoP proofs
 * @property {(proofs: number, policyLength: number, secretsLength: number) => number} configureProofs
 * @property {(proofs: number, proof: number, method: number, url: number, token: number, thumbprint: number,
 *   now: number) => number} verifyProof lengths of what is in the input; the last two: 0 for none
 * @property {(proofs: number, proof: number, method: number, url: number, token: number, thumbprint: number,
 *   now: number) => number} explainProof
 * @property {(proofs: number, now: number) => number} proofNonce
 * @property {(proofs: number) => number} deleteProofs
 */

const OK = 1
const REFUSED = 2

const encoder = new TextEncoder()
// fatal: the core's output is UTF-8, or it is a bug. ignoreBOM keeps a BOM in the text instead of dropping it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** One instance of the core with its own memory, and with its own curves. */
export class CoreInstance {
  // Views are kept, because making one costs more than using it. When memory grows it detaches them: their length is 0.
  /** @type {Uint8Array} */
  #input = new Uint8Array(0)
  /** @type {Uint32Array} */
  #result = new Uint32Array(0)
  #requiredScopes = ''
  /** @type {CoreModule} */
  exports
  /** @type {WebAssembly.Memory} */
  memory
  verifiers = new CoreVerifiers(this)
  proofs = new CoreProofs(this)

  /**
   * @param {WebAssembly.Module} code
   * @param {FindCode} [curvesCode]
   */
  constructor(code, curvesCode) {
    const curves = new Curves(curvesCode)
    const { memory, functions } = instantiate(code, (operation, number, pointer, length) =>
      curves.run(operation, number, memory, pointer, length)
    )
    this.memory = memory
    this.exports = /** @type {any} */ (functions)
  }

  /**
   * Writes the input of the next call, one piece after the other.
   * @param {...(string | Uint8Array)} pieces text, as UTF-8, or bytes
   * @returns {number[]} the length of each piece in bytes
   */
  write(...pieces) {
    const parts = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece))
    const room = this.#room(parts.reduce((sum, { length }) => sum + length, 0))
    let offset = 0
    for (const part of parts) {
      room.set(part, offset)
      offset += part.length
    }
    return parts.map(({ length }) => length)
  }

  /**
   * As write(), for the texts of each request. In ASCII, where a character is a byte, they are written in one go.
   * @param {string[]} texts
   * @returns {number[]}
   */
  writeTexts(...texts) {
    const all = texts.join('')
    const { written } = encoder.encodeInto(all, this.#room(all.length * 3))
    return written === all.length ? texts.map(({ length }) => length) : this.write(...texts)
  }

  /**
   * As write(), for the token of each verification. A token over the limit is cut one character beyond it: the core still
   * sees that it is too long, and a token of any length costs no more than one at the limit.
   * @param {string} text
   * @param {number} limit bytes
   * @returns {number} its length in bytes
   */
  writeToken(text, limit) {
    // A UTF-16 code unit takes one to three bytes.
    const piece = text.length > limit ? text.slice(0, limit + 1) : text
    return encoder.encodeInto(piece, this.#room(piece.length * 3)).written
  }

  /**
   * @param {number} size
   * @returns {Uint8Array} the input buffer, with at least that size
   */
  #room(size) {
    if (this.#input.length < size) {
      const pointer = this.exports.input(size) >>> 0
      this.#input = new Uint8Array(this.memory.buffer, pointer, size)
    }
    return this.#input
  }

  /** @param {string} joined the scopes that the next verifications require, separated by one space. Overwrites the input */
  requireScopes(joined) {
    if (joined === this.#requiredScopes) return
    const [length] = this.write(joined)
    this.check(this.exports.requireScopes(length))
    this.#requiredScopes = joined
  }

  /**
   * One status is success and one is a refusal. Every other outcome is a bug.
   * @param {number} status of the last call
   * @throws {AssayError} the core's refusal, or INTERNAL
   */
  check(status) {
    if (status === OK) return
    if (status === REFUSED) throw errorOf(this.readJson())
    throw new AssayError('internal')
  }

  /** @returns {Uint32Array} of the result of the last call: its pointer, its length, and its mark */
  result() {
    if (this.#result.length === 0) {
      this.#result = new Uint32Array(this.memory.buffer, this.exports.resultPointer() >>> 0, 3)
    }
    return this.#result
  }

  /** @returns {Uint8Array} the result of the last call: a view that the next call overwrites */
  output() {
    const [pointer, length] = this.result()
    return new Uint8Array(this.memory.buffer, pointer, length)
  }

  /**
   * @param {Uint8Array} [bytes]
   * @returns {any} the result of the last call, or a part of it, as JSON that the core wrote or parsed
   */
  readJson(bytes = this.output()) {
    return JSON.parse(this.readText(bytes))
  }

  /**
   * @param {Uint8Array} [bytes]
   * @returns {string} the result of the last call
   */
  readText(bytes = this.output()) {
    return decoder.decode(bytes)
  }
}
