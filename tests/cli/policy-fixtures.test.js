// The policies that `assay-jwt policy` writes of the tokens of well-known issuers: each accepts its token, and refuses
// one that is altered in any claim that it checks.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as presets from 'assay-jwt/providers'
import { moduleText } from '../../js/cli/policy-code.js'
import { planPolicy, wholeOptions } from '../../js/cli/policy-plan.js'
import { Decider } from '../../js/cli/policy-questions.js'
import { documentedOptions } from '../providers/documented-options.js'
import { fixtures, skip } from '../providers/fixtures.js'
import { outcomeOf, outcomes } from '../providers/outcome.js'
import { ownFixtures } from '../providers/own-fixtures.js'
import { casesOf, variationsOf, withOwnKey } from '../providers/variations.js'

process.env.CI = '1' // nobody is asked

/** @import { Fixture } from '../providers/fixtures.js' */

/** What the tokens leave open, or where discovery does not find the keys. @type {{ [id: string]: { [flag: string]: any } }} */
const flags = {
  'apple-june-2025': { jwks: 'https://appleid.apple.com/auth/keys' },
  'better-auth': { jwks: 'https://app.acme.example/api/auth/jwks' },
  'entra-b2c': {
    'metadata-url':
      'https://acmeb2c.b2clogin.com/acmeb2c.onmicrosoft.com/b2c_1_susi/v2.0/.well-known/openid-configuration'
  },
  fusionauth: { jwks: 'https://acme.fusionauth.io/.well-known/jwks.json' },
  'google-sa': {
    jwks: 'https://www.googleapis.com/service_accounts/v1/jwk/reporter@acme-prod.iam.gserviceaccount.com'
  },
  'hydra-noaud': { 'any-audience': true },
  workos: { 'any-audience': true, jwks: 'https://api.workos.com/sso/jwks/client_01HXYZ' },
  zitadel: { audience: ['234567890123456001'] }
}

/** @param {Fixture} fixture @param {object} [more] flags */
const planOf = (fixture, more) =>
  planPolicy(fixture, { issuer: fixture.claims.iss, ...flags[fixture.id], ...more }, new Decider({}))

/** @param {string} code a module @returns {object} what it gives createVerifier */
function optionsIn(code) {
  let given
  const createVerifier = (/** @type {object} */ options) => void (given = options)
  const body = code.replace(/^import .*$/gm, '').replace(/^export /gm, '')
  new Function('createVerifier', ...Object.keys(presets), body)(createVerifier, ...Object.values(presets))
  return /** @type {any} */ (given)
}

test('36 fixtures of issuers, and those of the presets', { skip }, () => assert.equal(fixtures.length, 36))

const documented = await documentedOptions()

for (const fixture of [...fixtures, ...ownFixtures]) {
  describe(`${fixture.id}: ${fixture.issuer}, ${fixture.variant}`, () => {
    test('its token is accepted by the policy, and refused when altered', async () => {
      const own = withOwnKey(fixture)
      const plan = await planOf(own)
      const options = wholeOptions(plan)
      assert.equal(await outcomeOf(own, options, {}), 'accepted', JSON.stringify(options))
      assert.equal(
        (await outcomeOf({ ...own, token: `${own.token.slice(0, -6)}AAAAAA` }, options, {})) === 'accepted',
        false
      )
      const variations = variationsOf(own, options, {})
      assert.ok(variations.length >= 4)
      const found = await outcomes(own, options, casesOf(own, variations, {}))
      for (const [index, { what, expected }] of variations.entries()) assert.deepEqual(found[index], expected, what)
    })

    test('the program has the same options as the JSON, which is plain', async () => {
      const plan = await planOf(fixture)
      const options = wholeOptions(plan)
      assert.deepEqual(JSON.parse(JSON.stringify(options)), options)
      for (const isTypeScript of [false, true]) {
        const code = String(moduleText(plan, isTypeScript)).replace('(jwt: string)', '(jwt)')
        assert.deepEqual(JSON.parse(JSON.stringify(optionsIn(code))), options)
      }
    })

    test('what docs/providers.md has a preset for gets it', async () => {
      const section = documented.get(fixture.id)?.section
      const withPreset =
        /Amazon Cognito|Auth0|Clerk|Cloudflare Access|Entra ID|Firebase|GitHub|^Google|Keycloak|Okta|Supabase/
      const { preset } = await planOf(fixture)
      assert.equal(preset !== undefined, withPreset.test(String(section)) && fixture.id !== 'google-sa', section)
      assert.equal((await planOf(fixture, openFlags(fixture))).preset, undefined)
    })
  })
}

/** @param {Fixture} fixture @returns {object} --no-preset, and what is open then */
function openFlags({ claims, jwksUri }) {
  const hasAudience = [claims.aud ?? []].flat().length > 0
  const jwks = { jwks: jwksUri, 'metadata-url': undefined }
  return {
    'no-preset': true,
    ...jwks,
    ...(!hasAudience && { 'any-audience': true }),
    ...(!claims.sub && { 'no-subject': true })
  }
}
