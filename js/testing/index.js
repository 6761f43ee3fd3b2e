// An authorization server for tests, in memory: keys, tokens good and bad, and a fetch that answers for it.

import { newDpopClient } from './dpop-client.js'
import { assertKnown } from './known-options.js'
import { encode, newSigner, sign } from './signer.js'

export { DpopClient } from './dpop-client.js'

/** @import { Algorithm, JwkSet } from '../shared/types.js' */
/** @import { Signer, SigningAlgorithm } from './signer.js' */

/**
 * @typedef {object} TestIssuerOptions
 * @property {string} [issuer] the `iss` of its tokens (default: `https://issuer.test`)
 * @property {string} [audience] the `aud` of its tokens (default: `https://api.test`)
 * @property {SigningAlgorithm} [alg] `RS256`, `RS384`, `RS512`, `PS256`, `PS384`, `PS512`, `ES256`, `ES384`, `ES512` or
 *   `EdDSA` (default: `RS256`)
 */

/** @typedef {{ [claim: string]: unknown }} TestClaims members that are undefined are left out */

/**
 * Makes an authorization server for tests. It has nothing to do with any network, and nothing of it belongs into a program
 * that is deployed: whoever has it can sign any token.
 *
 *     const server = await testIssuer()
 *     const verifier = createVerifier(server.options)
 *     await verifier.verify(await server.token({ sub: 'alice', scope: 'read' }))
 * @param {TestIssuerOptions} [options]
 * @returns {Promise<TestIssuer>}
 * @throws {TypeError} where an option is unknown
 */
export async function testIssuer(options = {}) {
  assertKnown('testIssuer', options, ['issuer', 'audience', 'alg'])
  const { issuer = 'https://issuer.test', audience = 'https://api.test', alg = 'RS256' } = options
  return new TestIssuer({ issuer, audience, alg }, await newSigner(alg, 'test-key-1'))
}

/** What is wrong with a bad token, and the reason for which it is refused. */
const faults = /** @type {const} */ ({
  expired: 'expired',
  notYetValid: 'not_yet_valid',
  wrongIssuer: 'issuer_mismatch',
  wrongAudience: 'audience_mismatch',
  wrongKey: 'signature_mismatch',
  unknownKey: 'key_not_found',
  tampered: 'signature_mismatch',
  algNone: 'alg_not_allowed',
  notAToken: 'malformed_segments'
})

/** @typedef {keyof typeof faults} TestFault */

/** An authorization server for tests: testIssuer() makes it. */
export class TestIssuer {
  #server
  /** @type {Signer[]} from the newest to the oldest */
  #signers

  /** @param {{ issuer: string, audience: string, alg: SigningAlgorithm }} server @param {Signer} signer */
  constructor(server, signer) {
    this.#server = server
    this.#signers = [signer]
  }

  /** For createVerifier: the keys are discovered, by fetch below. */
  get options() {
    const { issuer, audience, alg } = this.#server
    return { issuer, audience, algorithms: [/** @type {Algorithm} */ (alg)], fetch: this.fetch }
  }

  /** The public keys. @returns {JwkSet} */
  get jwks() {
    return { keys: this.#signers.map(({ jwk }) => jwk) }
  }

  /**
   * Answers for the server's metadata (RFC 8414, OpenID Connect Discovery) and its JWK Set, and for nothing else.
   * @type {typeof globalThis.fetch}
   */
  fetch = (input) => Promise.resolve().then(() => this.#answer(new URL(input instanceof Request ? input.url : input)))

  /** @param {URL} url @returns {Response} */
  #answer({ href }) {
    const { issuer } = this.#server
    const base = issuer.replace(/\/$/, '')
    const { pathname, origin } = new URL(base)
    const path = pathname === '/' ? '' : pathname
    const jwksUri = `${base}/jwks`
    if (href === jwksUri) return Response.json(this.jwks)
    const places = [
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${base}/.well-known/openid-configuration`
    ]
    if (places.includes(href)) return Response.json({ issuer, jwks_uri: jwksUri })
    throw new TypeError(`testIssuer answers for ${jwksUri} and its metadata alone`)
  }

  /**
   * A good token: `iss`, `aud`, `sub` ("test-user"), `iat` now and `exp` in an hour, unless the claims say otherwise.
   * @param {TestClaims} [claims]
   * @param {TestClaims} [header] further members, or others
   * @returns {Promise<string>}
   */
  token(claims, header) {
    return this.#sign(this.#signers[0], claims, header)
  }

  /**
   * A token that must be refused. `TestIssuer.reasons` has the reason for each fault.
   * @param {TestFault} fault
   * @param {TestClaims} [claims]
   * @returns {Promise<string>}
   * @throws {TypeError} where the fault is unknown
   */
  async badToken(fault, claims = {}) {
    const [signer] = this.#signers
    const now = seconds()
    switch (fault) {
      case 'expired':
        return this.token({ iat: now - 7200, ...claims, exp: now - 3600 })
      case 'notYetValid':
        return this.token({ ...claims, nbf: now + 3600 })
      case 'wrongIssuer':
        return this.token({ ...claims, iss: 'https://other-issuer.test' })
      case 'wrongAudience':
        return this.token({ ...claims, aud: 'https://other-api.test' })
      case 'wrongKey':
        return this.#sign({ ...(await newSigner(this.#server.alg, signer.kid)), kid: signer.kid }, claims)
      case 'unknownKey':
        return this.#sign(await newSigner(this.#server.alg, 'unknown-key'), claims)
      case 'tampered': {
        const [header, , signature] = (await this.token(claims)).split('.')
        return `${header}.${encode(this.#claims({ ...claims, sub: 'somebody else' }))}.${signature}`
      }
      case 'algNone':
        return `${encode({ alg: 'none', typ: 'JWT', kid: signer.kid })}.${encode(this.#claims(claims))}.`
      case 'notAToken':
        return 'not a token'
      default:
        throw new TypeError(`badToken knows ${Object.keys(faults).join(', ')}`)
    }
  }

  /** The reason for which a verifier refuses a bad token, by its fault. */
  static reasons = faults

  /**
   * Makes a new key, which signs from now on. The old ones stay in the JWK Set, unless they are withdrawn.
   * @param {{ withdraw?: boolean }} [options]
   */
  async rotate(options = {}) {
    assertKnown('rotate', options, ['withdraw'])
    const { withdraw = false } = options
    const next = await newSigner(this.#server.alg, `test-key-${this.#signers.length + 1}`)
    this.#signers = withdraw ? [next] : [next, ...this.#signers]
  }

  /**
   * Makes a client with a key of its own, whose tokens are bound to that (DPoP, RFC 9449).
   * @param {{ alg?: SigningAlgorithm }} [options] of its proofs (default: `ES256`)
   * @returns {Promise<import('./dpop-client.js').DpopClient>}
   */
  dpopClient(options = {}) {
    return newDpopClient(this, options)
  }

  /** @param {TestClaims} [claims] */
  #claims(claims) {
    const { issuer: iss, audience: aud } = this.#server
    return { iss, aud, sub: 'test-user', iat: seconds(), exp: seconds() + 3600, ...claims }
  }

  /** @param {Signer} signer @param {TestClaims} [claims] @param {TestClaims} [header] */
  #sign(signer, claims, header) {
    return sign(signer, { alg: this.#server.alg, typ: 'at+jwt', kid: signer.kid, ...header }, this.#claims(claims))
  }
}

const seconds = () => Math.floor(Date.now() / 1000)
