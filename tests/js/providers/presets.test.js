// What each preset makes of its parameters, and which parameters it refuses. tests/providers verifies tokens with them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as presets from '../../../js/providers/index.js'
import { makeApi } from '../../../js/verifier/api.js'
import { assertError, caught } from '../support/expect.js'
import { good, invalid, made, other, required, tenant, workflow } from './parameters.js'

const loadSync = () => assert.fail('nothing is verified here')
const { createVerifier } = makeApi({ loadSync, curves: { loadSync }, sharesPromises: true })

test('each preset of assay-jwt/providers is tested here', () => {
  for (const table of [good, made, invalid, required]) assert.deepEqual(Object.keys(table), Object.keys(presets))
})

for (const [name, preset] of Object.entries(presets)) {
  const make = (parameters) => preset({ ...good[name], ...parameters })

  describe(name, () => {
    test('returns plain data, which createVerifier takes with other options beside it', () => {
      const options = make({})
      assert.deepEqual(options, made[name])
      createVerifier({ ...options, clockTolerance: 5, onEvent: () => {} }).dispose()
    })

    test('STYLE 7: what is required is named, and so is what it is', () => {
      for (const parameter of required[name]) {
        const option = `${name}.${parameter}`
        const error = caught(() => make({ [parameter]: undefined }))
        assertError(error, { code: 'CONFIG_INVALID', reason: 'option_missing', option })
        assert.match(error.message, new RegExp(`^Option "${option}" is required: .{10}`))
      }
    })

    test('STYLE 7: a parameter of the wrong form is CONFIG_INVALID and named', () => {
      for (const [parameter, values] of Object.entries(invalid[name])) {
        for (const value of [...values, '', null, 5, { x: 1 }, '\ud800']) {
          const error = caught(() => make({ [parameter]: value }))
          assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: `${name}.${parameter}` })
        }
      }
    })

    test('an unknown parameter is refused, and the nearest one named', () => {
      const [parameter] = Object.keys(good[name])
      const error = caught(() => make({ [`${parameter}s`]: 'x' }))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_unknown', option: `${name}.${parameter}s` })
      assert.match(error.message, new RegExp(`did you mean "${name}\\.${parameter}"`))
      assertError(
        caught(() => preset()),
        { code: 'CONFIG_INVALID', reason: 'option_invalid', option: name }
      )
    })

    test('other claims are checked besides its own, none of which they can replace', () => {
      const { claims: own = {} } = make({})
      assert.deepEqual(make({ claims: { department: 'sales' } }).claims, { ...own, department: 'sales' })
      for (const claim of Object.keys(own)) {
        const error = caught(() => make({ claims: { [claim]: { not: 'x' } } }))
        assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: `${name}.claims` })
        assert.match(error.message, new RegExp(`"${claim}"`))
      }
      for (const claims of [[], 'x', null]) {
        assertError(
          caught(() => make({ claims })),
          { code: 'CONFIG_INVALID', reason: 'option_invalid' }
        )
      }
    })
  })
}

test('cognito: ID tokens are for the client in "aud", access tokens for the one in "client_id"', () => {
  const { audience, claims } = presets.cognito({ ...good.cognito, tokenUse: 'access', clientId: ['web', 'cli'] })
  assert.deepEqual([audience, claims], [null, { token_use: 'access', client_id: ['web', 'cli'] }])
  const id = presets.cognito({ ...good.cognito, tokenUse: 'id' })
  assert.deepEqual([id.audience, id.claims], [['web'], { token_use: 'id' }])
})

