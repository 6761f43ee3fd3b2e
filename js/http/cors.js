// Cross-origin resource sharing (Fetch §3.2): what scripts of other origins may ask for, and read of the answers.

import { trimSpaces } from './bearer-token.js'
import { uncacheable } from './cache-headers.js'

/** @import { AnswerConfig } from './answer-options.js' */
/** @import { Answer } from './resource-metadata.js' */

/** @typedef {(name: string) => string | null | undefined} ReadHeader of a request, by the name in lower case */

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin'
const EXPOSE_HEADERS = 'Access-Control-Expose-Headers'
const EXPOSED_OF_REFUSALS = 'WWW-Authenticate, Retry-After, DPoP-Nonce'
const EXPOSED = `${EXPOSED_OF_REFUSALS}, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name`
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/ // RFC 9110 §5.6.2

/**
 * @param {string} method
 * @param {ReadHeader} header
 * @returns {boolean} whether a request is a CORS preflight (Fetch §4.8), which browsers send without credentials
 */
export function isPreflight(method, header) {
  return method === 'OPTIONS' && !!header('origin') && !!header('access-control-request-method')
}

/** @param {string} name @returns {boolean} whether a response's header is part of CORS */
export function isCorsHeader(name) {
  return /^(access-control-(allow-(origin|methods|headers|credentials|(private|local)-network)|expose-headers|max-age)|vary)$/i.test(
    name
  )
}

/**
 * Does not grant private network access: only the application knows its network (`preflight: 'handler'`).
 * @param {AnswerConfig} config
 * @param {ReadHeader} header
 * @returns {Answer}
 */
export function preflightAnswer(config, header) {
  const headers = originHeaders(config, header('origin'))
  if (ALLOW_ORIGIN in headers) {
    const method = header('access-control-request-method') ?? ''
    headers['Access-Control-Allow-Methods'] = union(METHODS.join(', '), TOKEN.test(method) ? method : '')
    // Spelt out: a "*" does not allow Authorization (Fetch §4.8).
    headers['Access-Control-Allow-Headers'] = union('Authorization', header('access-control-request-headers') ?? '')
    headers[EXPOSE_HEADERS] = EXPOSED
    headers['Access-Control-Max-Age'] = '7200'
  }
  return { status: 204, headers, body: null }
}

/**
 * @param {AnswerConfig} config
 * @param {string | null | undefined} origin
 * @returns {{ [name: string]: string }} what a script needs to read a refusal at all, and to see the challenge in it
 */
export function refusalHeaders(config, origin) {
  // Harmless alone. Where a CORS layer around the guard allows the origin, scripts can read the challenge, too.
  return { ...originHeaders(config, origin), [EXPOSE_HEADERS]: EXPOSED_OF_REFUSALS }
}

/**
 * @param {AnswerConfig} config
 * @param {string | null | undefined} origin
 * @returns {{ [name: string]: string }} what a script needs to read what the handler answers; empty without allowedOrigins
 */
export function handlerHeaders(config, origin) {
  const headers = originHeaders(config, origin)
  return ALLOW_ORIGIN in headers ? { ...headers, [EXPOSE_HEADERS]: EXPOSED } : headers
}

/**
 * @param {AnswerConfig} config
 * @param {string | null | undefined} origin
 * @returns {{ [name: string]: string }}
 */
function originHeaders({ allowedOrigins }, origin) {
  if (allowedOrigins === '*') return { [ALLOW_ORIGIN]: '*' }
  if (allowedOrigins.length === 0) return {}
  return { Vary: 'Origin', ...(origin && allowedOrigins.includes(origin) && { [ALLOW_ORIGIN]: origin }) }
}

/**
 * Adds a header to those that are there: lists are joined, an origin that others have allowed stays, and so does what they
 * say of caches, where it is as strict.
 * @param {string} name
 * @param {unknown} current its value as it is, where there is one
 * @param {string} value
 * @returns {string}
 */
export function mergedHeader(name, current, value) {
  if (current === undefined || current === null) return value
  if (name === ALLOW_ORIGIN || value === 'private') return String(current)
  if (value === 'no-store') return uncacheable(String(current))
  return name === 'Vary' || name === EXPOSE_HEADERS ? union(String(current), value) : value
}

/**
 * @param {string} list names, separated by commas
 * @param {string} more what is no list of names adds nothing
 * @returns {string} each once
 */
function union(list, more) {
  const names = (/** @type {string} */ text) => text.split(',').map(trimSpaces).filter(Boolean)
  const found = names(list)
  const others = names(more)
  if (!others.every((name) => TOKEN.test(name))) return found.join(', ')
  const known = new Set(found.map((name) => name.toLowerCase()))
  return [...found, ...others.filter((name) => !known.has(name.toLowerCase()))].join(', ')
}
