import { deepFreeze } from '../shared/deep-freeze.js'
import { invalidOption } from '../shared/error.js'
import * as check from '../options/option-checks.js'
import { checkUrl } from '../options/check-url.js'
import { assertNoPromise } from './returned-value.js'

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
 * @template {{ readonly method: string, readonly url: string }} [R=Request]
 * @param {MetadataSource<R>} metadata the document, or a function that names it for each request, where there are several
 * @returns {(request: R) => Response | undefined} undefined for every other path: then the request is not for it
 */
export function resourceMetadataHandler(metadata) {
  const documentFor = checkSource(metadata)
  return (request) => {
    const answer = metadataAnswer(() => documentFor(request), request.method, pathOf(request.url))
    return answer && new Response(answer.body, answer)
  }
}

/**
 * @template R
 * @typedef {ProtectedResourceMetadata | ((request: R) => ProtectedResourceMetadata | undefined)} MetadataSource
 */

/**
 * @template R
 * @param {MetadataSource<R>} metadata
 * @returns {(request: R) => ProtectedResourceMetadata | undefined}
 */
export function checkSource(metadata) {
  const checked = (/** @type {ProtectedResourceMetadata} */ document) => {
    if (URL.canParse(document?.resource)) return document
    throw invalidOption('metadata', 'must be what protectedResourceMetadata returns, or a function that returns it')
  }
  if (typeof metadata !== 'function') {
    checked(metadata)
    return () => metadata
  }
  return (request) => {
    const document = assertNoPromise(metadata(request), 'metadata') ?? undefined
    return document && checked(document)
  }
}

/**
 * @typedef {{ status: number, headers: { [name: string]: string }, body: string | null }} Answer
 */

/** @param {string} url @returns {string} path and query as they are written */
export const pathOf = (url) => url.replace(/^https?:\/\/[^/?#]*/i, '')

/**
 * @param {() => ProtectedResourceMetadata | undefined} find called for well-known paths alone
 * @param {string} method
 * @param {string} path with its query
 * @returns {Answer | undefined} undefined: the request is not for the document
 */
export function metadataAnswer(find, method, path) {
  const document = path.startsWith(WELL_KNOWN) ? find() : undefined
  if (document === undefined || wellKnownPath(document.resource) !== normalized(path)) return undefined
  if (method === 'OPTIONS') {
    // A client's MCP-Protocol-Version header makes its browser ask first.
    const allow = { 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Allow-Headers': '*' }
    return { status: 204, headers: { ...CORS, ...allow, 'Access-Control-Max-Age': '86400' }, body: null }
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, headers: { ...CORS, Allow: 'GET, HEAD, OPTIONS' }, body: null }
  }
  const headers = { ...CORS, 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }
  return { status: 200, headers, body: method === 'HEAD' ? null : JSON.stringify(document) }
}

/** @param {string} resource */
const wellKnownPath = (resource) => pathOf(resourceMetadataUrl(resource))

const ANY_ORIGIN = 'http://localhost'

/** @param {string} path @returns {string} without what says nothing: a fragment, the question mark of an empty query */
function normalized(path) {
  const { pathname, search } = new URL(ANY_ORIGIN + path)
  return pathname + search
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
