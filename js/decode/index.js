// assay-jwt/decode: what a token says, which proves nothing. No WebAssembly is loaded for it.

import { CORE_MAX_DEPTH, tokenize } from '../json/tokenize.js'
import { deepFreeze } from '../shared/deep-freeze.js'
import { AssayError } from '../shared/error.js'
import { MAX_TOKEN_BYTES_LIMIT } from '../shared/limits.js'
import { hasLoneSurrogate } from '../shared/lone-surrogate.js'
import { hintForNoString } from '../shared/no-string.js'
import { headerHint, segmentHint, tokenHint } from './form-hint.js'

export { AssayError }

/**
 * What a token says of itself. Nobody has verified it: anyone can write such a token.
 * @typedef {object} UnverifiedToken
 * @property {false} verified always
 * @property {{ readonly [member: string]: unknown }} header
 * @property {{ readonly [claim: string]: unknown }} claims
 */

/**
 * Reads the header and the claims of a JWT, and **proves nothing**: neither who wrote them, nor that they are in force.
 * For showing a token, or for logs; to decide by it, call verify(). It reads as strictly as the core: base64url in its
 * one form (RFC 7515 §2), valid UTF-8, JSON objects without duplicate members (RFC 8259), at most 32 levels deep.
 * @param {string} jwt a JWS compact serialization (RFC 7515 §7.1), of at most 65,536 bytes; the signature may be empty
 * @returns {UnverifiedToken} deeply frozen
 * @throws {AssayError} AUTH_TOKEN_INVALID: it is no JWT. The message quotes nothing of it
 */
export function decode(jwt) {
  if (typeof jwt !== 'string') throw new AssayError('token_not_string', { hint: hintOf(jwt) })
  // What is longer in UTF-8 is no base64url either.
  if (jwt.length > MAX_TOKEN_BYTES_LIMIT) throw new AssayError('token_too_large')
  const segments = jwt.split('.', 6)
  if (segments.length !== 3) throw new AssayError('malformed_segments', { hint: tokenHint(jwt) })
  const [header, claims, signature] = segments
  const token = /** @type {const} */ ({
    verified: false,
    header: readPart(header, 'header'),
    claims: readPart(claims, 'claims')
  })
  if (bytesOf(signature) === undefined) throw new AssayError('signature_base64', { hint: segmentHint(signature) })
  return deepFreeze(token)
}

/** @param {unknown} given that is no string */
const hintOf = (given) =>
  given === undefined || given === null ? 'There is no token: see where it got lost' : hintForNoString(given)

/**
 * @param {string} segment
 * @param {'header' | 'claims'} name
 * @returns {{ readonly [member: string]: unknown }}
 */
function readPart(segment, name) {
  const hint = name === 'header' ? headerHint(segment) : undefined
  const bytes = bytesOf(segment)
  if (bytes === undefined) throw new AssayError(`${name}_base64`, { hint })
  /** @type {any} */
  let value
  let isTwice
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
    isTwice = hasDuplicate(text)
    assertPlain(value)
  } catch {
    // An error of JSON.parse quotes the text.
    throw new AssayError(`${name}_json`, { hint })
  }
  if (isTwice) throw new AssayError(`${name}_duplicate_member`, { hint })
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AssayError(`${name}_json`, { hint })
  return value
}

/**
 * @param {string} segment
 * @returns {Uint8Array | undefined} RFC 7515 §2: undefined where it is not the one way to write these bytes
 */
function bytesOf(segment) {
  if (!/^[\w-]*$/.test(segment) || segment.length % 4 === 1) return undefined
  const base64 = segment.replaceAll('-', '+').replaceAll('_', '/')
  const binary = atob(base64)
  if (btoa(binary).replace(/=+$/, '') !== base64) return undefined
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/**
 * @param {string} text that JSON.parse has accepted
 * @returns {boolean} whether an object in it has the same member twice, of which JSON.parse keeps the last
 * @throws {JsonSyntaxError} deeper than the core reads
 */
function hasDuplicate(text) {
  /** @type {Set<string>[]} */
  const open = []
  let found = false
  const handler = {
    open: () => void open.push(new Set()),
    close: () => void open.pop(),
    name(/** @type {number} */ start, /** @type {number} */ end) {
      const name = JSON.parse(text.slice(start, end))
      const names = open[open.length - 1]
      found ||= names.has(name)
      names.add(name)
      return false
    },
    scalar: () => undefined
  }
  tokenize(text, handler, CORE_MAX_DEPTH)
  return found
}

/** @param {unknown} value of JSON: RFC 8259 §8.2 and §6, what other readers would read as something else */
function assertPlain(value) {
  if (typeof value === 'string' && hasLoneSurrogate(value)) throw new Error('lone surrogate')
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('no double')
  if (typeof value !== 'object' || value === null) return
  for (const [name, each] of Object.entries(value)) {
    assertPlain(name)
    assertPlain(each)
  }
}
