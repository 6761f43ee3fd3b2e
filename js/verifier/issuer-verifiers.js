import { AssayError } from '../shared/error.js'

/** @import { Core } from '../core/core.js' */
/** @import { CoreInstance } from '../core/core-instance.js' */
/** @import { Issuer } from './issuer-verifier.js' */
/** @import { VerifierConfig } from '../options/options.js' */

// Characters of JWK Sets that are kept in memory: those of the issuers that were met least recently go first.
const SETS_LIMIT = 64 * 1024 * 1024
const MAX_TOKEN_BYTES = 65_536

/**
 * The issuers of a verifier: one, or several. Where there are several, what a token says of its issuer is believed so far
 * only that it chooses which; that issuer's policy and keys decide. Nothing is made for one before its first token.
 */
export class Issuers {
  #configs
  #make
  /** @type {Map<string, Issuer>} from the least to the most recently used */
  #used = new Map()
  /** @type {Issuer | undefined} */
  #latest
  #changes = 0
  core
  /** @type {Issuer | undefined} the only one */
  only
  /** Whether a token chooses among them, be it but one. */
  several

  /**
   * @param {{ several: boolean, configs: readonly VerifierConfig[] }} options
   * @param {(config: VerifierConfig) => Issuer} make
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

  /** @returns {[string, Issuer][]} those that something was made for */
  get used() {
    return [...this.#used]
  }

  /**
   * @param {string} jwt
   * @returns {Issuer} the one that the token is for. Where there are several, the core must be loaded
   * @throws {AssayError} the core's refusal, or issuer_mismatch
   */
  of(jwt) {
    return this.only ?? this.named(this.core.run(readIssuer, jwt))
  }

  /**
   * @param {string} [name] of one of several
   * @returns {Issuer}
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
    for (const issuer of this.#used.values()) {
      issuer.closed = true
      release(issuer, issuer.source.close())
    }
    for (const { tokenIdSecret } of this.#configs.values()) tokenIdSecret?.fill(0)
  }

  /** Forgets those that do not fit any more. A verification that is under way ends as if nothing had happened. */
  #trim() {
    let size = 0
    for (const [name, issuer] of this.used.reverse()) {
      const current = issuer.source.current()
      size += current?.jwkSet?.length ?? 0
      if (size > SETS_LIMIT) {
        this.#used.delete(name)
        release(issuer, current)
      }
    }
  }
}

/**
 * @param {Issuer} issuer
 * @param {import('../core/prepared-verifiers.js').Recipe | undefined} recipe with its keys
 */
function release({ core, keyless }, recipe) {
  if (recipe) core.release(recipe)
  core.release(keyless)
}

/**
 * @param {CoreInstance} instance
 * @param {string} jwt
 */
function readIssuer(instance, jwt) {
  instance.check(instance.exports.unverifiedIssuer(instance.writeToken(jwt, MAX_TOKEN_BYTES), MAX_TOKEN_BYTES))
  return instance.readText()
}
