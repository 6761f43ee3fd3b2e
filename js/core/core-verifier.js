import { deepFreeze } from '../shared/deep-freeze.js'
import { AssayError } from '../shared/error.js'
import { SentTokens } from './sent-tokens.js'
import { makeToken } from './verified-token.js'

/** @import { CoreInstance } from './core-instance.js' */
/** @import { VerifierSpec } from './core-verifiers.js' */
/** @import { CoreReport } from '../verifier/report.js' */
/** @import { TokenRequest } from './run-token.js' */
/** @import { CoreToken } from './verified-token.js' */
/** @import { JoseHeader, VerifiedToken } from '../shared/types.js' */

/** A verifier in the core, by its handle, and what JavaScript holds for it. */
export class CoreVerifier {
  /** When it was last used, on a clock that counts uses. */
  lastUse = 0
  #instance
  #handle
  #maxTokenBytes
  #sent
  /** @type {JoseHeader | undefined} of the last token: tokens of one issuer share it; the core tells when it changes */
  #header
  /** @type {boolean | undefined} */
  #needsCurves

  /**
   * @param {CoreInstance} instance
   * @param {VerifierSpec} spec
   * @throws {AssayError} the core's refusal of the JWK Set
   */
  constructor(instance, spec) {
    this.#instance = instance
    this.#handle = instance.exports.newVerifier()
    this.#maxTokenBytes = spec.maxTokenBytes
    this.#sent = new SentTokens(spec.cachedTokens)
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
    if (answer < 0) return this.#sent.get(-answer)
    instance.check(answer)
    return this.#receive(instance.readText(), instance.result()[2])
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

  /** Whether one of its keys needs assay-ec.wasm. */
  get needsCurves() {
    return (this.#needsCurves ??= this.#instance.exports.needsCurves(this.#handle) === 1)
  }

  /** Empties the token cache. */
  forget() {
    this.#instance.exports.forget(this.#handle)
    this.#sent.clear()
  }

  delete() {
    this.#instance.exports.deleteVerifier(this.#handle)
  }

  /**
   * @param {string} text of a CoreToken
   * @param {number} rest the number of characters that follow the claims in it
   * @returns {VerifiedToken}
   */
  #receive(text, rest) {
    /** @type {CoreToken} */
    const accepted = JSON.parse(text)
    const [, , , , id, dropped, header, isRepeated] = accepted
    if (header !== null) this.#header = deepFreeze(header)
    if (this.#header === undefined) throw new AssayError('internal')
    this.#sent.drop(dropped)
    const known = isRepeated && id !== null ? this.#sent.repeatLatest(id) : undefined
    if (known) return known
    const token = makeToken(accepted, this.#header, text.slice(1, text.length - rest))
    if (id !== null) this.#sent.add(id, token, isRepeated)
    return token
  }
}
