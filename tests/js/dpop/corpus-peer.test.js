// oauth4webapi's validateJwtAccessToken on the same corpus: where it decides otherwise, and which is right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { url as usualUrl } from '../support/dpop.js'
import { audience, issuer, now, publicJwk } from '../support/tokens.js'
import { hostileClaims } from './corpus/hostile-claims.js'
import { hostileForm } from './corpus/hostile-form.js'
import { hostileHeader } from './corpus/hostile-header.js'
import { hostileKeys } from './corpus/hostile-keys.js'
import { hostileSignatures } from './corpus/hostile-signatures.js'
import { legal } from './corpus/legal.js'
import { jwt as usual } from './corpus/make.js'

const as = { issuer, jwks_uri: `${issuer}jwks` }
const jwks = { keys: [{ ...publicJwk(), alg: 'RS256', use: 'sig' }] }
const options = {
  requireDPoP: true,
  [oauth.clockSkew]: now - Math.floor(Date.now() / 1000),
  [oauth.clockTolerance]: 60,
  [oauth.customFetch]: async () => Response.json(jwks)
}

/** @param {import('./corpus/make.js').Case} given @returns {Promise<boolean | undefined>} undefined: no header can have it */
async function accepts({ jwt = usual, url = usualUrl, method = 'GET', proof }) {
  let request
  try {
    request = new Request(url, { method, headers: { authorization: `DPoP ${jwt}`, dpop: proof() } })
  } catch {
    return undefined
  }
  return oauth.validateJwtAccessToken(as, request, audience, /** @type {any} */ (options)).then(
    () => true,
    () => false
  )
}

/** How many hostile proofs it accepts, by our reason to refuse them. @type {{ [reason: string]: number }} */
const accepted = {
  // RFC 7515 §2: base64url without padding, in one alphabet; RFC 4648 §3.5 lets decoders refuse unused bits. We are right
  // about the alphabet and the padding. Spaces around it are gone before a guard sees them: Request takes them away.
  ...{ proof_header_base64: 1, proof_signature_base64: 4 },
  // RFC 7515 §4, RFC 7519 §4: a member that is there twice is refused, or the last one counts. Both are allowed.
  ...{ proof_header_duplicate_member: 5, proof_claims_duplicate_member: 4 },
  // RFC 7515 §5.2, RFC 7519 §7.2: UTF-8 must be valid. JSON may be limited in depth (RFC 8259 §9).
  ...{ proof_header_json: 3, proof_claims_json: 2 },
  proof_too_large: 1, // our limit
  proof_b64: 1, // RFC 7797 §7: MUST NOT be used in JWTs
  proof_jwk_private: 6, // RFC 9449 §4.3, check 7: of the private members it looks for "d" alone. "p" gives an RSA key away
  proof_jwk_invalid: 2, // RFC 7517 §4.2, §4.3: a key for something else
  proof_claim_missing: 1, // RFC 9449 §4.2: an empty jti identifies nothing
  // What the URL class mends (WHATWG) is no URI of RFC 3986: white space, backslashes, no slashes, full-width letters.
  proof_url: 16
}

/** Legal proofs that it refuses. RFC 9449 §4.3 says SHOULD of the normal form (RFC 3986 §6.2.2): we are in the right. */
const refused = [
  'exp and nbf null',
  'htu https://mcp.example.com/%74ools',
  'htu https://mcp.example.com/%74%6F%6f%6C%73',
  'a path that is not ASCII',
  'characters that browsers leave'
]

test('oauth4webapi accepts these hostile proofs, and refuses these legal ones', async () => {
  /** @type {{ [reason: string]: number }} */
  const found = {}
  for (const given of [...hostileForm, ...hostileHeader, ...hostileKeys, ...hostileSignatures, ...hostileClaims]) {
    // It takes five minutes of age, and knows no nonces.
    if (given.nonce || /too_old|future|not_yet_valid|expired/.test(given.reason) || !(await accepts(given))) continue
    found[given.reason] = (found[given.reason] ?? 0) + 1
  }
  assert.deepEqual(found, accepted)
  const missing = []
  for (const given of legal) if (!(await accepts(given))) missing.push(given.id)
  assert.deepEqual(missing, refused)
})
