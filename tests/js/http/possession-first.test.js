// Who may not use a token at all learns nothing of its scopes: its proof and its certificate come first (RFC 9449 §7.1, §7.2,
// RFC 8705 §3; RFC 6750 §3.1 is about those who may).
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard, rateLimit } from '../../../js/http/index.js'
import { boundToken, possessionOf, thumbprint, clientJwk, url } from '../support/dpop.js'
import { createVerifier, headersFor, secret } from '../support/dpop-server.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, token } from '../support/tokens.js'

const origin = 'https://a.example'
const certificate = 'A'.repeat(43)
const scope = 'pay read'
const bound = boundToken({ claims: { scope } })
const certified = token({ claims: { scope, cnf: { 'x5t#S256': certificate } } })

/** @param {object} headers @param {any} [options] @param {any} [dpop] @returns {Promise<any>} */
async function ask(headers, options = {}, dpop = { origin }) {
  const protect = guard(createVerifier(goodOptions({ dpop })), { requiredScope: 'admin', ...options })
  const answer = await protect(() => new Response('in'))(
    new Request(`${origin}/tools`, { headers: /** @type {any} */ (headers) })
  )
  const { reason } = answer.status === 200 ? { reason: 'in' } : await answer.json()
  return { status: answer.status, reason, challenge: answer.headers.get('www-authenticate') ?? '' }
}

describe('a token that lacks a scope, with', () => {
  const good = () => headersFor(bound, origin)
  for (const [name, headers, reason, dpop] of /** @type {[string, () => object, string, any?][]} */ ([
    ['the scheme Bearer', () => ({ authorization: `Bearer ${bound}` }), 'token_bound'],
    ['no proof', () => ({ authorization: `DPoP ${bound}` }), 'proof_missing'],
    ['no proof of its own', () => ({ ...good(), dpop: 'a.b.c' }), 'proof_header_base64'],
    ['a proof for another URL', () => headersFor(bound, 'https://b.example'), 'proof_url'],
    [
      'scopes of another shape',
      () => ({ authorization: `Bearer ${boundToken({ claims: { scope: 7 } })}` }),
      'token_bound'
    ],
    ['no nonce', good, 'proof_nonce_missing', { origin, nonce: secret }],
    ['no certificate', () => ({ authorization: `Bearer ${certified}` }), 'certificate_missing'],
    [
      'no binding',
      () => ({ authorization: `Bearer ${token({ claims: { scope } })}` }),
      'token_not_bound',
      { required: true }
    ]
  ])) {
    test(`${name}: ${reason}`, async () => {
      for (const scopeChallenge of ['required', 'accumulated']) {
        const said = await ask(headers(), { scopeChallenge }, dpop)
        assert.deepEqual([said.status, said.reason], [401, reason])
        assert.doesNotMatch(said.challenge, /pay|read/)
      }
    })
  }

  test('no certificate, and nobody asked for one: the hint names the option', async () => {
    /** @type {any[]} */
    const decisions = []
    const onDecision = (/** @type {any} */ each) => decisions.push(each)
    await ask({ authorization: `Bearer ${certified}` }, { onDecision })
    assert.match(decisions[0].hint, /clientCertificate/)
    await ask({ authorization: `Bearer ${certified}` }, { onDecision, clientCertificate: () => undefined })
    assert.doesNotMatch(decisions[1].hint, /has no option/)
  })

  test('all of it is AUTH_MISSING_SCOPE, and the proof is used up', async () => {
    const protect = guard(createVerifier(goodOptions({ dpop: { origin } })), { requiredScope: 'admin' })
    const api = protect(() => new Response('in'))
    const headers = good()
    for (const [status, reason] of /** @type {const} */ ([
      [403, 'scope_missing'],
      [401, 'proof_replayed']
    ])) {
      const answer = await api(new Request(`${origin}/tools`, { headers }))
      assert.deepEqual([answer.status, (await answer.json()).reason], [status, reason])
    }
    const free = await ask({ authorization: `Bearer ${token({ claims: { scope } })}` })
    assert.deepEqual([free.status, free.reason], [403, 'scope_missing'])
  })

  test('a stolen token counts for the rate limit', async () => {
    const limit = rateLimit({ key: () => 'a', maxFailures: 2 })
    const reasons = []
    for (let i = 0; i < 4; i += 1) {
      reasons.push((await ask({ authorization: `Bearer ${bound}` }, { rateLimit: limit })).reason)
    }
    assert.deepEqual(reasons, ['token_bound', 'token_bound', 'rate_limited', 'rate_limited'])
  })
})

