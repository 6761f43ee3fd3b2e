import { reasons } from '../shared/error-table.js'
import { AssayError } from '../shared/error.js'
import { asFault, FetchFault, parseJson } from './fetch-text.js'
import { isTemplate, isValidTemplate, shapeOf } from '../shared/issuer-templates.js'
import { parseKeyUrl } from '../shared/urls.js'

/**
 * @param {string} issuer
 * @returns {string[]} RFC 8414 §3.1 inserts between host and path, OpenID Connect Discovery §4.1 appends; both drop a
 *   slash at the end of the issuer first
 */
export function metadataUrls(issuer) {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`
  ]
}

/**
 * @param {string} text an authorization server's metadata (RFC 8414 §2, OpenID Connect Discovery 1.0 §3)
 * @param {readonly string[]} spellings of the issuer; it may be a template
 * @param {{ allowInsecureLoopback: boolean, allowInsecureHosts?: readonly string[], metadataUrl?: string }} allowed `metadataUrl`:
 *   where the options have it
 * @returns {string} the JWK Set's URL
 * @throws {FetchFault} not_json, issuer, jwks_uri
 */
export function readMetadata(text, spellings, { allowInsecureLoopback, allowInsecureHosts, metadataUrl }) {
  const metadata = parseJson(text)
  if (Object(metadata) !== metadata || Array.isArray(metadata))
    throw new FetchFault('not_json', /^\s*</.test(text) ? 'HTML' : '')
  // RFC 8414 §3.3: must be identical, or the metadata is another issuer's.
  const named = Object.hasOwn(metadata, 'issuer') ? metadata.issuer : undefined
  if (typeof named !== 'string') throw new FetchFault('issuer', 'no issuer')
  if (!spellings.some((issuer) => isSameIssuer(issuer, named))) {
    throw new FetchFault(
      'issuer',
      `another issuer, ${showIssuer(named)}`,
      undefined,
      mismatchHint(named, spellings, metadataUrl)
    )
  }
  const url = Object.hasOwn(metadata, 'jwks_uri')
    ? parseKeyUrl(metadata.jwks_uri, allowInsecureLoopback, allowInsecureHosts)
    : 'is missing'
  if (typeof url === 'string') throw new FetchFault('jwks_uri', url)
  return url.href
}

/**
 * @param {string} issuer
 * @param {string} named by the metadata. Of a template it may name the claims differently: Entra ID writes {tenantid} for tid
 */
function isSameIssuer(issuer, named) {
  return named === issuer || (isValidTemplate(named) && shapeOf(named) === shapeOf(issuer))
}

/**
 * @param {string} named by the metadata
 * @param {readonly string[]} spellings
 * @param {string | undefined} metadataUrl
 * @returns {string | undefined} what to do, where more is known than that they differ
 */
function mismatchHint(named, spellings, metadataUrl) {
  if (isTemplate(named) && isValidTemplate(named)) {
    const template = showIssuer(named.replace('{tenantid}', '{tid}'))
    return `This metadata is for all tenants: write issuer: ${template}, with each {claim} as the token names it, and "metadataUrl"`
  }
  const bare = named.replace(/\/$/, '')
  if (spellings.some((issuer) => issuer.replace(/\/$/, '') === bare)) {
    return `They differ only by the slash at the end: write issuer: ${showIssuer(named)}`
  }
  if (metadataUrl === undefined) return undefined
  return 'If tokens have your issuer, have the server name it in its metadata (Keycloak: KC_HOSTNAME), or give "jwksUri" instead of "metadataUrl"'
}

/** How a message describes each fault of a URL. @type {{ readonly [kind in FetchFault['kind']]: string }} */
const DESCRIPTIONS = {
  fetch_failed: 'could not be reached',
  status: 'status',
  redirect: 'a redirect, which is never followed',
  timeout: 'timeout, it did not answer in time',
  too_large: 'larger than the limit',
  not_json: 'no JSON object',
  issuer: 'names',
  jwks_uri: 'jwks_uri'
}

/**
 * @param {{ url: string, error: unknown }[]} failures of each URL that was asked
 * @returns {AssayError} AUTH_KEYS_UNAVAILABLE: discovery_failed, or discovery_issuer_mismatch where a URL has another issuer's
 *   metadata. The message names each URL and its fault
 */
export function metadataError(failures) {
  const outcomes = failures.map(({ url, error }) => `${showUrl(url)}: ${describe(error)}`)
  const hints = failures.flatMap(({ error }) => (error instanceof FetchFault && error.hint) || [])
  const isMismatch = failures.some(({ error }) => error instanceof FetchFault && error.kind === 'issuer')
  const reason = isMismatch ? 'discovery_issuer_mismatch' : 'discovery_failed'
  return new AssayError(reason, {
    message: `${reasons[reason].message}: ${outcomes.join('; ')}`,
    hint: isMismatch
      ? (hints[0] ?? 'Write the issuer exactly as its metadata does, trailing slash included')
      : 'Check the issuer, or give "metadataUrl" or "jwksUri"'
  })
}

/** @param {unknown} error @returns {string} */
function describe(error) {
  if (error instanceof AssayError) return error.message
  const { kind, detail } = asFault(error)
  const isSentence = ['status', 'issuer', 'jwks_uri'].includes(kind)
  return DESCRIPTIONS[kind] + (detail && (isSentence ? ` ${detail}` : ` (${detail})`))
}

/**
 * @param {string} text
 * @returns {string} the issuer as it is written, because it is compared byte for byte; as showUrl() where it may hold a credential
 */
function showIssuer(text) {
  return /^https?:\/\/[!$-.0-9:;=A-Z[\]_a-z{}~/]{1,300}$/.test(text) ? `"${text}"` : showUrl(text)
}

/** @param {string} text @returns {string} origin and path only, because the rest may hold a credential; nothing of a text that is no URL */
export function showUrl(text) {
  if (!URL.canParse(text)) return 'no URL'
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`.slice(0, 300)
}
