import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard } from '../../../js/http/index.js'
import { reasons } from '../../../js/shared/error-table.js'
import { AssayError } from '../../../js/shared/error.js'
import { bearer, request, testVerifier, verdicts } from '../support/http.js'
import { audience, issuer, privateJwks, token } from '../support/tokens.js'

const tokenIdSecret = 'a secret of sixteen bytes and more'
const verifier = testVerifier({ tokenIdSecret })

/** @param {Request} asked @param {any} [options] @returns {Promise<{ decisions: any[], response: Response }>} */
async function decide(asked, options = {}) {
  /** @type {any[]} */
  const decisions = []
  const onDecision = (/** @type {any} */ decision) => decisions.push(decision)
  const response = await guard(verifier, { onDecision, ...options })(() => new Response('in'))(asked)
  return { decisions, response }
}

test('an accepted request is one decision, with what was verified', async () => {
  const claims = { jti: 'token-id-123', client_id: 'app', scope: 'b a' }
  const { decisions } = await decide(request(bearer({ claims })), { requestId: () => 'request-1', requiredScope: 'a' })
  assert.equal(decisions.length, 1)
  const [{ time, tokenIdHash, ...rest }] = decisions
  assert.ok(Math.abs(time - Date.now() / 1000) < 60)
  assert.match(tokenIdHash, /^[0-9a-f]{64}$/)
  assert.deepEqual(rest, {
    ...{
      allowed: true,
      status: undefined,
      code: 'OK',
      reason: 'accepted',
      claim: undefined,
      message: undefined,
      hint: undefined,
      issuer,
      audience,
      subject: 'user-1',
      clientId: 'app'
    },
    ...{ scopes: ['a', 'b'], requiredScopes: ['a'], requestId: 'request-1', method: undefined, name: undefined }
  })
})

test('a refused token is one decision with its code and reason, and nothing of what it claims', async () => {
  for (const { name, authorization, code, reason, status } of verdicts()) {
    const { decisions, response } = await decide(request(authorization))
    assert.equal(decisions.length, 1, name)
    const { allowed, issuer: by, audience: to, subject, clientId, scopes, tokenIdHash, ...rest } = decisions[0]
    assert.deepEqual(
      [allowed, by, to, subject, clientId, scopes, tokenIdHash],
      [false, ...Array(6).fill(undefined)],
      name
    )
    assert.deepEqual([rest.code, rest.reason, rest.status], [code, reason, status], name)
    assert.equal(response.status, status)
  }
})

test('a refusal says what it is about and what to do, as the error does; the client is told none of it', async () => {
  for (const [claims, options, expected] of /** @type {[any, any, any][]} */ ([
    [{ client_id: undefined }, { requiredClaims: ['client_id'] }, ['claim_missing', 'client_id', /client_id/]],
    [{ sub: undefined }, {}, ['claim_missing', 'sub', /sub/]],
    [{ exp: 'x' }, {}, ['claim_type', 'exp', /exp/]],
    [{ azp: 'b' }, { claims: { azp: 'a' } }, ['claim_mismatch', 'azp', /azp/]],
    [{ iss: 'https://other.example' }, {}, ['issuer_mismatch', 'iss', /issuer/]]
  ])) {
    /** @type {any[]} */
    const decisions = []
    const guarded = testVerifier(options)
    const authorization = bearer({ claims })
    const answered = await guard(guarded, { onDecision: (each) => decisions.push(each) })(() => new Response())(
      request(authorization)
    )
    const error = await guarded.verify(authorization.slice(7)).catch((/** @type {any} */ thrown) => thrown)
    const [{ reason, claim, message, hint }] = decisions
    assert.deepEqual([reason, claim, message, hint], [expected[0], expected[1], error.message, error.hint])
    assert.match(message, expected[2])
    const { error_description: said, reason: told, ...rest } = await answered.json()
    assert.deepEqual([told, Object.keys(rest).sort()], [reason, ['code', 'error']])
    assert.notEqual(said, message)
  }
})