test('entra: several tenants, or all, are told by {tid}, with the keys of /common', () => {
  const { claims, ...several } = presets.entra({ ...good.entra, tenant: [tenant, other] })
  assert.deepEqual(claims, { azp: { not: '' }, tid: [tenant, other] })
  assert.equal(several.issuer, 'https://login.microsoftonline.com/{tid}/v2.0')
  assert.equal(several.metadataUrl, 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration')
  const every = presets.entra({ ...good.entra, tenant: undefined, anyTenant: true })
  assert.deepEqual(every, { ...several, claims: { azp: { not: '' } } })
  const first = presets.entra({ ...good.entra, version: 1 })
  assert.deepEqual([first.issuer, first.metadataUrl], [`https://sts.windows.net/${tenant}/`, undefined])
  assert.deepEqual(presets.entra({ ...good.entra, version: 1, clients: 'web' }).claims, { appid: ['web'] })
  const all = presets.entra({ ...good.entra, version: 1, tenant: undefined, anyTenant: true })
  assert.equal(all.issuer, 'https://sts.windows.net/{tid}/')
  assert.equal(all.metadataUrl, 'https://login.microsoftonline.com/common/.well-known/openid-configuration')
})

test('keycloak: neither audience nor clients is refused, and so is the audience "account" alone', () => {
  const { url, realm } = good.keycloak
  const missing = caught(() => presets.keycloak({ url, realm }))
  assertError(missing, { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'keycloak.audience' })
  const account = caught(() => presets.keycloak({ url, realm, audience: 'account' }))
  assertError(account, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'keycloak.audience' })
  assert.deepEqual(presets.keycloak({ url, realm, audience: 'api' }).claims, { typ: 'Bearer' })
  const { audience, claims } = presets.keycloak({ url, realm, audience: 'account', clients: 'web' })
  assert.deepEqual([audience, claims], [['account'], { typ: 'Bearer', azp: ['web'] }])
})

test('keycloak: roles are the scopes where they are asked for', () => {
  const scopesOf = (parameters) => presets.keycloak({ ...good.keycloak, ...parameters }).scopesClaim
  assert.equal(scopesOf({}), undefined)
  assert.deepEqual(scopesOf({ realmRoles: true }), [['realm_access', 'roles']])
  assert.deepEqual(scopesOf({ clientRoles: 'api' }), [['resource_access', 'api', 'roles']])
  assert.equal(scopesOf({ realmRoles: true, clientRoles: 'api' }).length, 2)
})

test('github: neither repository nor owner is refused; each parameter is a claim', () => {
  const { audience } = good.github
  const missing = caught(() => presets.github({ audience }))
  assertError(missing, { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'github.repository' })
  assert.deepEqual(presets.github({ audience, owner: 'acme' }).claims, { repository_owner: ['acme'] })
  const all = { ...good.github, ref: ['refs/heads/main', 'refs/tags/v1'], environment: 'production', workflow }
  assert.deepEqual(presets.github(all).claims, {
    repository: ['acme/reports'],
    ref: ['refs/heads/main', 'refs/tags/v1'],
    environment: ['production'],
    workflow_ref: { startsWith: `${workflow}@` }
  })
})

test('cloudflareAccess: service tokens have no subject, and must be named', () => {
  const { requireSubject, claims } = presets.cloudflareAccess({ ...good.cloudflareAccess, serviceTokens: 'x.access' })
  assert.deepEqual([requireSubject, claims], [false, { type: 'app', common_name: ['x.access'] }])
  assert.equal(presets.cloudflareAccess(good.cloudflareAccess).requireSubject, undefined)
})

test('what is left open must be said: pending sessions, anonymous users, every Google account, RBAC', () => {
  assert.deepEqual(Object.keys(presets.clerk({ ...good.clerk, pendingSessions: true }).claims), ['azp'])
  assert.deepEqual(presets.supabase({ ...good.supabase, anonymousUsers: true }).claims, { role: 'authenticated' })
  assert.deepEqual(presets.google({ ...good.google, hostedDomain: 'acme.example' }).claims, { hd: ['acme.example'] })
  assert.deepEqual(presets.auth0({ ...good.auth0, permissions: true }).scopesClaim, [['scope'], ['permissions']])
})
