import { requestError } from '../http/request-error.js'
import { fromBase64url, toBase64url } from '../shared/base64url.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { TokenVerifier } from '../http/types.js' */
/** @import { Subject } from './message-subjects.js' */

/** The header that names a session (MCP, Streamable HTTP, Session Management). */
export const SESSION_ID = 'mcp-session-id'

/** Of the sessions of one process, with an owner and without, each. A server needs more memory for a session than this takes. */
const MAX_SESSIONS = 100_000
/** The owner of a session that began without a token. */
const NOBODY = ''
/** What a renewed token has anew. Not jti: tokens may differ in nothing else. */
const TIMES = ['iat', 'nbf', 'exp']
/** MCP: visible ASCII. Two headers, which are joined by a comma and a space, name no session. */
const VISIBLE = /^[\x21-\x7E]+$/

/**
 * Whose each session is. It is the server that makes sessions and ends them.
 * @typedef {object} Sessions
 * @property {(id: string, token: VerifiedToken | undefined) => string | Promise<string>} open what the server calls the
 *   session; throws session_mismatch where it is somebody else’s
 * @property {(id: string, token: VerifiedToken | undefined) => void} adopt notes that a request for an opened session is
 *   admitted: one that began without a token is this token's from here on. Throws session_mismatch as open() does
 * @property {(id: string, token: VerifiedToken | undefined, begins: boolean) => string | Promise<string>} seal what the
 *   client calls the session that an answer names
 * @property {(id: string) => void} forget a session that has ended
 */

/**
 * Sessions by what this process has seen of them: an id that it has not seen is left to the server, unless there is no
 * token.
 * @returns {Sessions & { open(id: string, token: VerifiedToken | undefined): string,
 *   seal(id: string, token: VerifiedToken | undefined, begins: boolean): string }}
 */
export function seenSessions(maxSessions = MAX_SESSIONS) {
  /** @type {Map<string, string>} */
  const owned = new Map()
  /** Apart from those, so that requests without a token push out none that has an owner. @type {Map<string, string>} */
  const anonymous = new Map()
  const keep = (/** @type {string} */ id, /** @type {string} */ owner) => {
    for (const sessions of [owned, anonymous]) sessions.delete(id)
    const sessions = owner === NOBODY ? anonymous : owned
    // The one used last is at the end.
    sessions.set(id, owner)
    if (sessions.size > maxSessions) sessions.delete(/** @type {string} */ (sessions.keys().next().value))
  }
  const ownerIn = (/** @type {string} */ id) => owned.get(id) ?? anonymous.get(id)
  const open = (/** @type {string} */ id, /** @type {VerifiedToken | undefined} */ token) => {
    const owner = ownerIn(id)
    const isTheirs = owner === NOBODY || (owner === undefined ? token !== undefined : owner === ownerOf(token))
    if (!isTheirs || !VISIBLE.test(id)) throw requestError('session_mismatch')
    return id
  }
  return {
    open,
    adopt(id, token) {
      // Two tokens may have opened it at the same time.
      open(id, token)
      if (ownerIn(id) !== undefined) keep(id, ownerOf(token))
    },
    seal(id, token, begins) {
      if (begins && ownerIn(id) === undefined) keep(id, ownerOf(token))
      return id
    },
    forget(id) {
      for (const sessions of [owned, anonymous]) sessions.delete(id)
    }
  }
}

/** @type {WeakMap<TokenVerifier, ReturnType<typeof seenSessions>>} */
const seen = new WeakMap()

/**
 * @param {TokenVerifier} verifier
 * @returns {ReturnType<typeof seenSessions>} the same for all its guards: POST, GET and DELETE may have one each
 */
export function sessionsOf(verifier) {
  const sessions = seen.get(verifier) ?? seenSessions()
  seen.set(verifier, sessions)
  return sessions
}

/**
 * Sessions whose ids say whose they are: the client's is the server's with a MAC of id and owner behind it. So it holds
 * in all processes that have the secret, and remembers nothing.
 * @param {Uint8Array<ArrayBuffer>} secret
 * @returns {Sessions}
 */
export function signedSessions(secret) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  /** Once it is there, not while it is made: on Cloudflare Workers no request may wait for another's. @type {CryptoKey | undefined} */
  let imported
  const key = async () =>
    (imported ??= await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign', 'verify']))
  const isMac = async (/** @type {Uint8Array<ArrayBuffer>} */ mac, /** @type {Uint8Array<ArrayBuffer>} */ data) =>
    crypto.subtle.verify('HMAC', await key(), mac, data)
  return {
    async open(id, token) {
      const at = id.lastIndexOf('.')
      const own = id.slice(0, at)
      const mac = readMac(id.slice(at + 1))
      const isTheirs =
        at > 0 &&
        mac !== undefined &&
        ((await isMac(mac, signedData(own, ownerOf(token)))) || (await isMac(mac, signedData(own, NOBODY))))
      if (!isTheirs) throw requestError('session_mismatch')
      return own
    },
    async seal(id, token) {
      const mac = await crypto.subtle.sign('HMAC', await key(), signedData(id, ownerOf(token)))
      return `${id}.${toBase64url(new Uint8Array(mac))}`
    },
    // The next id that the server names says it.
    adopt() {},
    forget() {}
  }
}

/**
 * @template {Sessions} S
 * @param {S} sessions
 * @param {object} answer
 * @param {string | undefined} answer.method of HTTP
 * @param {readonly Subject[]} answer.subjects of the request
 * @param {VerifiedToken | undefined} answer.token
 * @param {number} answer.status
 * @param {string | null | undefined} answer.asked the session of the request, as the server calls it
 * @param {string | null | undefined} answer.named the session that the answer names
 * @returns {ReturnType<S['seal']> | undefined} what the client calls that
 */
export function sealAnswer(sessions, { method, subjects, token, status, asked, named }) {
  const isGood = status >= 200 && status < 300
  if (method === 'DELETE' && isGood && asked) sessions.forget(asked)
  if (!named) return undefined
  const begins = isGood && subjects.some((each) => each.method === 'initialize')
  return /** @type {ReturnType<S['seal']>} */ (sessions.seal(named, token, begins))
}

/**
 * @param {VerifiedToken | undefined} token
 * @returns {string} issuer and subject; the client where there is no subject; where neither is there, all claims but the
 *   times, as issuer alone would be the same for everybody
 */
function ownerOf(token) {
  if (token === undefined) return NOBODY
  const { issuer, subject, clientId, claims } = token
  if (subject) return JSON.stringify([issuer, subject, null])
  if (clientId) return JSON.stringify([issuer, null, clientId])
  const lasting = Object.entries(claims).filter(([name]) => !TIMES.includes(name))
  return JSON.stringify([issuer, null, null, Object.fromEntries(lasting.sort(([a], [b]) => (a < b ? -1 : 1)))])
}

/** @param {string} id @param {string} owner */
const signedData = (id, owner) => new TextEncoder().encode(JSON.stringify(['assay-jwt MCP session', id, owner]))

/** @param {string} text @returns {Uint8Array<ArrayBuffer> | undefined} undefined where it is none */
const readMac = (text) => (/^[\w-]{43}$/.test(text) ? fromBase64url(text) : undefined)
