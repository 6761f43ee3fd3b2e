// A client of a test issuer that has a key, and proves it (RFC 9449).

import { toBase64url } from '../shared/base64url.js'
import { assertKnown } from './known-options.js'
import { encode, newSigner, sign } from './signer.js'

/** @import { TestClaims, TestIssuer } from './index.js' */
/** @import { Signer, SigningAlgorithm } from './signer.js' */

/**
 * The request that a proof is for.
 * @typedef {object} ProofRequest
 * @property {string | URL} url absolute
 * @property {string} [method] as Request takes it: `post` is POST, `patch` is not PATCH (default: `GET`)
 * @property {string} [token] the access token that comes with it (default: none)
 * @property {string | null} [nonce] of the last DPoP-Nonce header (default: none)
 * @property {TestClaims} [claims] further claims, or others; undefined leaves one out
 * @property {TestClaims} [header] further members, or others
 */

/** What is wrong with a bad proof, and the reason for which it is refused. */
const faults = /** @type {const} */ ({
  tooOld: 'proof_too_old',
  wrongMethod: 'proof_method',
  wrongUrl: 'proof_url',
  wrongToken: 'proof_token',
  wrongKey: 'proof_key',
  wrongType: 'proof_typ',
  tampered: 'proof_signature',
  privateKey: 'proof_jwk_private',
  noId: 'proof_claim_missing',
  algNone: 'proof_alg'
})

/** @typedef {keyof typeof faults} ProofFault */

/** A client with a key of its own: dpopClient() of a test issuer makes it. */
export class DpopClient {
  #server
  #signer
  #alg

  /**
   * @param {TestIssuer} server
   * @param {SigningAlgorithm} alg
   * @param {Signer} signer
   * @param {string} thumbprint
   */
  constructor(server, alg, signer, thumbprint) {
    this.#server = server
    this.#alg = alg
    this.#signer = signer
    /** Of its key (RFC 7638): the "cnf.jkt" of its tokens. */
    this.thumbprint = thumbprint
  }

  /** Its public key, as proofs have it. @returns {{ [member: string]: unknown }} */
  get jwk() {
    const { kid: _, alg: __, use: ___, ...jwk } = /** @type {{ [member: string]: unknown }} */ (this.#signer.jwk)
    return jwk
  }

  /**
   * A good token that is bound to its key, and to what else `claims.cnf` names; a `jkt` there, or no `cnf`, counts as it is.
   * @param {TestClaims} [claims]
   * @returns {Promise<string>}
   */
  token(claims = {}) {
    const own = { jkt: this.thumbprint }
    const { cnf = Object.hasOwn(claims, 'cnf') ? undefined : own } = claims
    const isObject = typeof cnf === 'object' && cnf !== null && !Array.isArray(cnf)
    return this.#server.token({ ...claims, cnf: isObject ? { ...own, ...cnf } : cnf })
  }

  /**
   * A good proof, new each time, unless claims or header say otherwise.
   * @param {ProofRequest} request
   * @returns {Promise<string>}
   * @throws {TypeError} where the request is none that can be proven
   */
  async proof(request) {
    assertRequest('proof', request)
    return sign(this.#signer, this.#header(request), await claimsOf(request))
  }

  /**
   * The headers of a request with a bound token and its proof.
   * @param {ProofRequest & { token: string }} request
   * @returns {Promise<{ authorization: string, dpop: string }>}
   * @throws {TypeError} where the request is none that can be proven, or the token is missing
   */
  async headers(request) {
    assertRequest('headers', request)
    if (request.token === undefined) throw new TypeError('headers needs the token: client.headers({ url, token })')
    return { authorization: `DPoP ${request.token}`, dpop: await this.proof(request) }
  }

  /**
   * A proof that must be refused. `DpopClient.reasons` has the reason for each fault.
   * @param {ProofFault} fault
   * @param {ProofRequest} request
   * @returns {Promise<string>}
   * @throws {TypeError} where the fault is unknown, or the request is none that can be proven
   */
  async badProof(fault, request) {
    assertRequest('badProof', request)
    const claims = (/** @type {TestClaims} */ more) =>
      this.proof({ ...request, claims: { ...request.claims, ...more } })
    const header = (/** @type {TestClaims} */ more) =>
      this.proof({ ...request, header: { ...request.header, ...more } })
    switch (fault) {
      case 'tooOld':
        return claims({ iat: Math.floor(Date.now() / 1000) - 3600 })
      case 'wrongMethod':
        return claims({ htm: 'WRONG' })
      case 'wrongUrl':
        return claims({ htu: 'https://other-api.test/' })
      case 'wrongToken':
        return claims({ ath: await hashOf('another token') })
      case 'wrongKey':
        return (await newDpopClient(this.#server, { alg: this.#alg })).proof(request)
      case 'wrongType':
        return header({ typ: 'JWT' })
      case 'tampered': {
        const [start, , signature] = (await this.proof(request)).split('.')
        return `${start}.${encode(await claimsOf(request))}.${signature}`
      }
      case 'privateKey':
        return header({ jwk: { ...this.jwk, d: 'AQAB' } })
      case 'noId':
        return claims({ jti: undefined })
      case 'algNone':
        return `${encode({ ...this.#header(request), alg: 'none' })}.${encode(await claimsOf(request))}.`
      default:
        throw new TypeError(`badProof knows ${Object.keys(faults).join(', ')}`)
    }
  }

  /** The reason for which a guard refuses a bad proof, by its fault. */
  static reasons = faults

  /** @param {ProofRequest} request */
  #header({ header }) {
    return { typ: 'dpop+jwt', alg: this.#alg, jwk: this.jwk, ...header }
  }
}

/**
 * @param {TestIssuer} server
 * @param {{ alg?: SigningAlgorithm }} options
 * @returns {Promise<DpopClient>}
 */
export async function newDpopClient(server, options) {
  assertKnown('dpopClient', options, ['alg'])
  const { alg = 'ES256' } = options
  const signer = await newSigner(alg, 'dpop')
  return new DpopClient(server, alg, signer, await thumbprintOf(signer.jwk))
}

/** @param {ProofRequest} request @returns {Promise<object>} */
async function claimsOf({ url, method = 'GET', token, nonce, claims }) {
  const htm = /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method
  const ath = token === undefined ? undefined : await hashOf(token)
  const iat = Math.floor(Date.now() / 1000)
  return { jti: crypto.randomUUID(), htm, htu: String(url), iat, ath, nonce: nonce ?? undefined, ...claims }
}

/**
 * @param {string} what is called
 * @param {ProofRequest} request
 * @throws {TypeError} a test would otherwise see a refusal that is none of the server's
 */
function assertRequest(what, request) {
  if (typeof request !== 'object' || request === null) throw new TypeError(`${what} takes an object: { url }`)
  assertKnown(what, request, ['url', 'method', 'token', 'nonce', 'claims', 'header'])
  const { url, method = 'GET', token = '' } = request
  if (!URL.canParse(String(url))) {
    throw new TypeError(`${what}: url must be absolute, such as https://api.test/report`)
  }
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(method)) throw new TypeError(`${what}: method must be one word, such as POST`)
  if (typeof token !== 'string') {
    throw new TypeError(`${what}: token must be a string: await what client.token() returns`)
  }
}

/** @param {any} jwk @returns {Promise<string>} RFC 7638 §3 */
function thumbprintOf({ kty, crv, x, y, n, e }) {
  return hashOf(JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }))
}

/** @param {string} text @returns {Promise<string>} its SHA-256, as base64url */
async function hashOf(text) {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}
