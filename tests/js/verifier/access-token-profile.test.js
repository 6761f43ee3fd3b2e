import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerifierOptions } from '../../../js/options/options.js'
import { testApi } from '../support/core.js'
import { accepts, assertError, caught, invalidToken, refuses } from '../support/expect.js'
import { audience, goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const claims = { client_id: 'app', jti: 'token-1' }
const profiled = createVerifier(goodOptions({ profile: 'at+jwt' }))
const exclusive = createVerifier(goodOptions({ audienceMatch: 'exclusive' }))

const refusedOptions = (/** @type {object} */ options) => caught(() => checkVerifierOptions(goodOptions(options)))

test('RFC 9068 §2.2: a token with all that the profile asks for is accepted', async () => {
  const verified = await accepts(profiled, token({ claims }))
  assert.equal(verified.clientId, 'app')
  for (const typ of ['AT+JWT', 'application/at+jwt']) await accepts(profiled, token({ header: { typ }, claims }))
})

test('RFC 9068 §4: refuses a typ other than at+jwt, and none', async () => {
  for (const typ of ['JWT', undefined, '', 'application/jwt', 'at+jwt;x', null, 1]) {
    await refuses(profiled, token({ header: { typ }, claims }), invalidToken('typ_not_allowed'))
  }
})

test('RFC 9068 §2.2: refuses a token without one of the required claims', async () => {
  for (const claim of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']) {
    for (const nothing of [undefined, null]) {
      const without = token({ claims: { ...claims, [claim]: nothing } })
      await refuses(profiled, without, { ...invalidToken('claim_missing'), claim })
    }
    const wrong = token({ claims: { ...claims, [claim]: true } })
    await refuses(profiled, wrong, { ...invalidToken('claim_type'), claim })
  }
  for (const claim of ['sub', 'client_id', 'jti']) {
    const empty = token({ claims: { ...claims, [claim]: '' } })
    await refuses(profiled, empty, { ...invalidToken('claim_missing'), claim })
  }
})

test('without the profile none of that is asked for', async () => {
  const verifier = createVerifier(goodOptions())
  await accepts(verifier, token({ header: { typ: undefined }, claims: { iat: undefined } }))
})

test('explain shows what the profile asks for', async () => {
  const report = await profiled.explain(token({ header: { typ: 'JWT' }, claims: { jti: 'x' } }), { now })
  const shown = Object.fromEntries(report.checks.map((/** @type {any} */ check) => [check.check, check]))
  assert.equal(shown.typ.status, 'fail')
  assert.equal(shown.typ.expected, 'at+jwt')
  assert.equal(shown.typ.actual, 'JWT')
  assert.equal(shown.required_claims.status, 'fail')
  assert.equal(shown.required_claims.expected, 'sub client_id iat jti')
})

test('STYLE 7: the profile cannot be combined with what contradicts it', () => {
  const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid' }
  assertError(refusedOptions({ profile: 'at+jwt', typ: 'JWT' }), { ...expected, option: 'typ' })
  assertError(refusedOptions({ profile: 'at+jwt', audience: null }), { ...expected, option: 'audience' })
  assertError(refusedOptions({ audienceMatch: 'exclusive', audience: null }), { ...expected, option: 'audience' })
  for (const typ of ['at+jwt', ['JWT', 'at+jwt']]) createVerifier(goodOptions({ profile: 'at+jwt', typ })).dispose()
})

test('the profile adds to requiredClaims and takes nothing from it', async () => {
  const verifier = createVerifier(goodOptions({ profile: 'at+jwt', requiredClaims: ['tenant_id', 'jti'] }))
  await refuses(verifier, token({ claims }), { ...invalidToken('claim_missing'), claim: 'tenant_id' })
  await accepts(verifier, token({ claims: { ...claims, tenant_id: 't' } }))
})

test('RFC 8707 §2: an exclusive audience is in a token alone', async () => {
  for (const aud of [audience, [audience], [audience, audience]]) await accepts(exclusive, token({ claims: { aud } }))
  for (const aud of [
    [audience, 'https://other.example'],
    ['https://other.example', audience],
    [audience, `${audience}/`]
  ]) {
    const mismatch = { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch', claim: 'aud' }
    await refuses(exclusive, token({ claims: { aud } }), mismatch)
    await accepts(createVerifier(goodOptions({ audienceMatch: 'exact' })), token({ claims: { aud } }))
  }
})

test('RFC 8707 §2: resources are compared byte for byte', async () => {
  const verifier = createVerifier(goodOptions({ audience: 'https://mcp.example.com/a' }))
  for (const aud of [
    'https://mcp.example.com/a/',
    'https://mcp.example.com',
    'https://MCP.example.com/a',
    'https://mcp.example.com/%61'
  ]) {
    const mismatch = { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch' }
    await refuses(verifier, token({ claims: { aud } }), mismatch)
  }
})

test('explain says that no other audience may be named, and the token cache does not remember otherwise', async () => {
  const both = token({ claims: { aud: [audience, 'https://other.example'] } })
  const report = await exclusive.explain(both, { now })
  const shown = report.checks.find((/** @type {any} */ { check }) => check === 'audience')
  assert.equal(shown.expected, `${audience} and no other`)
  assert.equal(shown.actual, `${audience} https://other.example`)
})
