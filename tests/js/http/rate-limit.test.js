import assert from 'node:assert/strict'
import { beforeEach, describe, mock, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { guard, rateLimit } from '../../../js/http/index.js'
import { FailureCounter } from '../../../js/http/rate-limit.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, failing, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const from = (/** @type {string} */ address, /** @type {string | undefined} */ authorization) =>
  request(authorization, { headers: { 'x-address': address } })
const key = (/** @type {Request} */ { headers }) => headers.get('x-address') ?? undefined
const bad = 'Bearer a.b.c'

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
})

const limited = (/** @type {object} */ options = {}, by = verifier) =>
  guard(by, { rateLimit: rateLimit({ key, maxFailures: 3, window: 60, ...options }) })(
    (_request, { token }) => new Response(token.subject)
  )

/** @param {(request: Request) => Promise<Response>} ask @param {string} address @param {string} [authorization] @returns {Promise<number[]>} */
async function statuses(ask, address, authorization, times = 3) {
  const seen = []
  for (let i = 0; i < times; i += 1) seen.push((await ask(from(address, authorization))).status)
  return seen
}

describe('a key that failed too often', () => {
  test('is refused unread with 429 and Retry-After, until the window is over', async () => {
    const ask = limited()
    assert.deepEqual(await statuses(ask, 'a', bad, 5), [401, 401, 401, 429, 429])
    const answer = await ask(from('a', bearer()))
    assert.equal(answer.status, 429)
    assert.equal(answer.headers.get('retry-after'), '60')
    assert.equal(answer.headers.get('www-authenticate'), null)
    assert.deepEqual(await answer.json(), {
      error: 'too_many_requests',
      error_description: 'Too many requests with access tokens that were refused',
      code: 'AUTH_RATE_LIMITED',
      reason: 'rate_limited'
    })
    mock.timers.tick(20_000)
    assert.equal((await ask(from('a'))).headers.get('retry-after'), '40')
    mock.timers.tick(39_999)
    assert.equal((await ask(from('a'))).headers.get('retry-after'), '1')
    mock.timers.tick(1)
    assert.equal((await ask(from('a', bearer()))).status, 200)
    assert.deepEqual(await statuses(ask, 'a', bad, 4), [401, 401, 401, 429])
  })

  test('takes no other key with it', async () => {
    const ask = limited()
    await statuses(ask, 'a', bad, 4)
    assert.deepEqual(await statuses(ask, 'b', bad, 3), [401, 401, 401])
  })

  test('is not verified any more: that is what the limit saves', async () => {
    let verified = 0
    const counting = { verify: (/** @type {string} */ jwt) => ((verified += 1), verifier.verify(jwt)) }
    await statuses(limited({}, /** @type {any} */ (counting)), 'a', bad, 50)
    assert.equal(verified, 3)
  })
})

test('failures that lie further apart than the window are not added up', async () => {
  const ask = limited()
  for (let i = 0; i < 10; i += 1) {
    assert.equal((await ask(from('a', bad))).status, 401)
    mock.timers.tick(31_000)
  }
})

test('in no stretch as long as the window are more failures answered, wherever it begins', async () => {
  const ask = limited()
  assert.deepEqual(await statuses(ask, 'a', bad, 1), [401])
  mock.timers.tick(59_900)
  assert.deepEqual(await statuses(ask, 'a', bad, 1), [401])
  mock.timers.tick(200)
  assert.deepEqual(await statuses(ask, 'a', bad, 3), [401, 401, 429])
})

test('a good token in between does not clear the count: an attacker may have one', async () => {
  const ask = limited()
  assert.deepEqual(
    [await statuses(ask, 'a', bad, 2), await statuses(ask, 'a', bearer(), 5)].flat(),
    [401, 401, 200, 200, 200, 200, 200]
  )
  assert.deepEqual(await statuses(ask, 'a', bad, 2), [401, 429])
})

test('counted is a token that was refused: malformed, expired, for someone else', async () => {
  for (const authorization of [
    bad,
    'Bearer a b',
    bearer({ claims: { exp: 1 } }),
    bearer({ claims: { aud: 'x' } }),
    bearer({ claims: { iss: 'x' } })
  ]) {
    assert.equal((await statuses(limited(), 'a', authorization, 4)).at(-1), 429, authorization.slice(0, 12))
  }
})

test('not counted: a missing token, a missing scope, keys that cannot be had, a fault of the server, a preflight', async () => {
  assert.deepEqual([...new Set(await statuses(limited(), 'a', undefined, 9))], [401])
  assert.deepEqual(
    [...new Set(await statuses(limited({}, failing(new AssayError('jwks_timeout'))), 'a', bad, 9))],
    [503]
  )
  assert.deepEqual([...new Set(await statuses(limited({}, failing(new AssayError('internal'))), 'a', bad, 9))], [500])
  const scoped = guard(verifier, { requiredScope: 'x', rateLimit: rateLimit({ key, maxFailures: 3 }) })(
    () => new Response()
  )
  assert.deepEqual([...new Set(await statuses(scoped, 'a', bearer(), 9))], [403])
})

