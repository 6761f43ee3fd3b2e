// Several tenants of Entra ID with the key set of /common, whose keys say for which issuer each is.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { entra } from 'assay-jwt/providers'
import { compact, publicJwk } from '../js/support/tokens.js'
import { outcomeOf } from './outcome.js'

/** @import { Claims, Fixture } from './fixtures.js' */

const now = 1_795_828_628
const login = 'https://login.microsoftonline.com'
const [ours, partner, stranger] = ['11f0b04e', '22f0b04e', '33f0b04e'].map((id) => `${id}-da61-4aeb-8564-6fde72b0058e`)
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'
const audience = 'f7894a9e-71c9-4e12-8d41-907644882fa3'
const mismatch = { code: 'AUTH_TOKEN_INVALID', reason: 'claim_mismatch', claim: 'tid' }
const otherIssuer = { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch', claim: 'iss' }
const otherKey = { code: 'AUTH_TOKEN_INVALID', reason: 'key_issuer_mismatch' }

const keys = [
  publicJwk('good', { use: 'sig', issuer: `${login}/{tenantid}/v2.0` }),
  publicJwk('other', { use: 'sig', issuer: `${login}/${personal}/v2.0` })
]

/** @param {1 | 2} version @returns {Fixture} */
function common(version) {
  const path = version === 1 ? '' : '/v2.0'
  const jwksUri = `${login}/common/discovery${path}/keys`
  const issuer = version === 1 ? 'https://sts.windows.net/{tenantid}/' : `${login}/{tenantid}/v2.0`
  const body = { issuer, jwks_uri: jwksUri }
  const documents = { [`${login}/common${path}/.well-known/openid-configuration`]: { status: 200, headers: {}, body } }
  return /** @type {Fixture} */ ({ now, jwks: /** @type {any} */ ({ keys }), jwksUri, documents })
}

/** @param {1 | 2} version @param {string} tid @param {Claims} [members] @param {string} [key] @returns {string} */
function token(version, tid, members, key = 'good') {
  const iss = version === 1 ? `https://sts.windows.net/${tid}/` : `${login}/${tid}/v2.0`
  const client = { appid: 'web', azp: 'web', scp: 'Reports.Read', oid: 'ada', sub: 'ada' }
  const claims = { iss, tid, aud: audience, iat: now - 30, nbf: now - 30, exp: now + 3600, ...client, ...members }
  return compact({ alg: 'RS256', typ: 'JWT', kid: key }, claims, { key })
}

for (const version of /** @type {const} */ ([1, 2])) {
  describe(`version ${version}`, () => {
    const several = entra({ tenant: [ours, partner], version, audience })
    const all = entra({ anyTenant: true, version, audience })
    const call = { requiredScope: 'Reports.Read' }
    const found = (/** @type {object} */ options, /** @type {string} */ jwt) =>
      outcomeOf({ ...common(version), token: jwt }, options, call)

    test('tokens of the tenants that are named are accepted, and of no other', async () => {
      for (const tid of [ours, partner]) assert.equal(await found(several, token(version, tid)), 'accepted')
      assert.deepEqual(await found(several, token(version, stranger)), mismatch)
    })

    test('anyTenant: every tenant is accepted, and personal accounts with their own key', async () => {
      for (const tid of [ours, stranger]) assert.equal(await found(all, token(version, tid)), 'accepted')
      assert.equal(await found(all, token(version, personal, {}, 'other')), 'accepted')
    })

    test('"iss" that names another tenant than "tid", none, or a path is refused', async () => {
      const otherTid = token(version, ours, { tid: partner })
      for (const options of [several, all]) assert.deepEqual(await found(options, otherTid), otherIssuer)
      for (const tid of [undefined, null, 1, [ours]]) {
        assert.deepEqual(await found(all, token(version, ours, { tid })), otherIssuer)
      }
      for (const tid of ['', '.', '..', `${ours}/x`, '{tid}']) {
        assert.notEqual(await found(all, token(version, tid)), 'accepted')
      }
    })

    test('a key that is for another issuer is refused', async () => {
      for (const options of [several, all]) {
        assert.deepEqual(await found(options, token(version, ours, {}, 'other')), otherKey)
      }
    })

    test('an ID token, which names no client, is refused', async () => {
      const claim = version === 1 ? 'appid' : 'azp'
      const jwt = token(version, ours, { [claim]: undefined })
      assert.deepEqual(await found(several, jwt), { ...mismatch, claim })
    })
  })
}
