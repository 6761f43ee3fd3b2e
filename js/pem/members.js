import { ALGORITHMS } from '../shared/algorithms.js'
import { didYouMean } from '../shared/did-you-mean.js'
import { invalid } from './invalid.js'

/** @import { Jwk } from '../shared/types.js' */

/** @typedef {{ kid?: string, alg?: string, use?: string, key_ops?: string[], [member: string]: unknown }} JwkMembers what a key does not say of itself; a plain word that is none of RFC 7517 §4 is refused */

/** RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** RFC 7517 §4, and what says the key itself. "ext" is WebCrypto's, "issuer" Entra ID's. */
const KNOWN = [
  ...['kid', 'alg', 'use', 'key_ops', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'ext', 'issuer'],
  ...['kty', 'crv', 'n', 'e', 'x', 'y']
]

/** RFC 7517 §4: a name that collides with no other's, such as x-note or https://example.com/note. */
const PRIVATE_NAME = /[^\w]/

/** What people call them. @type {{ [name: string]: string }} */
const ALIASES = { keyid: 'kid', id: 'kid', algorithm: 'alg', usage: 'use' }

/** @param {string} name @returns {string | undefined} */
function aliasOf(name) {
  const plain = name.toLowerCase().replace(/[_-]/g, '')
  return Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : undefined
}

/**
 * @param {Jwk} key
 * @param {unknown} members that the caller wrote: a name that no JWK has is a mistake
 * @returns {Jwk} as withMembers()
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function withWrittenMembers(key, members) {
  const jwk = withMembers(key, members)
  const unknown = Object.keys(members ?? {}).find(
    (name) => !KNOWN.includes(name) && (aliasOf(name) || !PRIVATE_NAME.test(name))
  )
  if (unknown === undefined) return jwk
  const alias = aliasOf(unknown) ?? didYouMean(unknown, KNOWN.slice(0, 4))
  const meant = alias ? `: did you mean "${alias}"?` : ''
  throw wrong(`must not have "${unknown.slice(0, 60)}"${meant}`, 'The members are: kid, alg, use, key_ops')
}

/** RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2: the algorithms of a key, by its "crv", or "kty". @type {{ [type: string]: RegExp }} */
const algorithms = { RSA: /^[RP]S/, 'P-256': /^ES256$/, 'P-384': /^ES384$/, 'P-521': /^ES512$/, Ed25519: /^Ed/ }

/**
 * @param {Jwk} key
 * @param {unknown} members
 * @returns {Jwk} the key with the members; those that say what a key is, are the key's own
 * @throws {AssayError} CONFIG_INVALID, option_invalid: no token would be verified with such a key
 */
export function withMembers(key, members = {}) {
  if (typeof members !== 'object' || members === null || Array.isArray(members)) {
    throw wrong('must be an object', "Write, for example, { kid: '2026-11', alg: 'RS256', use: 'sig' }")
  }
  const jwk = { ...members, ...key }
  const { kid, use } = /** @type {JwkMembers} */ (jwk)
  if (kid !== undefined && typeof kid !== 'string') throw wrong('must have "kid" as a string', 'Write it as tokens do')
  if (use !== undefined && use !== 'sig') {
    throw wrong('must have "use" as "sig"', 'A key for anything else than signatures verifies no token (RFC 7517 §4.2)')
  }
  checkAlgorithm(key, jwk.alg)
  const secret = PRIVATE.find((name) => Object.hasOwn(jwk, name))
  if (secret) throw wrong(`must not have "${secret}", which is private`, 'A verifier needs the public key alone')
  return jwk
}

/** @param {Jwk} key @param {unknown} alg */
function checkAlgorithm({ kty, crv }, alg) {
  const ofKey = ALGORITHMS.filter((each) => algorithms[String(crv ?? kty)].test(each))
  if (alg === undefined || ofKey.includes(/** @type {string} */ (alg))) return
  throw wrong(`must have "alg" as one of ${ofKey.join(', ')}: that is what the key is for`, 'The case counts, too')
}

/** @param {string} rule @param {string} hint */
const wrong = (rule, hint) => invalid(rule, { option: 'members', hint })
