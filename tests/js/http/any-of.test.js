// requiredScope: { anyOf: [...] }, wherever the guards take it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { authenticate, challenge, errorResponse, guard } from '../../../js/http/index.js'
import { sdkTokenVerifier } from '../../../js/mcp/index.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const anyOf = ['read', 'admin']
const missing = { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope: 'read' }
const message = 'Missing required scope: read or admin'
const scopes = (/** @type {string} */ scope) => request(bearer({ claims: { scope } }))
const challengedScope = (/** @type {Response} */ answer) =>
  /scope="([^"]*)"/.exec(String(answer.headers.get('www-authenticate')))?.[1]

/** Verifiers of the user's own, by what they do with the option. @type {{ [name: string]: any }} */
const verifiers = {
  'a verifier of createVerifier': testVerifier(),
  'a verifier that ignores the option': {
    verify: (/** @type {string} */ jwt) => testVerifier().verify(jwt)
  }
}

for (const [name, verifier] of Object.entries(verifiers)) {
  describe(name, () => {
    const answerTo = (/** @type {string} */ granted, /** @type {any} */ requiredScope, options = {}) =>
      guard(verifier, { requiredScope, ...options })(() => new Response('in'))(scopes(granted))

    test('one alternative is enough, whichever it is', async () => {
      for (const granted of ['read', 'admin', 'admin x', 'read admin']) {
        assert.equal((await answerTo(granted, { anyOf })).status, 200, granted)
        assert.equal((await answerTo(granted, () => ({ anyOf }))).status, 200, granted)
      }
    })

    test('none of them is 403 scope_missing; the challenge names the first, the message all', async () => {
      for (const granted of ['', 'x', 'READ', 'rea', 'read:all', 'administrator', 'read"admin']) {
        for (const requiredScope of [{ anyOf }, () => ({ anyOf })]) {
          const answer = await answerTo(granted, requiredScope)
          assert.deepEqual([answer.status, challengedScope(answer)], [403, 'read'], granted)
          assert.equal((await answer.json()).reason, 'scope_missing')
        }
        const error = await rejection(authenticate(scopes(granted), verifier, { requiredScope: { anyOf } }))
        assertError(error, { ...missing, message })
      }
    })

    test('in an array all must hold: each scope, and one of each anyOf', async () => {
      const requiredScope = ['tools', { anyOf }, { anyOf: ['a', 'b'] }]
      for (const granted of ['tools read a', 'b admin tools']) {
        assert.equal((await answerTo(granted, requiredScope)).status, 200, granted)
      }
      for (const [granted, scope, said] of [
        ['read a', 'tools', 'tools'],
        ['tools a', 'read', 'read or admin'],
        ['tools read', 'a', 'a or b'],
        ['tools', 'read a', 'read or admin, a or b'],
        ['admin', 'tools a', 'tools, a or b']
      ]) {
        const error = await rejection(authenticate(scopes(granted), verifier, { requiredScope }))
        assertError(error, { ...missing, scope, message: `Missing required scope: ${said}` })
        assert.equal(challengedScope(await answerTo(granted, requiredScope)), 'tools read a')
      }
    })

    test('requireScope() in a handler takes it', async () => {
      const open = guard(verifier)(async (_request, { requireScope }) => {
        await requireScope({ anyOf })
        return new Response('in')
      })
      assert.equal((await open(scopes('admin'))).status, 200)
      const refused = await open(scopes('x'))
      assert.deepEqual([refused.status, challengedScope(refused)], [403, 'read'])
    })

    test('the MCP SDK’s verifier takes it', async () => {
      const { verifyAccessToken } = sdkTokenVerifier(verifier, { requiredScope: { anyOf }, debug: true })
      const jwt = (/** @type {string} */ scope) => bearer({ claims: { scope } }).slice(7)
      assert.deepEqual((await verifyAccessToken(jwt('admin x'))).scopes, ['admin', 'x'])
      const error = await rejection(verifyAccessToken(jwt('x')))
      assert.deepEqual([error.errorCode, error.message], ['insufficient_scope', message])
    })
  })
}

test('a decision has alternatives as one entry', async () => {
  /** @type {any[]} */
  const decisions = []
  const options = { requiredScope: ['tools', { anyOf }], onDecision: (/** @type {any} */ each) => decisions.push(each) }
  await guard(verifiers['a verifier that ignores the option'], options)(() => new Response())(scopes('tools admin'))
  assert.deepEqual(decisions[0].requiredScopes, ['tools', 'read or admin'])
})

test('scopeChallenge: accumulated adds the first alternative to what the token has', async () => {
  const options = { requiredScope: { anyOf }, scopeChallenge: /** @type {const} */ ('accumulated') }
  const verifier = verifiers['a verifier that ignores the option']
  const answer = await guard(verifier, options)(() => new Response())(scopes('x'))
  assert.equal(challengedScope(answer), 'x read')
})

test('who answers alone names the first alternative, too', () => {
  const error = new AssayError('scope_missing')
  assert.equal(challengedScope(errorResponse(error, { requiredScope: ['a', { anyOf }] })), 'a read')
  assert.match(String(challenge(error, { requiredScope: { anyOf } })), /scope="read"$/)
})

test('a verifier of the user’s own is given the option as it is documented', async () => {
  /** @type {unknown[]} */
  const seen = []
  const verifier = /** @type {any} */ ({
    async verify(/** @type {string} */ _jwt, /** @type {any} */ options) {
      seen.push(options)
      return { scopes: ['a', 'admin'] }
    }
  })
  await authenticate(request(bearer()), verifier, { requiredScope: ['a', { anyOf }] })
  assert.deepEqual(seen, [{ requiredScope: ['a', { anyOf }] }])
})

test('STYLE 7: alternatives that are none are CONFIG_INVALID at once, and in a function’s answer before anybody is let in', async () => {
  const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'requiredScope.anyOf' }
  for (const none of [{}, { anyOf: [] }, { anyOf: 'read' }]) {
    const requiredScope = /** @type {any} */ (none)
    assertError(
      caught(() => guard(testVerifier(), { requiredScope })),
      expected
    )
    assertError(
      caught(() => sdkTokenVerifier(testVerifier(), { requiredScope })),
      expected
    )
    assertError(
      caught(() => challenge(new AssayError('scope_missing'), { requiredScope })),
      expected
    )
    const options = { requiredScope: () => requiredScope }
    assertError(await rejection(authenticate(request(bearer()), testVerifier(), options)), expected)
  }
})
