// What the suite decides on: keys, verifiers' options, and tokens with the verdict that each must get. Made anew for each
// run, with Node's own cryptography, and handed to every runtime as JSON.

import { badCurveKeys, curveAlgorithms, curveKeys, curveSignatures, jwsOf } from './fixture-curves.js'
import { ecJwk, ecToken } from '../js/support/ec-tokens.js'
import { compact, encode, goodClaims, publicJwk, signature, token } from '../js/support/tokens.js'
import { audience, issuer, now } from '../js/support/tokens.js'

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} [verifier] a name in Fixture.verifiers (default: main)
 * @property {string} token
 * @property {object} [options] of the call, beside now
 * @property {Record<string, unknown>} [expected] members of an accepted token
 * @property {string} [code] of a refusal (default: AUTH_TOKEN_INVALID)
 * @property {string} [reason] of a refusal
 */

/** @typedef {ReturnType<typeof makeFixture>} Fixture */

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const everything = [...algorithms, ...curveAlgorithms]

export function makeFixture() {
  return {
    ...{ now, issuer, audience },
    keys: {
      ...Object.fromEntries(['good', 'other', 'bits4096'].map((name) => [name, publicJwk(name)])),
      ...Object.fromEntries(curveAlgorithms.map((alg) => [alg, ecJwk(alg)]))
    },
    verifiers: verifiers(),
    accept: accepted(),
    refuse: {
      ...{ form: form(), header: header(), key: key(), signature: signatures(), claims: claims() },
      curves: [...curveSignatures(), ...curveKeys()]
    },
    tokenIdHash: {
      secret: 'token-id-test-secret',
      token: token({ claims: { jti: 'token-id-123' } }),
      hash: '1e7aad10a8c63059ce4fabce2f24793bf4703ae76ac4fb1dc7fc04ac53e4562c'
    },
    rotated: { before: token(), after: token({ key: 'other' }), unknown: token({ header: { kid: 'nobody' } }) },
    curves: Object.fromEntries(curveAlgorithms.map((alg) => [alg, ecToken(alg)])),
    many: Array.from({ length: 40 }, (_, index) => many(index)),
    jws: compact({ alg: 'RS256', kid: 'good' }, 'any bytes: \u00e4'),
    curveJws: Object.fromEntries(curveAlgorithms.map((alg) => [alg, jwsOf(alg)]))
  }
}

/** One token of the 10,000: every second one is signed by a key that isn't there under that name. */
function many(/** @type {number} */ index) {
  const good = index % 2 === 0
  return {
    good,
    token: token({ header: { kid: 'good' }, key: good ? 'good' : 'other', claims: { sub: `user-${index}` } })
  }
}

/** @param {string} name @returns {any} */
const publicParts = (name) => publicJwk(name)

function verifiers() {
  const base = { issuer, audience }
  const keys = (/** @type {object[]} */ ...list) => ({ ...base, jwks: { keys: list } })
  const main = keys(publicJwk())
  return {
    main,
    algorithms: { ...keys(publicJwk(), publicJwk('bits4096')), algorithms },
    curves: { ...keys(publicJwk(), ...curveAlgorithms.map((alg) => ecJwk(alg))), algorithms: everything },
    curvesRefused: keys(publicJwk(), ecJwk('ES256')),
    badCurves: { ...keys(...badCurveKeys(), publicJwk()), algorithms: everything },
    strict: { ...main, clockTolerance: 0 },
    narrow: { ...main, typ: 'at+jwt', maxTokenAge: 60, requiredClaims: ['jti'], allowedScopes: ['tools:read'] },
    enc: keys(publicJwk('good', { use: 'enc' }), publicJwk('other')),
    rs512: keys(publicJwk('good', { alg: 'RS512' }), publicJwk('other')),
    small: keys(publicJwk('bits1024'), publicJwk('other')),
    exponent1: keys(publicJwk('good', { e: 'AQ' }), publicJwk('other')),
    oct: keys({ kty: 'oct', kid: 'good', k: publicParts('good').n }, publicJwk('other')),
    none: keys({ kty: 'oct', k: 'AAAA' })
  }
}