test('audience_mismatch: the decision names the audience of the token, the client in debug mode alone', async () => {
  const token = bearer({ claims: { aud: ['https://other.example', 'x'] } })
  for (const debug of [false, true]) {
    const { decisions, response } = await decide(request(token), { debug })
    assert.match(decisions[0].message, /is not allowed: the token is for \["https:\/\/other\.example","x"\]$/)
    assert.equal((await response.text()).includes('other.example'), debug)
  }
  const [{ message }] = (await decide(request(bearer({ claims: { aud: 'a '.repeat(400) } })))).decisions
  assert.ok(message.length < 600)
})

test('of a scope, of the configuration and of a missing token, too; of an internal error nothing but that', async () => {
  const [scope] = (await decide(request(bearer()), { requiredScope: 'admin' })).decisions
  assert.match(scope.message, /Missing required scope: admin/)
  const [none] = (await decide(request(`Token ${'x'.repeat(20)}`))).decisions
  assert.match(none.hint, /another scheme, or no token/)
  /** @type {any[]} */
  const decisions = []
  const failing = { verify: () => Promise.reject(new AssayError('internal', { message: 'SECRET' })) }
  const onDecision = (/** @type {any} */ each) => decisions.push(each)
  await guard(/** @type {any} */ (failing), { onDecision })(() => new Response())(request(bearer()))
  assert.equal(decisions[0].message, reasons.internal.message)
})

test('what a refusal says shows no part of the token, and is cut where it is long', async () => {
  const jwt = token()
  for (const message of [`no ${jwt}`, `no ${jwt.split('.')[1]}`, `about ${jwt.slice(0, 30)}`]) {
    /** @type {any[]} */
    const decisions = []
    const wrapper = { verify: () => Promise.reject(new AssayError('claim_type', { message, hint: message })) }
    const onDecision = (/** @type {any} */ each) => decisions.push(each)
    await guard(/** @type {any} */ (wrapper), { onDecision })(() => new Response())(request(`Bearer ${jwt}`))
    assert.deepEqual([decisions[0].message, decisions[0].hint], ['[redacted]', '[redacted]'])
  }
  const long = { verify: () => Promise.reject(new AssayError('claim_type', { message: 'so long '.repeat(400) })) }
  /** @type {any[]} */
  const decisions = []
  const onDecision = (/** @type {any} */ each) => decisions.push(each)
  await guard(/** @type {any} */ (long), { onDecision })(() => new Response())(request(bearer()))
  assert.equal(decisions[0].message.length, 1025)
})

test('whose token lacks a scope is told: it was verified', async () => {
  const { decisions } = await decide(request(bearer()), { requiredScope: 'admin' })
  const [{ allowed, code, subject, scopes, requiredScopes, status }] = decisions
  assert.deepEqual(
    [allowed, code, subject, scopes, requiredScopes, status],
    [false, 'AUTH_MISSING_SCOPE', 'user-1', ['tools:read'], ['admin'], 403]
  )
})

test('requireScope in a handler is a decision of its own, under the same request id', async () => {
  /** @type {any[]} */
  const decisions = []
  const options = { onDecision: (/** @type {any} */ each) => decisions.push(each) }
  await guard(
    verifier,
    options
  )(async (_request, { requireScope }) => {
    await requireScope('admin')
    return new Response()
  })(request(bearer()))
  assert.deepEqual(
    decisions.map(({ allowed }) => allowed),
    [true, false]
  )
  assert.equal(decisions[0].requestId, decisions[1].requestId)
  assert.match(decisions[0].requestId, /^[0-9a-f-]{36}$/)
})

test('a preflight and the metadata document are no decisions', async () => {
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
  const { decisions } = await decide(request(undefined, { method: 'OPTIONS', headers }))
  assert.deepEqual(decisions, [])
})

