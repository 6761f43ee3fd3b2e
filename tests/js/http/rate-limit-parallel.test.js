// Requests of one key at the same time: those whose tokens are still being verified may yet fail.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { guard, rateLimit } from '../../../js/http/index.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { AssayError } from '../../../js/shared/error.js'
import { Turns } from '../../../js/http/turns.js'
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
    test(`bad tokens are limited, and no more of them are looked at: ${authorization.slice(0, 12)}`, async () => {
      const by = slow()
      const ask = limited(by)
      assert.deepEqual(await tally(ask, times(200, authorization)), { [status]: 3, 429: 197 })
      assert.ok(by.seen.verified <= 3, String(by.seen.verified))
      assert.deepEqual(await tally(ask, times(9, good)), { 429: 9 })
    })
  }

  test('good tokens are all let in, however many', async () => {
    const by = slow()
    assert.deepEqual(await tally(limited(by), times(300, good)), { 200: 300 })
    assert.equal(by.seen.most, 3)
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

  test('a handler, and a function that is asked for scopes, hold nobody up', async () => {
    let open = () => {}
    const opened = new Promise((resolve) => (open = () => resolve(undefined)))
    const limit = rateLimit({ key, maxFailures: 1 })
    const slowScopes = guard(verifier, { rateLimit: limit, requiredScope: async () => (await opened, []) })
    const slowHandler = guard(verifier, { rateLimit: limit })
    const held = [slowScopes(() => new Response()), slowHandler(async () => (await opened, new Response()))].map(
      (ask) => ask(from('a', good))
    )
    assert.deepEqual(await tally(limited(verifier, {}, { rateLimit: limit }), times(9, good)), { 200: 9 })
    open()
    for (const answer of await Promise.all(held)) assert.equal(answer.status, 200)
  })

  test('one key does not wait for another, nor one without a key for any', async () => {
    let open = () => {}
    const opened = new Promise((resolve) => (open = () => resolve(undefined)))
    const limit = rateLimit({ key, maxFailures: 1 })
    const held = guard(
      { verify: async (jwt) => (await opened, verifier.verify(jwt)) },
      { rateLimit: limit }
    )(() => new Response())(from('a', good))
    const ask = guard(verifier, { rateLimit: limit })(() => new Response())
    assert.deepEqual(await tally(ask, times(5, good), 'b'), { 200: 5 })
    assert.equal((await ask(request(good))).status, 200)
    const waiting = ask(from('a', good))
    open()
    assert.deepEqual([(await held).status, (await waiting).status], [200, 200])
  })

  test('guards that share a limit share what is under way', async () => {
    const limit = rateLimit({ key, maxFailures: 3 })
    const by = slow()
    const guards = [1, 2].map(() => guard(by, { rateLimit: limit })(() => new Response()))
    const answers = await Promise.all(times(100, 0).map((_, at) => guards[at % 2](from('a', bad))))
    assert.equal(answers.filter(({ status }) => status === 401).length, 3)
    assert.equal(by.seen.verified, 3)
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

describe('Turns', () => {
  test('nothing stays behind', async () => {
    const turns = new Turns(() => 2)
    await Promise.all(times(100, 0).map(async (_, at) => (await turns.enter(`key ${at % 7}`))()))
    assert.equal(turns.size, 0)
  })

  test('it is one’s turn in the order of coming, and one’s place is given back once', async () => {
    const turns = new Turns(() => 1)
    /** @type {number[]} */
    const order = []
    const leave = await turns.enter('a')
    const others = [1, 2, 3].map(async (each) => {
      const leaves = await turns.enter('a')
      order.push(each)
      for (const _ of [1, 2, 3]) leaves()
    })
    await turn()
    assert.deepEqual(order, [])
    leave()
    leave()
    await Promise.all(others)
    assert.deepEqual(order, [1, 2, 3])
    assert.equal(turns.size, 0)
  })

  test('who waits for a key that is blocked meanwhile is let go at once', async () => {
    let room = 1
    const turns = new Turns(() => room)
    const leave = await turns.enter('a')
    const waiting = times(50, 0).map(async () => (await turns.enter('a'))())
    room = 0
    leave()
    await Promise.all(waiting)
    assert.equal(turns.size, 0)
  })
})
