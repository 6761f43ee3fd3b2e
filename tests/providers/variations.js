// What each check of a policy must refuse: a token that is good but for the one claim that the check is about. The
// fixtures' private keys are nobody's, so these are signed with a key of the tests, which takes the other's place in the
// JWK Set.

import { algorithmOf, compactByCurve, soundCurveKey } from '../js/support/curve-keys.js'
import { compact, publicJwk } from '../js/support/tokens.js'

/** @import { Claims, Fixture } from './fixtures.js' */
/** @import { Refusal } from './outcome.js' */

/** @typedef {{ what: string, claims: Claims, expected: Refusal }} Variation */

/** @param {Fixture} fixture @returns {Fixture} the same with a key whose private half the tests have */
export function withOwnKey(fixture) {
  const own = ownJwk(fixture.header.alg)
  const keys = fixture.jwks.keys.map((jwk) => (jwk.kid === fixture.header.kid ? { ...jwk, ...own } : jwk))
  const made = { ...fixture, jwks: { keys } }
  return { ...made, token: sign(made, fixture.claims) }
}

/** @param {string} alg @returns {any} the tests' public key for it: the members that its "kty" has */
export function ownJwk(alg) {
  const crv = curveOf(alg)
  const { kid: _kid, use: _use, alg: _alg, ...jwk } = crv === undefined ? publicJwk() : soundCurveKey(crv)
  return jwk
}

/** @param {Fixture} fixture @param {Claims} claims @returns {string} */
export function sign({ header }, claims) {
  const crv = curveOf(header.alg)
  return crv === undefined ? compact(header, claims, { alg: header.alg }) : compactByCurve(header, claims, crv)
}

/** @param {string} alg */
const curveOf = (alg) => Object.keys(algorithmOf).find((crv) => algorithmOf[crv] === alg)

/**
 * @param {Fixture} fixture
 * @param {any} options
 * @param {{ requiredScope?: string }} call
 * @returns {Variation[]}
 */
export function variationsOf(fixture, options, call) {
  return [
    ...ofIssuer(fixture),
    ...ofRegisteredClaims(fixture, options),
    ...ofClaims(fixture.claims, options.claims ?? {}),
    ...ofScopes(fixture.claims, options.scopesClaim, call.requiredScope)
  ]
}

/**
 * @param {Fixture} fixture
 * @param {readonly Variation[]} variations
 * @param {object} call
 * @returns {{ token: string, call: object }[]} the tokens to verify
 */
export function casesOf(fixture, variations, call) {
  return variations.map(({ claims }) => ({ token: sign(fixture, claims), call }))
}

/** @param {string} code @param {string} reason @param {string} [claim] @returns {Refusal} */
const refusal = (code, reason, claim) => (claim === undefined ? { code, reason } : { code, reason, claim })

/** @param {Fixture} fixture @returns {Variation[]} */
function ofIssuer({ claims }) {
  const expected = refusal('AUTH_INVALID_ISSUER', 'issuer_mismatch', 'iss')
  const others = [`${claims.iss}/`, `${claims.iss}.evil.example`, claims.iss.toUpperCase()]
  return others.map((iss) => ({ what: `iss ${iss}`, claims: { ...claims, iss }, expected }))
}

/** @param {Fixture} fixture @param {any} options @returns {Variation[]} */
function ofRegisteredClaims({ claims, now }, { audience, requireSubject, requiredClaims = [] }) {
  const required = requireSubject === false ? requiredClaims : ['sub', ...requiredClaims]
  const missing = required.map((/** @type {string} */ name) => {
    const expected = refusal('AUTH_TOKEN_INVALID', 'claim_missing', name)
    return { what: `no ${name}`, claims: without(claims, [name]), expected }
  })
  const expired = refusal('AUTH_TOKEN_EXPIRED', 'expired', 'exp')
  const found = [{ what: 'expired', claims: { ...claims, exp: now - 61 }, expected: expired }, ...missing]
  if (audience === null) return found
  const expected = refusal('AUTH_INVALID_AUDIENCE', 'audience_mismatch', 'aud')
  return [...found, { what: 'another aud', claims: { ...claims, aud: 'somebody-else' }, expected }]
}

/** @param {Claims} claims @param {{ [name: string]: any }} rules the option "claims" @returns {Variation[]} */
function ofClaims(claims, rules) {
  return leaves(rules).flatMap(({ path, rule }) => {
    const name = path.join('.')
    const expected = refusal('AUTH_TOKEN_INVALID', 'claim_mismatch', name)
    return [undefined, ...wrongValues(rule)].map((value) => {
      return { what: `${name} ${JSON.stringify(value)}`, claims: withValue(claims, path, value), expected }
    })
  })
}

/** @param {Claims} claims @param {any} scopesClaim @param {string} [requiredScope] @returns {Variation[]} */
function ofScopes(claims, scopesClaim, requiredScope) {
  if (requiredScope === undefined) return []
  const expected = refusal('AUTH_MISSING_SCOPE', 'scope_missing', 'scope')
  return [{ what: `no ${requiredScope}`, claims: scopePaths(scopesClaim).reduce(without, claims), expected }]
}

/**
 * @param {{ [name: string]: any }} rules
 * @param {string[]} [above]
 * @returns {{ path: string[], rule: any }[]} the rule of each claim
 */
function leaves(rules, above = []) {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const path = [...above, name]
    return isNested(rule) ? leaves(rule, path) : [{ path, rule }]
  })
}

/** @param {any} rule */
const isNested = (rule) =>
  typeof rule === 'object' && !Array.isArray(rule) && !Object.hasOwn(rule, 'startsWith') && !Object.hasOwn(rule, 'not')

/** @param {any} rule of one claim @returns {unknown[]} values that it must refuse */
function wrongValues(rule) {
  if (rule.not !== undefined) return [rule.not, 1, true, null, {}]
  if (typeof rule === 'boolean') return [!rule, String(rule), Number(rule), null]
  const [start] = typeof rule === 'string' || Array.isArray(rule) ? [rule].flat() : [rule.startsWith]
  return ['', `x${start}`, start.slice(0, -1), `${start.toUpperCase()}X`, 1, true, null, {}, []]
}

/** @param {any} scopesClaim the option @returns {string[][]} */
function scopePaths(scopesClaim = [['scope'], ['scp']]) {
  if (typeof scopesClaim === 'string') return [[scopesClaim]]
  return typeof scopesClaim[0] === 'string' ? [scopesClaim] : scopesClaim
}

/** @param {Claims} claims @param {string[]} path @returns {Claims} */
const without = (claims, path) => withValue(claims, path, undefined)

/**
 * @param {Claims} claims
 * @param {string[]} path
 * @param {unknown} value undefined: the claim is absent
 * @returns {Claims}
 */
function withValue(claims, [name, ...rest], value) {
  return { ...claims, [name]: rest.length === 0 ? value : withValue(claims[name], rest, value) }
}
