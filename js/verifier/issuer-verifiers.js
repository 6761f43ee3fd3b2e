import { AssayError } from '../shared/error.js'
import { MAX_TOKEN_BYTES_LIMIT } from '../shared/limits.js'

/** @import { Core } from '../core/core.js' */
/** @import { CoreInstance } from '../core/core-instance.js' */
/** @import { IssuerVerifier } from './issuer-verifier.js' */
/** @import { VerifierConfig } from '../options/options.js' */

// Characters of JWK Sets in memory. Beyond it, those of the least recently used issuers are dropped.
const SETS_LIMIT = 64 * 1024 * 1024

/**
 * The verifiers of one issuer, or of several. Where there are several, a token's unverified "iss" only chooses which one
 * verifies it; that one checks it. An issuer's verifier is made for its first token.
 */
export class IssuerVerifiers {
  #configs
  #make
  /** @type {Map<string, IssuerVerifier>} from the least to the most recently used */
  #used = new Map()
  /** @type {IssuerVerifier | undefined} */
  #latest
  #changes = 0
  core
  /** @type {IssuerVerifier | undefined} the only one */
  only
  /** Whether a token chooses among them, even with one entry. */
  several

  /**
   * @param {{ several: boolean, configs: readonly VerifierConfig[] }} options
   * @param {(config: VerifierConfig) => IssuerVerifier} make
   * @param {Core} core
   */
  constructor({ several, configs }, make, core) {
    this.several = several
    this.#configs = new Map(configs.map((config) => [config.issuer, config]))
    this.#make = make
    this.core = core
    if (!several) this.only = this.named()
  }

  get names() {
    return [...this.#configs.keys()]
  }

  /** @returns {[string, IssuerVerifier][]} those that were made, from the least to the most recently used */
  get used() {
    return [...this.#used]
  }

  /**
   * @param {string} jwt
   * @returns {IssuerVerifier} the one that the token is for. Where there are several, the core must be loaded
   * @throws {AssayError} the core's refusal, or issuer_mismatch
   */
  of(jwt) {
    return this.only ?? this.named(this.core.run(readIssuer, jwt))
  }

  /**
   * @param {string} [name] of one of several
   * @returns {IssuerVerifier}
   * @throws {AssayError} issuer_mismatch
   */
  named(name = this.names[0]) {
    const known = this.#used.get(name)
    if (known && known === this.#latest) return known
    const config = this.#configs.get(name)
    if (!config) throw new AssayError('issuer_mismatch', { claim: 'iss' })
    const issuer = known ?? this.#make(config)
    this.#used.delete(name)
    this.#used.set(name, issuer)
    this.#latest = issuer
    if (++this.#changes % 256 === 0) this.#trim()
    return issuer
  }

  /** Frees what the core keeps, and wipes the secrets. */
  close() {
    for (const issuer of this.#used.values()) issuer.close()
    for (const { tokenIdSecret } of this.#configs.values()) tokenIdSecret?.fill(0)
  }

  /** Drops the least recently used ones beyond the limit. Verifications that are under way are not affected. */
  #trim() {
    let size = 0
    for (const [name, issuer] of this.used.reverse()) {
      size += issuer.source.spec().jwkSet?.length ?? 0
      if (size > SETS_LIMIT) {
        this.#used.delete(name)
        issuer.release()
      }
    }
  }
}

/**
 * @param {CoreInstance} instance
 * @param {string} jwt
 */
function readIssuer(instance, jwt) {
  instance.check(
    instance.exports.unverifiedIssuer(instance.writeToken(jwt, MAX_TOKEN_BYTES_LIMIT), MAX_TOKEN_BYTES_LIMIT)
  )
  return instance.readText()
}
