import { AssayError } from '../shared/error.js'
import { isTemplate, templatePattern } from '../shared/issuer-templates.js'
import { beyondLimit } from './beyond-limit.js'
import { nearIssuerHint } from './issuer-hints.js'
import { readIssuer } from './read-issuer.js'

/** @import { Core } from '../core/core.js' */
/** @import { IssuerVerifier } from './issuer-verifier.js' */
/** @import { VerifierConfig } from '../options/options.js' */

/**
 * The verifiers of one issuer, or of several. Where there are several, a token's unverified "iss" only chooses which one
 * verifies it; that one checks it. An issuer's verifier is made for its first token.
 */
export class IssuerVerifiers {
  #configs
  /** @type {Map<string, VerifierConfig>} by each spelling */
  #spellings
  #templates
  #make
  /** @type {Map<string, IssuerVerifier>} by the first spelling, from the least to the most recently used */
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
    const spelt = configs.flatMap((config) => config.spellings.map((spelling) => ({ spelling, config })))
    this.#configs = configs
    this.#spellings = new Map(spelt.map(({ spelling, config }) => [spelling, config]))
    this.#templates = spelt
      .filter(({ spelling }) => isTemplate(spelling))
      .map(({ spelling, config }) => ({ pattern: templatePattern(spelling), config }))
    this.#make = make
    this.core = core
    if (!several) this.only = this.named()
  }

  /** Those of all entries, also of entries that have no token yet. */
  get insecureHosts() {
    return [...new Set(this.#configs.flatMap(({ allowInsecureHosts }) => allowInsecureHosts))]
  }

  get names() {
    return this.#configs.map(({ issuer }) => issuer)
  }

  /** The policy that decodes a token for a report, where its issuer is not allowed. */
  get keyless() {
    return this.named().keyless
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
    return this.only ?? this.named(readIssuer(this.core, jwt))
  }

  /** @param {string} jwt */
  resolve(jwt) {
    return this.of(jwt)
  }

  /**
   * @param {string} [name] of one of several, in any spelling, or one that a template stands for
   * @returns {IssuerVerifier}
   * @throws {AssayError} issuer_mismatch
   */
  named(name = this.#configs[0].issuer) {
    const config = this.#spellings.get(name) ?? this.#templates.find(({ pattern }) => pattern.test(name))?.config
    if (!config)
      throw new AssayError('issuer_mismatch', { claim: 'iss', hint: nearIssuerHint(name, [...this.#spellings.keys()]) })
    const known = this.#used.get(config.issuer)
    if (known && known === this.#latest) return known
    const issuer = known ?? this.#make(config)
    this.#used.delete(config.issuer)
    this.#used.set(config.issuer, issuer)
    this.#latest = issuer
    if (++this.#changes % 256 === 0) this.#trim()
    return issuer
  }

  /** Frees what the core keeps, and wipes the secrets. */
  close() {
    for (const issuer of this.#used.values()) issuer.close()
    for (const { tokenIdSecret } of this.#configs) tokenIdSecret?.fill(0)
  }

  /** Drops the least recently used ones beyond the limit. Verifications that are under way are not affected. */
  #trim() {
    for (const name of beyondLimit(this.used)) {
      this.#used.get(name)?.release()
      this.#used.delete(name)
    }
  }
}