/** @returns {Case[]} */
function accepted() {
  const each = algorithms.map((alg) => ({ name: alg, verifier: 'algorithms', token: token({ alg, header: { alg } }) }))
  const aud = ['https://other.example.com', audience]
  return [
    {
      name: 'the plain token',
      token: token(),
      expected: { subject: 'user-1', issuer, audience, scopes: ['tools:read'] }
    },
    ...each,
    ...curveAlgorithms.map((alg) => ({ name: alg, verifier: 'curves', token: ecToken(alg) })),
    {
      name: 'ES256 without kid, many keys',
      verifier: 'curves',
      token: ecToken('ES256', { header: { kid: undefined } })
    },
    { name: '4096 bits', verifier: 'algorithms', token: token({ key: 'bits4096' }) },
    { name: 'no kid, one key', token: token({ header: { kid: undefined } }) },
    { name: 'no kid, several keys', verifier: 'algorithms', token: token({ header: { kid: undefined } }) },
    { name: 'typ JWT', token: token({ header: { typ: 'JWT' } }) },
    { name: 'typ application/at+jwt', token: token({ header: { typ: 'application/AT+JWT' } }) },
    { name: 'several audiences', token: token({ claims: { aud } }), expected: { audience } },
    {
      name: 'scp for scope',
      token: token({ claims: { scope: undefined, scp: ['b', 'a'] } }),
      expected: { scopes: ['a', 'b'] }
    },
    { name: 'a scope that is required', token: token(), options: { requiredScope: 'tools:read' } },
    { name: 'a fractional exp', token: token({ claims: { exp: now + 0.5 } }), expected: { expiresAt: now + 0.5 } },
    { name: 'expired within the tolerance', token: token({ claims: { exp: now - 59 } }) },
    {
      name: 'a subject outside the BMP',
      token: token({ claims: { sub: '\u{1f511} \u00e9' } }),
      expected: { subject: '\u{1f511} \u00e9' }
    }
  ]
}

