import { deepFreeze } from '../shared/deep-freeze.js'
import { AssayError } from '../shared/error.js'
import { makeToken } from './verified-token.js'

/** @import { CoreInstance } from './core-instance.js' */
/** @import { VerifierSpec } from './core-verifiers.js' */
/** @import { CoreReport } from '../verifier/report.js' */
/** @import { TokenRequest } from './run-token.js' */
/** @import { CoreToken } from './verified-token.js' */
/** @import { JoseHeader, VerifiedToken } from '../shared/types.js' */

/**
 * The core decides about each call, and says by an id that a token is the very one of that id; ids are never used again.
 * @typedef {{ id: number, token: VerifiedToken }} KeptToken
 */

/** @typedef {{ bytes: number }} TokenBytes what the token caches of all verifiers of an instance hold together */

/** A verifier in the core, made from a spec, and what JavaScript keeps for it. */
export class CoreVerifier {
  /** When it was last used, on a clock that counts uses. */
  lastUse = 0
  #instance
  #handle
  #maxTokenBytes
  #total
  #bytes = 0
  #places
  /**
   * What was made of the tokens in the core's cache that came more than once, by their places there, which their ids imply.
   * Not a Map: the tables that it outgrows hold what was in them, and those that came after, until a full collection.
   * @type {{ [place: number]: KeptToken | undefined }}
   */
  #tokens = Object.create(null)
  /**
   * The last token that was new. Of those before nothing is kept here until they come again: what so many tokens leave in
   * the young generation would have V8 enlarge it to 32 MB.
   * @type {KeptToken | undefined}
   */
  #latest
  /** @type {JoseHeader | undefined} of the last token: the tokens of one issuer share it, and the core tells them apart */
  #header

  /**
   * @param {CoreInstance} instance
   * @param {VerifierSpec} spec
   * @param {TokenBytes} total
   * @throws {AssayError} the core's refusal of the JWK Set
   */
  constructor(instance, spec, total) {
    this.#instance = instance
    this.#handle = instance.exports.newVerifier()
    this.#maxTokenBytes = spec.maxTokenBytes
    this.#places = spec.cachedTokens
    this.#total = total
    try {
      this.#configure(spec)
    } catch (error) {
      this.delete()
      throw error
    }
  }

  /** @param {VerifierSpec} spec */
  #configure({ policy, secret, jwkSet, maxJwksBytes, cachedTokens, cachedBytes }) {
    const instance = this.#instance
    const [policyLength, secretLength] = instance.write(policy, secret ?? '')
    instance.check(instance.exports.configure(this.#handle, policyLength, secretLength, cachedTokens, cachedBytes))
    if (jwkSet === undefined) return
    const [length] = instance.write(jwkSet)
    instance.check(instance.exports.setKeys(this.#handle, length, maxJwksBytes))
  }

  /**
   * @param {TokenRequest} request
   * @returns {VerifiedToken}
   * @throws {AssayError}
   */
  verify({ jwt, requiredScopes, now }) {
    const instance = this.#instance
    instance.requireScopes(requiredScopes)
    const answer = instance.exports.verify(this.#handle, instance.writeToken(jwt, this.#maxTokenBytes), now)
    if (answer < 0) return this.#recall(-answer)
    instance.check(answer)
    return this.#keep(instance.readText(), instance.result()[2])
  }

  /**
   * @param {TokenRequest} request
   * @returns {CoreReport}
   */
  explain({ jwt, requiredScopes, now }) {
    const instance = this.#instance
    instance.requireScopes(requiredScopes)
    instance.check(instance.exports.explain(this.#handle, instance.writeToken(jwt, this.#maxTokenBytes), now))
    return instance.readJson()
  }

  /** How many keys it has that can verify a token. */
  get usableKeys() {
    return this.#instance.exports.usableKeys(this.#handle)
  }

  /** Empties the token cache. */
  forget() {
    this.#instance.exports.forget(this.#handle)
    this.#tokens = Object.create(null)
    this.#latest = undefined
    this.#count(0)
  }

  delete() {
    this.#count(0)
    this.#instance.exports.deleteVerifier(this.#handle)
  }

  /**
   * @param {number} id
   * @returns {VerifiedToken}
   */
  #recall(id) {
    const kept = this.#tokens[id % this.#places]
    if (kept?.id !== id) throw new AssayError('internal')
    return kept.token
  }

  /**
   * @param {string} text of a CoreToken
   * @param {number} rest the characters that follow the claims in it
   * @returns {VerifiedToken}
   */
  #keep(text, rest) {
    /** @type {CoreToken} */
    const accepted = JSON.parse(text)
    const [, , , , id, dropped, bytes, header, isRepeated] = accepted
    if (header !== null) this.#header = deepFreeze(header)
    if (this.#header === undefined) throw new AssayError('internal')
    for (const each of dropped) this.#drop(each % this.#places)
    this.#count(bytes)
    const latest = this.#latest
    if (isRepeated && latest?.id === id) return (this.#tokens[id % this.#places] = latest).token
    const token = makeToken(accepted, this.#header, text.slice(1, text.length - rest))
    if (id === null) return token
    const kept = { id, token }
    if (isRepeated) this.#tokens[id % this.#places] = kept
    else this.#latest = kept
    return token
  }

  /** @param {number} place */
  #drop(place) {
    if (place in this.#tokens) this.#tokens[place] = undefined
  }

  /** @param {number} bytes that the core's cache holds now */
  #count(bytes) {
    this.#total.bytes += bytes - this.#bytes
    this.#bytes = bytes
  }
}
