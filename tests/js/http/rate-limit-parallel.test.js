// Requests of one key at the same time: none waits for another, for on Cloudflare Workers none may, and what is not known to
// end could hold the others up. The limit is asked again when a token has been verified.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { guard, rateLimit } from '../../../js/http/index.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { AssayError } from '../../../js/shared/error.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const key = (/** @type {Request} */ { headers }) => headers.get('x-address') ?? undefined
const from = (/** @type {string} */ address, /** @type {string | undefined} */ authorization) =>
  request(authorization, { headers: { 'x-address': address } })
const bad = 'Bearer a.b.c'
const good = bearer()

/** A verifier that takes its time, and says how many it verified, and at most at once. */
function slow() {
  const seen = { verified: 0, running: 0, most: 0 }
  const verify = async (/** @type {string} */ jwt, /** @type {any} */ options) => {
    seen.verified += 1
    seen.running += 1
    seen.most = Math.max(seen.most, seen.running)
    try {
      for (let i = 0; i < 3; i += 1) await turn()
      if (jwt === 'unavailable') throw new AssayError('jwks_timeout')
      return await verifier.verify(jwt, options)
    } finally {
      seen.running -= 1
    }
  }
  return { seen, verify }
}

/** @param {any} by @param {object} [options] @param {object} [more] */
const limited = (by, options = {}, more = {}) =>
  guard(by, { rateLimit: rateLimit({ key, maxFailures: 3, window: 60, ...options }), ...more })(() => new Response())