/** @returns {Case[]} docs/attacks.md 10 and 11: what only looks like a token */
function form() {
  const good = token()
  const [head, body, sign] = good.split('.')
  const text = JSON.stringify(goodClaims())
  const json = (/** @type {string | Uint8Array} */ payload) => compact({ alg: 'RS256', kid: 'good' }, payload)
  return [
    { name: 'no token', token: '', code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' },
    { name: 'two segments', token: `${head}.${body}`, reason: 'malformed_segments' },
    { name: 'five segments', token: `${good}.a.b`, reason: 'malformed_segments' },
    { name: 'padding', token: `${good}==`, reason: 'signature_base64' },
    { name: 'plain base64', token: `${head}.${body}.+/${sign.slice(2)}`, reason: 'signature_base64' },
    { name: 'a newline at the end', token: `${good}\n`, reason: 'signature_base64' },
    {
      name: 'non-zero trailing bits',
      token: `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : String.fromCharCode(good.charCodeAt(good.length - 1) + 1)}`,
      reason: 'signature_base64'
    },
    { name: '16 kB and more', token: `${good}${'A'.repeat(16_384)}`, reason: 'token_too_large' },
    { name: 'a header that is no JSON', token: `${encode('{')}.${body}.${sign}`, reason: 'header_json' },
    { name: 'a member twice', token: json(text.replace('{', '{"sub":"root",')), reason: 'claims_duplicate_member' },
    {
      name: 'a member twice, escaped',
      token: json(text.replace('{', '{"s\\u0075b":"root",')),
      reason: 'claims_duplicate_member'
    },
    { name: 'an array', token: json(`[${text}]`), reason: 'claims_json' },
    { name: 'a byte order mark', token: json(`\ufeff${text}`), reason: 'claims_json' },
    {
      name: 'invalid UTF-8',
      token: json(Buffer.from(text.replace('user-1', 'user-\xff'), 'latin1')),
      reason: 'claims_json'
    },
    { name: 'a lone surrogate', token: json(text.replace('user-1', '\\ud800')), reason: 'claims_json' },
    {
      name: 'nesting',
      token: json(text.replace('{', `{"a":${'['.repeat(40)}${']'.repeat(40)},`)),
      reason: 'claims_json'
    }
  ]
}

/** @returns {Case[]} docs/attacks.md 1 to 3, 6, 7, 12, 15 */
function header() {
  const { n, e } = publicParts('other')
  /** @type {[string, object, string][]} */
  const members = [
    ['alg none', { alg: 'none' }, 'alg_not_allowed'],
    ['alg nOnE', { alg: 'nOnE' }, 'alg_not_allowed'],
    ['alg HS256', { alg: 'HS256' }, 'alg_not_allowed'],
    ['alg not in the list', { alg: 'RS512' }, 'alg_not_allowed'],
    ['no alg', { alg: undefined }, 'alg_not_allowed'],
    ['crit', { crit: ['exp'] }, 'crit_unsupported'],
    ['b64 false', { b64: false }, 'b64_unsupported'],
    ['a DPoP proof', { typ: 'dpop+jwt' }, 'typ_not_allowed'],
    ['a kid that is a number', { kid: 1 }, 'kid_invalid'],
    ['an unknown kid', { kid: '__proto__' }, 'key_not_found']
  ]
  const jwk = { jwk: { kty: 'RSA', n, e }, jku: 'https://evil.example/jwks', kid: 'good' }
  return [
    ...members.map(([name, added, reason]) => ({ name, token: token({ header: added }), reason })),
    {
      name: "the attacker's key in the header",
      token: token({ key: 'other', header: jwk }),
      reason: 'signature_mismatch'
    },
    {
      name: 'typ JWT where at+jwt is required',
      verifier: 'narrow',
      token: token({ header: { typ: 'JWT' } }),
      reason: 'typ_not_allowed'
    }
  ]
}

/** @returns {Case[]} docs/attacks.md 8: keys that must not verify, each beside a good one */
function key() {
  const reasons = { enc: 'key_use', rs512: 'key_alg_mismatch', exponent1: 'key_exponent', oct: 'key_type_unsupported' }
  const unavailable = { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'jwks_no_usable_key' }
  return [
    ...Object.entries(reasons).map(([name, reason]) => ({ name, verifier: name, token: token(), reason })),
    { name: '1024 bits', verifier: 'small', token: token({ key: 'bits1024' }), reason: 'key_too_small' },
    { name: 'no usable key', verifier: 'none', token: token(), ...unavailable },
    {
      name: 'no kid, and by none of several keys',
      verifier: 'algorithms',
      token: token({ key: 'other', header: { kid: undefined } }),
      reason: 'signature_mismatch'
    }
  ]
}

/** @returns {Case[]} docs/attacks.md 4 */
function signatures() {
  const [head, body] = token().split('.')
  const input = `${head}.${body}`
  const right = signature('good', 'RS256', input)
  const changed = Buffer.from(right)
  changed[100] ^= 1
  const values = {
    'no signature': Buffer.alloc(0),
    'all zero': Buffer.alloc(256),
    'all ones': Buffer.alloc(256, 0xff),
    'one bit changed': changed,
    'a byte less': right.subarray(1),
    'a byte more': Buffer.concat([Buffer.alloc(1), right]),
    'another hash': signature('good', 'RS512', input),
    'PSS for PKCS#1': signature('good', 'PS256', input)
  }
  const other = encode(goodClaims({ sub: 'root' }))
  return [
    ...Object.entries(values).map(([name, bytes]) => ({
      name,
      token: `${input}.${encode(bytes)}`,
      reason: 'signature_mismatch'
    })),
    { name: 'other claims under it', token: `${head}.${other}.${encode(right)}`, reason: 'signature_mismatch' },
    { name: "another key's", token: token({ key: 'other', header: { kid: 'good' } }), reason: 'signature_mismatch' }
  ]
}

/** @returns {Case[]} docs/attacks.md 13, 14, 16 */
function claims() {
  /** @type {[string, object, string, string?, string?][]} name, members, reason, code, verifier */
  const rows = [
    ['expired', { exp: now - 60 }, 'expired', 'AUTH_TOKEN_EXPIRED'],
    ['expired this very second', { exp: now }, 'expired', 'AUTH_TOKEN_EXPIRED', 'strict'],
    ['no exp', { exp: undefined }, 'claim_missing'],
    ['exp as text', { exp: String(now + 300) }, 'claim_type'],
    ['exp null', { exp: null }, 'claim_missing'],
    ['not yet valid', { nbf: now + 61 }, 'not_yet_valid'],
    ['issued in the future', { iat: now + 61 }, 'issued_in_future'],
    ['too old', { iat: now - 200, jti: 'a' }, 'too_old', 'AUTH_TOKEN_EXPIRED', 'narrow'],
    ['a required claim is missing', {}, 'claim_missing', undefined, 'narrow'],
    ['no sub', { sub: undefined }, 'claim_missing'],
    ['another issuer', { iss: 'https://auth.example.com' }, 'issuer_mismatch', 'AUTH_INVALID_ISSUER'],
    ['issuers', { iss: [issuer] }, 'claim_type'],
    ['another audience', { aud: `${audience}/` }, 'audience_mismatch', 'AUTH_INVALID_AUDIENCE'],
    ['no audience', { aud: [] }, 'audience_mismatch', 'AUTH_INVALID_AUDIENCE']
  ]
  const missing = { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing' }
  const longer = token({ claims: { scope: 'tools:readall xtools:read' } })
  return [
    ...rows.map(([name, members, reason, code, verifier]) => ({
      name,
      token: token({ claims: members }),
      reason,
      code,
      verifier
    })),
    { name: 'a scope within another', token: longer, options: { requiredScope: 'tools:read' }, ...missing },
    { name: 'one of two scopes', token: token(), options: { requiredScope: ['tools:read', 'tools:call'] }, ...missing }
  ]
}
