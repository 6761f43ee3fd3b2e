import { CoreInstance } from '../../../js/core/core-instance.js'
import { AssayError } from '../../../js/shared/error.js'
import { code } from './core.js'

const policy = JSON.stringify({ issuer: 'https://auth.example.com/', audience: null })

const instance = new CoreInstance(code)
const { exports } = instance
const verifier = exports.newVerifier()
const [length, secretLength] = instance.write(policy, '')
instance.check(exports.configure(verifier, length, secretLength, 0, 0))

/** @typedef {{ index: number, kid: string | null, usable: boolean, reason: string | null, notes: string[] }} CoreKey */

/**
 * @param {string} text a JWK Set
 * @param {number} [maxBytes]
 * @returns {{ reason: string | null, keys: CoreKey[] }} why the core refuses the set, or what it says about each key
 */
export function coreReport(text, maxBytes = 65_536) {
  const [size] = instance.write(text)
  try {
    instance.check(exports.setKeys(verifier, size, maxBytes))
    if (exports.usableKeys(verifier) === 0) return { reason: 'jwks_no_usable_key', keys: [] }
    instance.check(exports.keyReport(verifier))
  } catch (error) {
    if (error instanceof AssayError && error.code !== 'INTERNAL') return { reason: error.reason, keys: [] }
    throw error
  }
  return { reason: null, ...instance.readJson() }
}
