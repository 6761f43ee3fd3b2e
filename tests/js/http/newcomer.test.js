// What a newcomer does with a guard of another framework, and with another Authorization header.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import {
  fromAuthorization,
  fromCertificateHeader,
  fromCloudflare,
  fromCookie,
  fromHeader,
  fromTlsSocket,
  guard
} from '../../../js/http/index.js'
import { keycloak } from '../../../js/providers/index.js'
import { testApi } from '../support/core.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, token } from '../support/tokens.js'

const verifier = testApi().createVerifier(goodOptions())
const request = new Request('https://api.example/')
/** @type {any} */
const node = { method: 'GET', url: '/', headers: {}, socket: {}, rawHeaders: [] }
const hono = { req: { raw: request } }
const koa = { req: node, res: {}, app: {} }

test('the guard for the Fetch API, called by another framework, names the entry for that', () => {
  /** @type {[any, RegExp][]} */
  const cases = [
    [node, /assay-jwt\/express/],
    [koa, /assay-jwt\/koa/],
    [hono, /assay-jwt\/hono/],
    [request, /give the handler first/]
  ]
  for (const [first, says] of cases) {
    const error = caught(() => /** @type {any} */ (guard(verifier))(first, {}, () => {}))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.match(error.hint, says)
  }
})

test("Express's guard, called by another framework, names the entry for that", async () => {
  /** @type {[any[], RegExp][]} */
  const cases = [
    [[request], /assay-jwt\/http/],
    [[koa, () => {}], /assay-jwt\/koa/],
    [[hono, () => {}], /assay-jwt\/hono/],
    [[node], /as middleware/]
  ]
  for (const [given, says] of cases) {
    const error = await rejection(/** @type {any} */ (expressGuard(verifier))(...given))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.match(error.hint, says)
  }
})

test('with debug, the answer says what the Authorization header has instead of a bearer token', async () => {
  const jwt = token()
  /** @type {[string, RegExp][]} */
  const cases = [
    [`DPoP ${jwt}`, /scheme is DPoP, and the option dpop is off/],
    [jwt, /a token without its scheme/],
    ['Basic dXNlcjpw', /another scheme/]
  ]
  for (const [authorization, says] of cases) {
    for (const debug of [true, false]) {
      const handler = guard(verifier, { debug })(() => new Response('ok'))
      const response = await handler(new Request('https://api.example/', { headers: { authorization } }))
      assert.equal(response.status, 401)
      const body = await response.json()
      assert.equal(body.reason, 'token_missing')
      assert.equal(says.test(body.error_description), debug)
      assert.ok(!JSON.stringify(body).includes(jwt.slice(0, 20)))
    }
  }
})

test('clientCertificate and getToken: the name of a header, or a function that was not called, and what to write', () => {
  /** @type {[option: string, value: unknown, says: RegExp][]} */
  const cases = [
    ['clientCertificate', 'x-client-cert', /Write fromCertificateHeader\('x-client-cert'\)/],
    ['clientCertificate', '-----BEGIN CERTIFICATE----- SECRET', /Write fromCertificateHeader\('client-cert'\)/],
    ['clientCertificate', true, /fromCloudflare\(\), fromTlsSocket\(\) or fromCertificateHeader\('client-cert'\)/],
    ['clientCertificate', fromCertificateHeader, /Call it: fromCertificateHeader\('client-cert'\)/],
    ['clientCertificate', fromTlsSocket, /Call it: fromTlsSocket\(\)/],
    ['clientCertificate', fromCloudflare, /Call it: fromCloudflare\(\)/],
    ['getToken', 'x-token', /Write fromHeader\('x-token'\).*fromCookie\('x-token'\)/],
    ['getToken', ['x-token'], /Write fromHeader\('x-token'\)/],
    ['getToken', 'authorization', /Write fromAuthorization\(\)/],
    ['getToken', fromAuthorization, /Call it: fromAuthorization\(\)/],
    ['getToken', [fromHeader], /Call it: fromHeader\('/],
    ['getToken', fromCookie, /Call it: fromCookie\('__session'\)/]
  ]
  for (const [option, value, says] of cases) {
    const error = caught(() => guard(verifier, { [option]: value }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option }, ['SECRET'])
    assert.match(error.hint, says, option)
  }
})

test("keycloak: a realm's issuer in the place of the server is refused", () => {
  for (const url of ['https://sso.example.com/realms/acme', 'https://sso.example.com/auth/realms']) {
    const error = caught(() => keycloak({ url, realm: 'acme', audience: 'api' }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.match(error.message, /keycloak\.url" must end before "\/realms\/"/)
  }
  assert.equal(keycloak({ url: 'https://a.b/auth', realm: 'c', audience: 'd' }).issuer, 'https://a.b/auth/realms/c')
})