test('without a key a request is neither counted nor limited', async () => {
  const ask = limited({ key: () => undefined })
  assert.deepEqual([...new Set(await statuses(ask, 'a', bad, 9))], [401])
})

test('a key that is no string is counted by what it reads as; null is none', async () => {
  assert.equal((await statuses(limited({ key: () => 7 }), 'a', bad, 4)).at(-1), 429)
  assert.equal((await statuses(limited({ key: () => null }), 'a', bad, 9)).at(-1), 401)
})

test('X-Forwarded-For is not believed unless the caller says so', async () => {
  const ask = limited()
  for (let i = 0; i < 3; i += 1)
    await ask(request(bad, { headers: { 'x-address': 'a', 'x-forwarded-for': `10.0.0.${i}` } }))
  assert.equal((await ask(request(bad, { headers: { 'x-address': 'a', 'x-forwarded-for': '10.0.0.9' } }))).status, 429)
})

test('it is off unless asked for', async () => {
  const ask = guard(verifier)(() => new Response())
  assert.deepEqual([...new Set(await statuses(ask, 'a', bad, 50))], [401])
})

describe('the memory is bounded', () => {
  test('a million keys leave no more than maxKeys behind', () => {
    const counter = new FailureCounter({ maxFailures: 2, window: 60, maxKeys: 1000 })
    for (let i = 0; i < 1_000_000; i += 1) counter.fail(`key ${i}`)
    assert.equal(counter.size, 500)
    for (let i = 0; i < 100_000; i += 1) for (const _ of [1, 2]) counter.fail(`other ${i}`)
    assert.ok(counter.size <= 1000)
  })

  test('a flood of new keys does not set a blocked one free', () => {
    const counter = new FailureCounter({ maxFailures: 3, window: 60, maxKeys: 100 })
    for (let i = 0; i < 3; i += 1) counter.fail('attacker')
    for (let i = 0; i < 100_000; i += 1) counter.fail(`flood ${i}`)
    assert.equal(counter.retryAfter('attacker'), 60)
  })

  test('a key’s length costs nothing: it is cut', () => {
    const counter = new FailureCounter({ maxFailures: 1, window: 60, maxKeys: 4 })
    const long = 'x'.repeat(1e6)
    counter.fail(long)
    assert.equal(counter.retryAfter(long), 60)
    assert.equal(counter.retryAfter(long.slice(0, 256)), 60)
  })

  test('names of Object.prototype are keys like any other', () => {
    const counter = new FailureCounter({ maxFailures: 1, window: 60, maxKeys: 10 })
    for (const name of ['__proto__', 'constructor', 'toString', '']) {
      assert.equal(counter.retryAfter(name), 0)
      counter.fail(name)
      assert.equal(counter.retryAfter(name), 60)
    }
  })
})

test('a clock that is set back a little, as time servers do, forgets nothing', () => {
  const counter = new FailureCounter({ maxFailures: 3, window: 60, maxKeys: 10 })
  for (let i = 0; i < 3; i += 1) {
    assert.equal(counter.retryAfter('a'), 0)
    counter.fail('a')
    mock.timers.setTime(Date.now() - 1)
  }
  assert.ok(counter.retryAfter('a') > 59)
  mock.timers.setTime(Date.now() + 5)
  assert.ok(counter.retryAfter('a') > 59)
})

test('a clock that is set back does not block for ever', () => {
  const counter = new FailureCounter({ maxFailures: 1, window: 60, maxKeys: 10 })
  counter.fail('a')
  mock.timers.setTime(1_700_000_000_000)
  assert.equal(counter.retryAfter('a'), 0)
})

test('a limit of one’s own has all of its functions', () => {
  const own = { key, retryAfter: () => 0, fail: () => {} }
  for (const name of Object.keys(own)) {
    const error = caught(() => guard(verifier, { rateLimit: /** @type {any} */ ({ ...own, [name]: undefined }) }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'rateLimit' })
    assert.match(error.message, new RegExp(name))
  }
})

test('Retry-After is a day at most', async () => {
  for (const [given, told] of /** @type {const} */ ([
    [1e6, '86400'],
    [Infinity, '86400'],
    [0.2, '1']
  ])) {
    const ask = guard(verifier, { rateLimit: { key, retryAfter: () => given, fail: () => {} } })(() => new Response())
    assert.equal((await ask(from('a', bad))).headers.get('retry-after'), told)
  }
})

test('STYLE 7: options are checked, each by name', () => {
  assertError(
    caught(() => rateLimit(/** @type {any} */ ({}))),
    { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'key' }
  )
  const wrong = { key: 'address', maxFailures: 0, window: 86_401, maxKeys: 1 }
  for (const [option, value] of Object.entries(wrong)) {
    const error = caught(() => rateLimit(/** @type {any} */ ({ key, [option]: value })))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
  }
})
