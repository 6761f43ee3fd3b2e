// A client that makes DPoP proofs (RFC 9449 §4.2) with node:crypto, as it should and otherwise.
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto'
import { compactByCurve, soundCurveKey } from './curve-keys.js'
import { encode, now, token } from './tokens.js'
import { newPrivateKey } from '../../support/new-private-key.js'

const hash = (/** @type {string} */ text) => createHash('sha256').update(text).digest('base64url')

/** A public key of a client. */
export const clientJwk = soundCurveKey('P-256', { kid: undefined, use: undefined, alg: undefined })

/** @param {any} jwk @returns {string} RFC 7638 */
export function thumbprint({ kty, crv, x, y, n, e }) {
  return hash(JSON.stringify(kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }))
}

/** A token that is bound to the client's key. @param {Parameters<typeof token>[0]} [differences] */
export const boundToken = ({ claims = {}, ...differences } = {}) =>
  token({ ...differences, claims: { cnf: { jkt: thumbprint(clientJwk) }, ...claims } })

export const url = 'https://mcp.example.com/tools'

/**
 * A good proof, but for what is said. undefined leaves a member out.
 * @param {string} jwt that it is for
 * @param {{ header?: object, claims?: object, crv?: string }} [differences]
 * @returns {string}
 */
export function proofFor(jwt, { header = {}, claims = {}, crv = 'P-256' } = {}) {
  const jwk = crv === 'P-256' ? clientJwk : soundCurveKey(crv, { kid: undefined, use: undefined, alg: undefined })
  const known = { typ: 'dpop+jwt', alg: crv === 'P-256' ? 'ES256' : 'EdDSA', jwk }
  const all = { jti: randomUUID(), htm: 'GET', htu: url, iat: now, ath: hash(jwt), ...claims }
  return compactByCurve({ ...known, ...header }, all, crv)
}

/** What came with a token. @param {string} jwt @param {object} [members] */
export const possessionOf = (jwt, members = {}) => ({
  ...{ scheme: 'DPoP', proof: proofFor(jwt), method: 'GET', url },
  ...members
})

/** A client with an RSA key. @returns {{ jwk: any, proof: (jwt: string, alg: 'RS256' | 'PS256') => string }} */
export function rsaClient() {
  const key = newPrivateKey('rsa', { modulusLength: 2048 })
  const { kty, n, e } = key.export({ format: 'jwk' })
  const jwk = { kty, n, e }
  return {
    jwk,
    proof(jwt, alg) {
      const claims = { jti: randomUUID(), htm: 'GET', htu: url, iat: now, ath: hash(jwt) }
      const input = `${encode({ typ: 'dpop+jwt', alg, jwk })}.${encode(claims)}`
      const padding = alg === 'PS256' ? { padding: 6, saltLength: 32 } : {}
      const signer = { key: createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }), ...padding }
      return `${input}.${sign('sha256', Buffer.from(input), signer).toString('base64url')}`
    }
  }
}
