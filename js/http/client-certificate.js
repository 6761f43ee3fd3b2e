// Where the thumbprint of a client's certificate is (RFC 8705 §3): for tokens that are bound to one.

import { toBase64url } from '../shared/base64url.js'
import { headerOf } from './header-of.js'
import { requestError } from './request-error.js'
import { checkName } from './token-sources.js'

/** @import { TokenCarrier } from './token-sources.js' */
/** @import { CertificateSource } from './types.js' */

/**
 * What Cloudflare says of the certificate (`request.cf.tlsClientAuth`), where it verified it and it is not revoked.
 * @returns {CertificateSource<any>}
 */
export function fromCloudflare() {
  return (request) => {
    const { certPresented, certVerified, certRevoked, certFingerprintSHA256 } =
      requestOf(request).cf?.tlsClientAuth ?? {}
    if (certPresented !== '1' || certVerified !== 'SUCCESS' || certRevoked === '1') return undefined
    return thumbprintOf(certFingerprintSHA256)
  }
}

/**
 * What Node's TLS socket says, of a server with `requestCert: true`. Whether the certificate's chain is good is the
 * server's to say (`rejectUnauthorized`): that the client has its key is certain either way.
 * @returns {CertificateSource<any>}
 */
export function fromTlsSocket() {
  return (request) => {
    const incoming = request?.env?.incoming ?? requestOf(request)
    return thumbprintOf(incoming.socket?.getPeerCertificate?.()?.fingerprint256)
  }
}

/**
 * A header that a proxy of yours sets, and removes where a client wrote it: the thumbprint (SHA-256) as hex or
 * base64(url), the certificate in PEM, percent-encoded as nginx does (`$ssl_client_escaped_cert`), in base64 alone as
 * HAProxy does (`ssl_c_der,base64`), or as RFC 9440 says (`Client-Cert`).
 * @param {string} name in any case
 * @returns {CertificateSource<TokenCarrier>} it throws REQUEST_INVALID, token_ambiguous, where the header comes twice, and
 *   AUTH_TOKEN_INVALID, certificate_missing, saying so, where it holds something else
 * @throws {AssayError} CONFIG_INVALID
 */
export function fromCertificateHeader(name) {
  const key = checkName(name, 'fromCertificateHeader').toLowerCase()
  return async (request) => {
    const value = headerOf(requestOf(request), key)?.trim()
    if (!value) return undefined
    if (value.includes(',')) {
      throw requestError('token_ambiguous', { message: `The header ${name} must hold exactly one certificate` })
    }
    const der =
      /^:([A-Za-z0-9+/=]+):$/.exec(value)?.[1] ?? /^MI[A-Za-z0-9+/=]{100,}$/.exec(value)?.[0] ?? pemBody(value)
    const thumbprint = der === undefined ? thumbprintOf(value) : await digestOf(der)
    if (thumbprint === undefined) throw unreadable(name)
    return thumbprint
  }
}

/** @param {string} name of a header, whose value may be a client's and is not shown */
function unreadable(name) {
  const what = `and the header ${name} holds neither a certificate nor a SHA-256 thumbprint`
  return requestError('certificate_missing', {
    message: `The access token is bound to a client certificate, ${what}`,
    hint: 'Have the proxy send the certificate (PEM, percent-encoded, or DER in base64), or its SHA-256 as hex or base64: SHA-1 proves nothing'
  })
}

/** @param {any} request Hono's context has the request within it */
const requestOf = (request) => request?.req?.raw ?? request

const PEM = '-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*'
/** RFC 8446 §4.4.2: the client's own comes first, and those that certify it follow. */
const CHAIN = new RegExp(`^${PEM}(?:${PEM})*$`)

/** @param {string} value @returns {string | undefined} the base64 of a PEM certificate, or of the first of a chain */
function pemBody(value) {
  const text = value.startsWith('-----BEGIN%20') ? decoded(value) : value
  return CHAIN.exec(text)?.[1]
}

/** @param {string} value percent-encoded @returns {string} '' where it is not well-formed */
function decoded(value) {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

/**
 * @param {unknown} text hex, with colons or without, base64 or base64url
 * @returns {string | undefined} base64url of 32 bytes; undefined: it is no SHA-256
 */
function thumbprintOf(text) {
  if (typeof text !== 'string') return undefined
  const hex = text.replaceAll(':', '')
  if (/^[0-9a-f]{64}$/i.test(hex)) {
    return toBase64url(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)))
  }
  const plain = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '')
  return /^[\w-]{42}[AEIMQUYcgkosw048]$/.test(plain) ? plain : undefined
}

/** @param {string} base64 of a certificate in DER @returns {Promise<string | undefined>} */
async function digestOf(base64) {
  try {
    const der = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0))
    return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', der)))
  } catch {
    return undefined
  }
}