describe('verify() and verifySync()', () => {
  const verifier = createVerifier(goodOptions({ dpop: true }))
  const missing = { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing' }
  for (const [name, possession, code, reason] of /** @type {[string, any, string, string][]} */ ([
    ['no word of the sender', undefined, 'AUTH_TOKEN_INVALID', 'token_bound'],
    ['no proof', { scheme: 'DPoP' }, 'AUTH_PROOF_INVALID', 'proof_missing']
  ])) {
    test(`${name}: ${reason}`, async () => {
      const options = { requiredScope: 'admin', possession }
      assertError(await rejection(verifier.verify(bound, options)), { code, reason })
      assertError(
        caught(() => verifier.verifySync(bound, options)),
        { code, reason }
      )
    })
  }

  test('explain() gives the same reason', async () => {
    for (const possession of [undefined, { scheme: 'DPoP' }, possessionOf(bound)]) {
      const options = /** @type {any} */ ({ requiredScope: 'admin', possession })
      const { error } = await verifier.explain(bound, options)
      assert.equal(error?.reason, (await rejection(verifier.verify(bound, options))).reason)
    }
  })

  test('scopes of another shape are no one’s business either', async () => {
    const jwt = boundToken({ claims: { scope: 7 } })
    const options = { requiredScope: 'admin' }
    assertError(await rejection(verifier.verify(jwt, options)), { code: 'AUTH_TOKEN_INVALID', reason: 'token_bound' })
    assert.equal((await verifier.explain(jwt, options)).error?.reason, 'token_bound')
    const proved = await rejection(verifier.verify(jwt, { ...options, possession: possessionOf(jwt) }))
    assertError(proved, { code: 'AUTH_TOKEN_INVALID', reason: 'claim_type' })
  })

  test('what is inherited says nothing of the sender', async () => {
    const own = Object.create({ certificate })
    own.scheme = 'Bearer'
    const refused = { code: 'AUTH_TOKEN_INVALID', reason: 'certificate_missing' }
    assertError(await rejection(verifier.verify(certified, { possession: own })), refused)
  })

  test('a proof of it, and the scope is what is missing', async () => {
    const options = () => ({ requiredScope: 'admin', possession: possessionOf(bound) })
    assertError(await rejection(verifier.verify(bound, options())), missing)
    assertError(
      caught(() => verifier.verifySync(bound, options())),
      missing
    )
    const used = options()
    assertError(await rejection(verifier.verify(bound, used)), missing)
    assertError(await rejection(verifier.verify(bound, used)), { code: 'AUTH_PROOF_INVALID', reason: 'proof_replayed' })
  })

  test('RFC 8705 §3: who says how a token came, says with which certificate', async () => {
    const both = token({ claims: { cnf: { jkt: thumbprint(clientJwk), 'x5t#S256': certificate } } })
    for (const [jwt, own] of /** @type {[string, any][]} */ ([
      [both, possessionOf(both)],
      [certified, { scheme: 'Bearer', method: 'GET', url }]
    ])) {
      const refused = { code: 'AUTH_TOKEN_INVALID', reason: 'certificate_missing' }
      assertError(await rejection(verifier.verify(jwt, { possession: own })), refused)
      assertError(
        caught(() => verifier.verifySync(jwt, { possession: { ...own, certificate: undefined } })),
        refused
      )
      assert.equal((await verifier.verify(jwt, { possession: { ...own, certificate } })).subject, 'user-1')
    }
  })
})