test('a request id is a string whatever the function gives, and is cut where it is long', async () => {
  for (const [given, shown] of [
    [7, '7'],
    [null, undefined],
    ['a b '.repeat(200), `${'a b '.repeat(64)}…`]
  ]) {
    const { decisions } = await decide(request(bearer()), { requestId: () => given })
    if (shown === undefined) assert.match(decisions[0].requestId, /^[0-9a-f-]{36}$/)
    else assert.equal(decisions[0].requestId, shown)
  }
})

test('a decision is plain, and frozen in depth', async () => {
  const { decisions } = await decide(request(bearer()))
  const [decision] = decisions
  assert.equal(Object.getPrototypeOf(decision), Object.prototype)
  assert.ok(Object.isFrozen(decision) && Object.isFrozen(decision.scopes) && Object.isFrozen(decision.requiredScopes))
  assert.deepEqual(JSON.parse(JSON.stringify(decision)).subject, 'user-1')
})

describe('an onDecision that fails later breaks no answer: nobody waits for a log', () => {
  const broken = {
    rejects: () => Promise.reject(new Error('log')),
    'gives a broken thenable': () => ({
      get then() {
        throw new Error('log')
      }
    }),
    'never ends': () => new Promise(() => {})
  }
  for (const [name, onDecision] of Object.entries(broken)) {
    test(`it ${name}`, async () => {
      assert.equal((await decide(request(bearer()), { onDecision })).response.status, 200)
      assert.equal((await decide(request('Bearer a.b.c'), { onDecision })).response.status, 401)
    })
  }
})

/** A generator that gives the same numbers each time. @param {number} seed @returns {() => number} */
function random(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('property: neither the token, nor a part of it, nor a secret or key is in a decision, whatever a token says', async () => {
  const next = random(20_261_125)
  const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)]
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'good', typ: 'at+jwt' })).toString('base64url')
  const other = token({ claims: { sub: 'other' } })
  const plainTexts = ['user-1', 'a\r\nb', 'ü'.repeat(400), '__proto__', '{"a":1}', '\u0000', '${jndi:ldap://x}']
  const texts = [
    ...[header, header.slice(0, 20), other, `Bearer ${other}`, `x${header}y`, other.split('.')[2], 'x'.repeat(3000)],
    ...plainTexts
  ]
  let allowed = 0
  for (let round = 0; round < 400; round += 1) {
    const claims = {
      sub: pick(texts),
      client_id: pick(texts),
      jti: pick(texts),
      aud: [audience, pick(texts)],
      scope: pick(['a b', header, other, 'x '.repeat(900)]),
      tenant_id: pick(texts)
    }
    const good = token({ header: pick([{}, { typ: 'JWT' }]), claims })
    const jwt = pick([
      good,
      good,
      good,
      good.slice(0, -4),
      `${good}AAAA`,
      good.replace('.', '..'),
      pick(texts),
      tokenIdSecret
    ])
    const headers = {
      'x-request-id': pick([jwt, jwt.slice(3, 60), good.split('.')[0], 'r-1', other]).replace(/[^\x20-\x7E]/g, '')
    }
    const options = {
      requestId: (/** @type {Request} */ asked) => asked.headers.get('x-request-id') ?? undefined,
      requiredScope: pick([undefined, 'a', 'admin'])
    }
    const authorization = `Bearer ${jwt.replace(/[^\x20-\x7E]/g, '')}`
    const { decisions } = await decide(request(authorization, { headers }), options)
    assert.equal(decisions.length, 1)
    allowed += decisions[0].allowed ? 1 : 0
    const shown = JSON.stringify(decisions[0])
    const { d, p, q, n } = privateJwks.good
    // Texts that no token consists of may be a subject in clear.
    const hidden = [jwt, ...good.split('.'), ...other.split('.'), tokenIdSecret, d, p, q, n].filter(
      (text) => text.length >= 8 && !plainTexts.includes(text)
    )
    for (const text of hidden) assert.ok(!shown.includes(text), `round ${round}: ${text.slice(0, 30)}`)
    assert.ok(shown.length < 20_000)
  }
  assert.ok(allowed > 50, 'the property is about accepted tokens, too')
})
