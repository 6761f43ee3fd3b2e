import { deepFreeze } from '../shared/deep-freeze.js'
import { invalidOption } from '../shared/error.js'
import { checkOptions } from '../options/option-checks.js'
import { PROTECTED_RESOURCE_RULES } from './option-rules.js'
import { assertNoPromise } from './returned-value.js'
import { resourceMetadataUrl, WELL_KNOWN } from './well-known.js'

/** @import { Algorithm } from '../shared/types.js' */
/** @import { ProtectedResourceMetadata, ProtectedResourceOptions } from './types.js' */

const CORS = { 'Access-Control-Allow-Origin': '*' }

/**
 * Makes the metadata document of a protected resource (RFC 9728 §2): how a client finds out where to get a token.
 * @param {ProtectedResourceOptions} options
 * @returns {ProtectedResourceMetadata} what is not known is left out; nothing is null
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function protectedResourceMetadata(options) {
  const checked = checkOptions(options, PROTECTED_RESOURCE_RULES)
  return deepFreeze(
    withoutUndefined({
      resource: checked.resource,
      authorization_servers: checked.authorizationServers,
      scopes_supported: checked.scopesSupported,
      bearer_methods_supported: checked.bearerMethodsSupported,
      dpop_signing_alg_values_supported: checked.dpopSigningAlgValuesSupported,
      dpop_bound_access_tokens_required: checked.dpopBoundAccessTokensRequired,
      tls_client_certificate_bound_access_tokens: checked.tlsClientCertificateBoundAccessTokens,
      resource_name: checked.resourceName,
      resource_documentation: checked.resourceDocumentation,
      resource_policy_uri: checked.resourcePolicyUri,
      resource_tos_uri: checked.resourceTosUri
    })
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

/**
 * @param {ProtectedResourceMetadata | undefined} document that a guard serves
 * @param {{ readonly required: boolean, readonly algorithms: readonly string[] } | undefined} dpop of the guard
 * @param {boolean} takesCertificates whether it takes tokens that are bound to one (RFC 8705)
 * @returns {ProtectedResourceMetadata | undefined} with what the guard's options say of its senders (RFC 9728 §2), unless it
 *   says so itself
 */
export function withSenders(document, dpop, takesCertificates) {
  return (
    document && {
      ...(dpop && { dpop_signing_alg_values_supported: /** @type {readonly Algorithm[]} */ (dpop.algorithms) }),
      ...(dpop?.required && { dpop_bound_access_tokens_required: true }),
      ...(takesCertificates && { tls_client_certificate_bound_access_tokens: true }),
      ...withoutUndefined(document)
    }
  )
}

const ANY_ORIGIN = 'http://localhost'

/** @param {string} path @returns {string} without what says nothing: a fragment, the question mark of an empty query */
function normalized(path) {
  const { pathname, search } = new URL(ANY_ORIGIN + path)
  return pathname + search
}

/**
 * @template {{ [name: string]: unknown }} T
 * @param {T} object
 * @returns {T}
 */
function withoutUndefined(object) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)))
}