/** @param {(request: Request) => Promise<Response>} ask @param {(string | undefined)[]} sent @returns {Promise<{ [status: string]: number }>} how many of each */
async function tally(ask, sent, address = 'a') {
  /** @type {{ [status: string]: number }} */
  const counts = {}
  const answers = await Promise.all(sent.map((authorization) => ask(from(address, authorization))))
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
/** @template T @param {number} count @param {T} each @returns {T[]} */
const times = (count, each) => Array.from({ length: count }, () => each)

describe('at the same time', () => {
  for (const [authorization, status] of /** @type {[string, number][]} */ ([
    [bad, 401],
    ['Bearer a b', 400],
    [bearer({ claims: { exp: 1 } }), 401]
  ])) {
    test(`no more bad tokens are told what is wrong with them than may be: ${authorization.slice(0, 12)}`, async () => {
      const ask = limited(slow())
      assert.deepEqual(await tally(ask, times(200, authorization)), { [status]: 3, 429: 197 })
      assert.deepEqual(await tally(ask, times(9, good)), { 429: 9 })
    })
  }

  test('good tokens are all let in, however many', async () => {
    const by = slow()
    assert.deepEqual(await tally(limited(by), times(300, good)), { 200: 300 })
    assert.equal(by.seen.most, 300, 'they wait for nobody')
    assert.deepEqual(await tally(limited(slow(), { maxFailures: 1 }), times(50, good)), { 200: 50 })
  })

  test('good ones are let in beside as many bad ones as may be', async () => {
    const ask = limited(slow())
    assert.deepEqual(await tally(ask, [bad, ...times(50, good), bad, ...times(50, good)]), { 200: 100, 401: 2 })
    assert.deepEqual(await tally(ask, times(20, good)), { 200: 20 })
    assert.deepEqual(await tally(ask, [bad, ...times(20, bad)]), { 401: 1, 429: 20 })
  })

  test('what does not count is given back: no token, keys that cannot be had, another scheme', async () => {
    const ask = limited(slow())
    assert.deepEqual(await tally(ask, times(50, 'Bearer unavailable')), { 503: 50 })
    assert.deepEqual(await tally(ask, times(50, undefined)), { 401: 50 })
    assert.deepEqual(await tally(ask, times(50, 'Basic YTpi')), { 401: 50 })
    assert.deepEqual(await tally(ask, times(20, good)), { 200: 20 })
    const scoped = limited(slow(), {}, { requiredScope: 'x' })
    assert.deepEqual(await tally(scoped, times(50, good)), { 403: 50 })
  })

  test('so is what functions in the options throw, and verifiers', async () => {
    for (const more of [
      { getToken: () => Promise.reject(new Error('mine')) },
      { onDecision: () => assert.fail('mine') },
      { requiredScope: () => assert.fail('mine') }
    ]) {
      const ask = limited(slow(), {}, more)
      const answers = await Promise.allSettled(times(20, 0).map(() => ask(from('a', good))))
      assert.ok(answers.every(({ status }) => status === 'rejected'))
    }
    const ask = limited({ verify: () => Promise.reject(new Error('mine')) })
    assert.equal((await Promise.allSettled(times(20, 0).map(() => ask(from('a', good))))).length, 20)
  })

  test('of tokens at the same time the good one is let in while its key is not blocked, and not after', async () => {
    for (const [order, expected] of /** @type {[string[], number[]][]} */ ([
      [
        [good, bad, bad, bad],
        [200, 401, 401, 401]
      ],
      [
        [bad, bad, bad, good],
        [401, 401, 401, 429]
      ]
    ])) {
      /** @type {(() => void)[]} */
      const open = []
      const held = async (/** @type {string} */ jwt) => {
        await new Promise((resolve) => open.push(() => resolve(undefined)))
        return verifier.verify(jwt)
      }
      /** @type {any[]} */
      const decisions = []
      const ask = limited({ verify: held }, {}, { onDecision: (/** @type {any} */ each) => decisions.push(each) })
      const answers = order.map((sent) => ask(from('a', sent)))
      while (open.length < order.length) await turn()
      for (const [at, answer] of answers.entries()) {
        open[at]()
        await answer
      }
      assert.deepEqual(
        (await Promise.all(answers)).map(({ status }) => status),
        expected
      )
      const last = decisions[3]
      const [code, reason] =
        expected[3] === 429 ? ['AUTH_RATE_LIMITED', 'rate_limited'] : ['AUTH_TOKEN_INVALID', 'header_base64']
      assert.deepEqual([last.allowed, last.status, last.code, last.reason], [false, expected[3], code, reason])
    }
  })

  test('of a key that is blocked meanwhile nothing is said but what is the server’s own fault', async () => {
    for (const [failing, expected] of /** @type {[() => unknown, string][]} */ ([
      [() => new AssayError('jwks_timeout'), '503'],
      [() => new AssayError('scope_missing'), '429'],
      [() => new AssayError('proof_nonce_missing'), '429'],
      [() => new Error('mine'), 'mine']
    ])) {
      /** @type {() => void} */
      let open = () => {}
      const held = new Promise((resolve) => (open = () => resolve(undefined)))
      const limit = rateLimit({ key, maxFailures: 1 })
      const late = limited(
        { verify: () => held.then(() => Promise.reject(failing())) },
        {},
        { rateLimit: limit }
      )(from('a', good))
      assert.deepEqual(await tally(limited(verifier, {}, { rateLimit: limit }), times(3, bad)), { 401: 1, 429: 2 })
      open()
      const said = await late.then(
        ({ status }) => String(status),
        ({ message }) => message
      )
      assert.equal(said, expected)
    }
  })

  test('a request whose token never comes, or is never verified, holds up no other of its key', async () => {
    const limit = rateLimit({ key, maxFailures: 1 })
    const never = () => new Promise(() => {})
    const stalled = [
      guard(verifier, { rateLimit: limit, getToken: /** @type {any} */ (never) }),
      guard(/** @type {any} */ ({ verify: never }), { rateLimit: limit }),
      guard(verifier, { rateLimit: limit, requiredScope: /** @type {any} */ (never) })
    ]
    for (const each of stalled) void each(() => new Response())(from('a', good))
    await turn()
    assert.deepEqual(await tally(limited(verifier, {}, { rateLimit: limit }), times(9, good)), { 200: 9 })
  })

  test('a function in the options may ask a guard with the same limit', async () => {
    const limit = rateLimit({ key, maxFailures: 1 })
    const inner = guard(verifier, { rateLimit: limit })(() => new Response())
    const getToken = async (/** @type {Request} */ asked) => {
      assert.equal((await inner(asked.clone())).status, 200)
      return good.slice('Bearer '.length)
    }
    const ask = limited(verifier, {}, { rateLimit: limit, getToken })
    assert.equal((await ask(from('a', good))).status, 200)
  })

  test('guards that share a limit share what is under way', async () => {
    const limit = rateLimit({ key, maxFailures: 3 })
    const by = slow()
    const guards = [1, 2].map(() => guard(by, { rateLimit: limit })(() => new Response()))
    const answers = await Promise.all(times(100, 0).map((_, at) => guards[at % 2](from('a', bad))))
    assert.equal(answers.filter(({ status }) => status === 401).length, 3)
    assert.equal(answers.filter(({ status }) => status === 429).length, 97)
  })

  test('a limit of one’s own needs no more than its two functions', async () => {
    let failures = 0
    const own = { key, retryAfter: () => (failures >= 3 ? 60 : 0), fail: () => void (failures += 1) }
    const ask = guard(verifier, { rateLimit: own })(() => new Response())
    assert.equal((await ask(from('a', good))).status, 200)
    for (const status of [401, 401, 401, 429]) assert.equal((await ask(from('a', bad))).status, status)
  })

  test('behind Express, over sockets', async () => {
    const by = slow()
    const limit = rateLimit({ key: (/** @type {any} */ { socket }) => socket.remoteAddress, maxFailures: 3 })
    const protect = expressGuard(by, { rateLimit: /** @type {any} */ (limit) })
    const { url, close } = await startHttpServer(
      (/** @type {any} */ incoming, response) => void protect(incoming, response, () => response.end())
    )
    const ask = async (/** @type {string} */ authorization) => (await fetch(url, { headers: { authorization } })).status
    try {
      assert.deepEqual([...new Set(await Promise.all(times(40, good).map(ask)))], [200])
      const statuses = await Promise.all(times(40, bad).map(ask))
      assert.equal(statuses.filter((status) => status === 401).length, 3)
      assert.equal(statuses.filter((status) => status === 429).length, 37)
    } finally {
      await close()
    }
  })
})
