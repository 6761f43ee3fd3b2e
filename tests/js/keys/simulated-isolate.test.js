// What the simulation's isolate does around the state machine, beside what the package does: the same schedules, in the
// same virtual time, with the real core, real keys and real tokens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { now as tokenTime, publicJwk, token } from '../support/tokens.js'
import { AssayIsolate } from '../../bench/simulation/assay-isolate.js'
import { dice, exponential } from '../../bench/simulation/random.js'
import { scenarios } from '../../bench/simulation/scenarios.js'
import { cacheApi, workersKv } from '../../bench/simulation/stores.js'
import { World } from '../../bench/simulation/world.js'

const START = 1_800_000_000
const keys = ['good', 'other', 'exponent3']
const issuer = 'https://auth.example.com/'
const fixed = (seconds) => ({ least: seconds, mean: seconds })
const latencies = { fetch: fixed(0.2), cacheApi: fixed(0.013), kvHot: fixed(0.011), kvCold: fixed(0.083) }
const stores = { none: () => () => undefined, cacheApi, workersKv }

/** A schedule: six isolates in two places, with a rotation or two, made-up key ids and an outage. */
function schedule(seed) {
  const random = dice(seed)
  const outageAt = random() * 3000
  const scenario = {
    ...{ ...scenarios[0], duration: 4000, isolates: 6, places: 2, seed },
    ...{ rotationEvery: 2500, overlap: 400, tokenLife: 300, maxAge: random() < 0.5 ? 60 : 600 },
    ...{ outages: [[outageAt, outageAt + random() * 600]] }
  }
  const { server } = new World(scenario)
  const requests = []
  for (let at = exponential(random, 8); at < scenario.duration; at += exponential(random, 8)) {
    const isMadeUp = random() < 0.2
    const kid = isMadeUp
      ? `made up ${Math.floor(random() * 20)}`
      : server.signingKid(at - random() * scenario.tokenLife)
    const slot = Math.floor(random() * 6)
    requests.push({ at, slot, kid, isMadeUp })
    // Several at once, now and then.
    if (random() < 0.2) requests.push({ at: at + 0.0007, slot, kid, isMadeUp })
  }
  return { scenario, requests }
}

/** Writes down what a world is asked for, and what was decided when. */
class Log extends World {
  fetches = []
  decisions = new Map()

  roll() {
    return 0.5
  }

  fetch(etag, done) {
    this.fetches.push([round(this.now), etag !== undefined])
    super.fetch(etag, done)
  }

  note(request, accepted) {
    assert.ok(!this.decisions.has(request))
    this.decisions.set(request, [accepted, round(this.now)])
  }

  decide(request, version) {
    this.note(request, version !== undefined && version.kids.has(request.kid))
  }
}

const round = (time) => Number(time.toFixed(3))

/** Runs the simulation's own isolates. */
function runSimulated({ scenario, requests }, openStore) {
  const world = new Log(scenario, latencies)
  const storeOf = openStore(world)
  const isolates = Array.from({ length: 6 }, (_, slot) => new AssayIsolate(world, storeOf(slot % 2)))
  world.run(requests, ({ slot }) => isolates[slot])
  return world
}

/** Runs one verifier of the package in each isolate. */
async function runReal({ scenario, requests }, openStore) {
  const world = new Log(scenario, latencies)
  const storeOf = openStore(world)
  const restore = useVirtualTime(world)
  try {
    const isolates = Array.from({ length: 6 }, (_, slot) => realIsolate(world, storeOf(slot % 2)))
    for (const _ of world.steps(requests, ({ slot }) => isolates[slot])) await settle()
  } finally {
    restore()
  }
  return world
}

/** @param {Log} world @param {any} store */
function realIsolate(world, store) {
  const { createVerifier } = testApi({ sharesPromises: false, now: () => START + world.now })
  const verifier = createVerifier({
    ...{ issuer, audience: null, jwksUri: `${issuer}jwks` },
    fetch: (_url, { headers }) =>
      new Promise((resolve) =>
        world.fetch(new Headers(headers).get('if-none-match') ?? undefined, (answer) =>
          resolve(response(answer, world.scenario))
        )
      ),
    ...(store && {
      store: { get: () => new Promise((resolve) => store.get(resolve)), put: (_key, value) => store.put(value) }
    })
  })
  return {
    async handle(request) {
      const jwt = tokenOf(request.kid)
      const accepted = await verifier.verify(jwt, { now: tokenTime, waitUntil: () => {} }).then(
        () => true,
        ({ code }) => assert.notEqual(code, 'INTERNAL') ?? false
      )
      world.note(request, accepted)
    }
  }
}

const tokens = new Map()

/** @param {string} kid */
function tokenOf(kid) {
  const key = keys[Number(/^kid (\d)$/.exec(kid)?.[1] ?? 0)]
  if (!tokens.has(kid)) tokens.set(kid, token({ header: { kid }, key }))
  return tokens.get(kid)
}

/** @param {any} answer */
function response(answer, { maxAge }) {
  if (answer.failed) return new Response('down', { status: 500 })
  if (answer.notModified) return new Response(null, { status: 304, headers: { 'cache-control': `max-age=${maxAge}` } })
  const { kids, etag } = answer.version
  const jwks = [...kids].map((kid) => publicJwk(keys[Number(kid.slice(4))], { kid }))
  return new Response(JSON.stringify({ keys: jwks }), { headers: { etag, 'cache-control': `max-age=${maxAge}` } })
}

/** Has timers and chance come from the world. @param {Log} world */
function useVirtualTime(world) {
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis
  const { random } = Math
  const cleared = new Set()
  let last = 0
  globalThis.setTimeout = /** @type {any} */ (
    (run, milliseconds, ...args) => {
      const timer = ++last
      world.after(milliseconds / 1000, () => cleared.has(timer) || run(...args))
      return timer
    }
  )
  globalThis.clearTimeout = /** @type {any} */ ((timer) => void cleared.add(timer))
  Math.random = () => 0.5
  return () => {
    Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClearTimeout })
    Math.random = random
  }
}

/** Until nothing is left to be done at this time: reading a body takes a few turns. */
async function settle() {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}

for (const [name, openStore] of Object.entries(stores)) {
  test(`the simulated isolate fetches, waits and decides as the package does, store: ${name}`, async () => {
    let fetches = 0
    for (let seed = 1; seed <= 6; seed++) {
      const plan = schedule(seed)
      const [simulated, real] = [runSimulated(plan, openStore), await runReal(plan, openStore)]
      assert.deepEqual(simulated.fetches, real.fetches, `seed ${seed}: fetches`)
      assert.equal(simulated.decisions.size, plan.requests.length)
      for (const request of plan.requests) {
        const what = `seed ${seed}: ${JSON.stringify(request)}`
        assert.deepEqual(simulated.decisions.get(request), real.decisions.get(request), what)
      }
      fetches += real.fetches.length
    }
    assert.ok(fetches > 200, `${fetches}`)
  })
}
