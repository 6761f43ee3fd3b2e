import { deepFreeze } from '../deep-freeze.js'
import { invalidOption } from '../error.js'
import * as check from '../option-checks.js'
import { checkUrl } from '../urls.js'

/** @import { ProtectedResourceMetadata, ProtectedResourceOptions } from './types.js' */

const WELL_KNOWN = '/.well-known/oauth-protected-resource'
const OPTIONS = [
  ...['resource', 'authorizationServers', 'scopesSupported', 'bearerMethodsSupported', 'resourceName'],
  ...['resourceDocumentation', 'resourcePolicyUri', 'resourceTosUri', 'allowInsecureLoopback']
]
const CORS = { 'Access-Control-Allow-Origin': '*' }

/**
 * Makes the metadata document of a protected resource (RFC 9728 §2): how a client finds out where to get a token.
 * @param {ProtectedResourceOptions} options
 * @returns {ProtectedResourceMetadata} what is not known is left out; nothing is null
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function protectedResourceMetadata(options) {
  const given = check.readOptions(options, OPTIONS)
  const insecure = check.optional(given, 'allowInsecureLoopback', false, check.checkBoolean)
  // As it was written: resource and issuers are compared byte for byte (RFC 9728 §3.3, RFC 8414 §3.3).
  const asWritten = (/** @type {unknown} */ value, /** @type {string} */ name) => (
    checkUrl(value, name, insecure),
    String(value)
  )
  for (const name of ['resource', 'authorizationServers']) {
    if (given[name] === undefined) throw check.missingOption(name, 'clients cannot ask for a token without it')
  }
  const servers = check.checkStringOrStrings(given.authorizationServers, 'authorizationServers', asWritten)
  return deepFreeze(
    withoutUndefined({
      resource: asWritten(given.resource, 'resource'),
      authorization_servers: servers,
      scopes_supported: check.optional(given, 'scopesSupported', undefined, checkScopes),
      bearer_methods_supported: check.optional(given, 'bearerMethodsSupported', ['header'], checkMethods),
      resource_name: check.optional(given, 'resourceName', undefined, check.checkString),
      resource_documentation: check.optional(given, 'resourceDocumentation', undefined, asWritten),
      resource_policy_uri: check.optional(given, 'resourcePolicyUri', undefined, asWritten),
      resource_tos_uri: check.optional(given, 'resourceTosUri', undefined, asWritten)
    })
  )
}

/**
 * @param {string | URL} resource a resource identifier
 * @returns {string} where its metadata is: the well-known path between host and path (RFC 9728 §3.1)
 */
export function resourceMetadataUrl(resource) {
  const { origin, pathname, search } = new URL(resource)
  return (
    origin +
    WELL_KNOWN +
    (pathname === '/' ? '' : pathname) +
    search.replace(/[^\x21\x23-\x5B\x5D-\x7E]/g, encodeURIComponent)
  )
}

/**
 * Serves a metadata document at its well-known path (RFC 9728 §3), to scripts of any origin.
 * @param {ProtectedResourceMetadata} metadata
 * @returns {(request: Request) => Response | undefined} undefined for every other path: then the request is not for it
 */
export function resourceMetadataHandler(metadata) {
  const answer = metadataAnswer(metadata)
  return (request) => {
    const found = answer(request.method, request.url)
    return found && new Response(found.body, found)
  }
}

/**
 * @typedef {{ status: number, headers: { [name: string]: string }, body: string | null }} Answer
 */

/**
 * @param {ProtectedResourceMetadata} metadata
 * @returns {(method: string, url: string) => Answer | undefined}
 */
export function metadataAnswer(metadata) {
  const { pathname, search } = new URL(resourceMetadataUrl(metadata.resource))
  const body = JSON.stringify(metadata)
  return (method, url) => {
    const asked = new URL(url)
    if (asked.pathname !== pathname || asked.search !== search) return undefined
    if (method === 'OPTIONS') {
      // A client's MCP-Protocol-Version header makes its browser ask first.
      const allow = { 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Allow-Headers': '*' }
      return { status: 204, headers: { ...CORS, ...allow, 'Access-Control-Max-Age': '86400' }, body: null }
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return { status: 405, headers: { ...CORS, Allow: 'GET, HEAD, OPTIONS' }, body: null }
    }
    const headers = { ...CORS, 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }
    return { status: 200, headers, body: method === 'HEAD' ? null : body }
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function checkScopes(value, name) {
  return [...new Set(check.checkStrings(value, name, check.checkScope))]
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function checkMethods(value, name) {
  return check.checkStrings(value, name, (item, itemName) => {
    if (item === 'header' || item === 'body' || item === 'query') return item
    throw invalidOption(itemName, "must be 'header', 'body' or 'query'")
  })
}

/**
 * @template {{ [name: string]: unknown }} T
 * @param {T} object
 * @returns {T}
 */
function withoutUndefined(object) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)))
}
