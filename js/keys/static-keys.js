import { hasKeys } from './availability.js'

/** @import { VerifierSpec } from '../core/core-verifiers.js' */
/** @import { KeyStatus } from '../shared/types.js' */

/**
 * The keys of the option `jwks`. Nothing is ever fetched. It is a KeySource.
 */
export class StaticKeys {
  #spec
  #keyless

  /**
   * @param {VerifierSpec} spec
   * @param {VerifierSpec} keyless
   */
  constructor(spec, keyless) {
    this.#spec = spec
    this.#keyless = keyless
  }

  spec() {
    return this.#spec
  }

  isDue() {
    return false
  }

  load() {
    return Promise.resolve(true)
  }

  lookUp() {
    return Promise.resolve(false)
  }

  noKeyHint = 'No retry can help: the option jwks has no key that verifies. lintJwks(jwks) says why of each'

  missHint = 'With the option jwks nothing is fetched: take jwksUri'

  outdatedError() {
    return undefined
  }

  retryAfter() {
    return undefined
  }

  /** @returns {KeyStatus} */
  status() {
    return { source: hasKeys(this.#spec) ? 'options' : undefined, counters: {} }
  }

  snapshot() {
    return undefined
  }

  close() {
    const last = this.#spec
    this.#spec = this.#keyless
    return last
  }
}
