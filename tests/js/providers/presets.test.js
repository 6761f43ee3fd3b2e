// What each preset makes of its parameters, and which parameters it refuses. tests/providers verifies tokens with them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as presets from '../../../js/providers/index.js'
import { makeApi } from '../../../js/verifier/api.js'
import { assertError, caught } from '../support/expect.js'

const tenant = '11f0b04e-da61-4aeb-8564-6fde72b0058e'
const other = '4b78caff-846b-4ca3-81e2-93d0c7f2840e'
const tag = 'a0584a8b430c2092001ff2ba21f8abc9ec33ec4ceefe55fff149ed2b7ab183b0'
const workflow = 'acme/reports/.github/workflows/deploy.yml'
const client = '407408718192-abcdefghijklmnop.apps.googleusercontent.com'

/** Parameters that each preset takes, at least. */
const good = {
  auth0: { domain: 'acme.eu.auth0.com', audience: 'https://api.example.com' },
  clerk: { frontendApi: 'clerk.example.com', authorizedParties: 'https://app.example.com' },
  cloudflareAccess: { team: 'acme', audience: tag },
  cognito: { region: 'eu-central-1', userPoolId: 'eu-central-1_AbCdEf123', tokenUse: 'access', clientId: 'web' },
  entra: { tenant, version: 2, audience: 'f7894a9e-71c9-4e12-8d41-907644882fa3' },
  firebase: { projectId: 'acme-prod' },
  github: { audience: 'https://api.example.com', repository: 'acme/reports' },
  google: { clientId: client },
  keycloak: { url: 'https://sso.example.com', realm: 'acme', clients: 'web' },
  okta: { domain: 'acme.okta.com', authorizationServer: 'default', audience: 'api://default' },
  supabase: { project: 'abcdefghijklmnopqrst' }
}

/** What each may not be, besides another type. */
const invalid = {
  auth0: {
    domain: ['https://acme.eu.auth0.com', 'acme.eu.auth0.com/', 'ACME.auth0.com', 'acme'],
    permissions: ['yes']
  },
  clerk: {
    frontendApi: ['https://clerk.example.com', 'pk_live_x'],
    authorizedParties: [[], 'app.example.com', 'https://app.example.com/', 'https://app.example.com/x'],
    pendingSessions: [1]
  },
  cloudflareAccess: {
    team: ['acme.cloudflareaccess.com'],
    audience: ['reports', [], tag.toUpperCase()],
    serviceTokens: [[]]
  },
  cognito: {
    region: ['eu', 'eu-central-1/x'],
    userPoolId: ['AbCdEf123', 'eu-central-1_A/b', 'us-east-1_AbCdEf123'],
    tokenUse: ['refresh', 'Access'],
    clientId: [[]]
  },
  entra: {
    tenant: ['common', 'organizations', 'contoso.onmicrosoft.com', tenant.toUpperCase(), [], [tenant, 'common']],
    anyTenant: [false, true],
    version: ['2', 0, 3],
    audience: [[]],
    clients: [[]]
  },
  firebase: { projectId: ['407408718192', 'acme/prod'] },
  github: {
    audience: [[]],
    repository: ['reports', 'https://github.com/acme/reports', 'acme/reports/x', []],
    owner: ['acme/reports', []],
    ref: ['main', []],
    environment: [[]],
    workflow: ['deploy.yml', '.github/workflows/deploy.yml', `${workflow}@refs/heads/main`]
  },
  google: { clientId: ['web', []], hostedDomain: ['https://example.com', '@example.com', []] },
  keycloak: {
    url: ['sso.example.com', 'https://sso.example.com/', 'https://sso.example.com?x', 'https://sso.example.com/{azp}'],
    realm: ['acme/x', '{azp}'],
    audience: [[]],
    clients: [[]],
    realmRoles: ['realm'],
    clientRoles: [['web']]
  },
  okta: {
    domain: ['https://acme.okta.com'],
    authorizationServer: ['https://acme.okta.com', 'oauth2/default'],
    audience: [[]]
  },
  supabase: { project: ['https://abcdefghijklmnopqrst.supabase.co', 'x.supabase.co'], anonymousUsers: ['no'] }
}

/** What each cannot know. */
const required = {
  auth0: ['domain', 'audience'],
  clerk: ['frontendApi', 'authorizedParties'],
  cloudflareAccess: ['team', 'audience'],
  cognito: ['region', 'userPoolId', 'tokenUse', 'clientId'],
  entra: ['tenant', 'version', 'audience'],
  firebase: ['projectId'],
  github: ['audience', 'repository'],
  google: ['clientId'],
  keycloak: ['url', 'realm'],
  okta: ['domain', 'authorizationServer', 'audience'],
  supabase: ['project']
}

const { createVerifier } = makeApi({ loadSync: () => assert.fail('nothing is verified here'), sharesPromises: true })

test('each preset of assay-jwt/providers is tested here', () => {
  for (const table of [good, invalid, required]) assert.deepEqual(Object.keys(table), Object.keys(presets))
})

for (const [name, preset] of Object.entries(presets)) {
  const make = (parameters) => preset({ ...good[name], ...parameters })

  describe(name, () => {
    test('returns plain data that createVerifier takes, with options beside it, and that shares nothing', () => {
      const options = make({})
      assert.deepEqual(JSON.parse(JSON.stringify(options)), options)
      createVerifier({ ...options, clockTolerance: 5, onEvent: () => {} }).dispose()
      assert.notEqual(make({}).claims, options.claims ?? null)
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
  assert.deepEqual(presets.clerk(good.clerk).claims, { azp: ['https://app.example.com'], sts: { not: 'pending' } })
  assert.deepEqual(Object.keys(presets.clerk({ ...good.clerk, pendingSessions: true }).claims), ['azp'])
  assert.deepEqual(presets.supabase(good.supabase).claims, { role: 'authenticated', is_anonymous: false })
  assert.deepEqual(presets.supabase({ ...good.supabase, anonymousUsers: true }).claims, { role: 'authenticated' })
  assert.deepEqual(presets.google({ ...good.google, hostedDomain: 'acme.example' }).claims, { hd: ['acme.example'] })
  assert.deepEqual(presets.auth0({ ...good.auth0, permissions: true }).scopesClaim, [['scope'], ['permissions']])
})
