import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { assertVerified, decodeBase64url, keyIdOf, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */
/** @import { Jwk } from '../fixtures.js' */

const curves = { ES256: p256, ES384: p384, ES512: p521, EdDSA: ed25519 }
/** JWS asks for no low s (RFC 7518 §3.4). */
const options = { lowS: false }

/** @param {Jwk} jwk @returns {Uint8Array} the point as SEC 1 §2.3.3 writes it, or RFC 8032 §5.1.2 */
function pointOf({ x = '', y }) {
  const parts = y === undefined ? [decodeBase64url(x)] : [Uint8Array.of(4), decodeBase64url(x), decodeBase64url(y)]
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** @type {Record<string, Prepare>} */
export const contestants = {
  noble: ({ jwk, alg, keys }) => {
    const curve = curves[/** @type {keyof typeof curves} */ (alg)]
    const points = new Map([jwk, ...keys].map((key) => [key.kid, pointOf(key)]))
    return {
      input: (token) => ({ ...signedParts(token), point: points.get(keyIdOf(token)) }),
      verify: ({ data, signature, point }) => assertVerified(curve.verify(signature, data, point, options))
    }
  }
}
