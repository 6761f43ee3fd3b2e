// The simulator itself: cases small enough to be computed by hand, and what holds for all of them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { AuthorizationServer } from '../simulation/authorization-server.js'
import { contestants } from '../simulation/contestants.js'
import { drawPicture } from '../simulation/picture.js'
import { dice, exponential } from '../simulation/random.js'
import { scenarios, smaller } from '../simulation/scenarios.js'
import { Schedule } from '../simulation/schedule.js'
import { cacheApi, workersKv } from '../simulation/stores.js'
import { World, arrivals, simulate } from '../simulation/world.js'

/** @import { Scenario } from '../simulation/scenarios.js' */
/** @import { SimulationResults } from '../simulation/results.js' */
/** @import { Isolate } from '../simulation/world.js' */

const [day, flood, outage] = scenarios
/** @type {Scenario} */
const tiny = {
  ...{ id: 'tiny', title: '', duration: 1300, isolates: 2, places: 1, requestsPerSecond: 0, madeUpPerSecond: 0 },
  ...{ isolateLife: Infinity, rotationEvery: 100_000, overlap: 100, tokenLife: 100, maxAge: 600, outages: [], seed: 1 }
}
const fixed = (/** @type {number} */ seconds) => ({ least: seconds, mean: seconds })
const steady = { fetch: fixed(0.2), cacheApi: fixed(0.01), kvHot: fixed(0.01), kvCold: fixed(0.1) }

/**
 * @param {string} id of the contestant
 * @param {readonly (readonly [at: number, kid: string, slot?: number])[]} requests
 * @param {Partial<Scenario>} [differences]
 * @param {readonly number[]} [placeOf] each slot
 */
function play(id, requests, differences = {}, placeOf = [0, 0]) {
  const scenario = { ...tiny, ...differences }
  const world = new World(scenario, steady)
  const contestant = contestants.find((each) => each.id === id)
  const open = /** @type {typeof contestants[number]} */ (contestant).open(world)
  /** @type {Isolate[]} */
  const isolates = []
  world.run(
    requests.map(([at, kid, slot = 0]) => ({ at, kid, slot, isMadeUp: kid.startsWith('x') })),
    ({ slot }) => (isolates[slot] ??= open(placeOf[slot]))
  )
  return world.metrics.result(id, scenario.duration)
}

/** @param {ReturnType<typeof play>} result @param {readonly (keyof ReturnType<typeof play>)[]} names */
const pick = (result, ...names) => names.map((name) => result[name])
const of = (/** @type {number} */ count, /** @type {number} */ total) => count / total

test('by hand: six requests of one isolate, with a fetch of 0.2 s and a set that is fresh for 600', () => {
  const times = [0, 0.1, 1, 700, 700.1, 1400]
  const requests = times.map((at) => /** @type {const} */ ([at, 'kid 0']))
  const scenario = { duration: 1500 }
  const expected = {
    // The first two wait for the first fetch; at 700 and 1400 the stale set serves while it is confirmed.
    'assay-memory': [6, 3, 2, of(2, 6), 0],
    // The second does not share the fetch of the first. From 600 on it is awaited: at 700, again at 700.1, and at 1400.
    'fixed-age': [6, 5, 0, of(5, 6), 0],
    // One fetch, which the second shares.
    'never-expires': [6, 1, 0, of(2, 6), 0],
    'each-request': [6, 6, 0, of(6, 6), 0]
  }
  for (const [id, values] of Object.entries(expected)) {
    const result = play(id, requests, scenario)
    assert.deepEqual(pick(result, 'accepted', 'fetches', 'notModified', 'waited', 'refused'), values, id)
  }
})

test('by hand: a rotation at 500, the old key withdrawn at 600', () => {
  const requests = /** @type {const} */ ([
    ...[
      [0, 'kid 0'],
      [510, 'kid 1'],
      [590, 'kid 0'],
      [650, 'kid 1'],
      [1200, 'kid 1'],
      [1201, 'kid 1']
    ]
  ])
  const scenario = { rotationEvery: 1000 }
  // The set of 510 is outdated from 600. At 1200 it is 690 s old: it serves once more, 600 s after the withdrawal.
  const assay = play('assay-memory', requests, scenario)
  assert.deepEqual(pick(assay, 'accepted', 'fetches', 'waited'), [6, 3, of(2, 6)])
  assert.equal(assay.staleMax, 600)
  // At 1200 the request waits for the new set: the old one has served until 650.
  const fixedAge = play('fixed-age', requests, scenario)
  assert.deepEqual(pick(fixedAge, 'accepted', 'fetches', 'waited', 'staleMax'), [6, 3, of(3, 6), 50])
  // It serves for ever.
  const never = play('never-expires', requests, scenario)
  assert.deepEqual(pick(never, 'accepted', 'fetches', 'waited', 'staleMax'), [6, 2, of(2, 6), 601])
  assert.deepEqual(pick(play('each-request', requests, scenario), 'accepted', 'fetches', 'staleMax'), [6, 6, 0])
})

test('by hand: two isolates of one place share the Cache API, of two places Workers KV', () => {
  const requests = /** @type {const} */ ([
    [0, 'kid 0', 0],
    [70, 'kid 0', 1]
  ])
  const shared = [2, 1, of(1, 2), of(1, 2)]
  const names = /** @type {const} */ (['accepted', 'fetches', 'waited', 'waitedForStore'])
  assert.deepEqual(pick(play('assay-cache', requests), ...names), shared)
  assert.deepEqual(pick(play('assay-cache', requests, {}, [0, 1]), ...names), [2, 2, of(2, 2), 0])
  assert.deepEqual(pick(play('assay-kv', requests, {}, [0, 1]), ...names), shared)
  assert.deepEqual(pick(play('assay-memory', requests), ...names), [2, 2, of(2, 2), 0])
})

test('a good token is accepted though the store has only confirmed the old set since', () => {
  // Isolate 1 takes the set of 0 from the store; isolate 0 has it confirmed at 100. Rotation at 200.
  const requests = /** @type {const} */ ([
    [0, 'kid 0', 0],
    [10, 'kid 0', 1],
    [100, 'x', 0],
    [210, 'kid 1', 1]
  ])
  for (const id of ['assay-cache', 'assay-kv']) {
    const result = play(id, requests, { rotationEvery: 400 })
    assert.deepEqual(pick(result, 'accepted', 'refused', 'fetches'), [3, 0, 3], id)
  }
})

test('by hand: 1,000 made-up key ids in 30 seconds', () => {
  const requests = Array.from({ length: 1000 }, (_, index) => /** @type {const} */ ([0.5 + index * 0.029, `x${index}`]))
  const names = /** @type {const} */ (['accepted', 'madeUp', 'refused', 'fetches'])
  const all = /** @type {const} */ ([[0, 'kid 0'], ...requests])
  assert.deepEqual(pick(play('assay-memory', all), ...names), [1, 1000, 0, 2])
  // A set younger than 30 s is as good as a fetch; that of 0.2 is so until 29.52.
  assert.deepEqual(pick(play('fixed-age', all), ...names), [1, 1000, 0, 1])
  assert.deepEqual(pick(play('each-request', all), ...names), [1, 1000, 0, 1001])
})

test('by hand: the server is down from 100 to 1200', () => {
  const requests = /** @type {const} */ ([
    [0, 'kid 0', 0],
    [700, 'kid 0', 0],
    [701, 'kid 0', 1],
    [702, 'kid 0', 0]
  ])
  const scenario = { outages: /** @type {[number, number][]} */ ([[100, 1200]]) }
  const names = /** @type {const} */ (['accepted', 'refused', 'fetches'])
  // At 700 the set is stale, and serves; after the failure it is not asked for again so soon. Slot 1 knows nothing.
  assert.deepEqual(pick(play('assay-memory', requests, scenario), ...names), [3, 1, 3])
  assert.deepEqual(pick(play('assay-cache', requests, scenario), ...names), [4, 0, 3])
  assert.deepEqual(pick(play('fixed-age', requests, scenario), ...names), [1, 3, 4])
  assert.deepEqual(pick(play('never-expires', requests, scenario), ...names), [3, 1, 2])
})

test('Workers KV: a place keeps what it has read for a minute, and that there was nothing; a second has one write', () => {
  const world = new World(tiny, steady)
  const storeOf = workersKv(world)
  const entry = (/** @type {number} */ fetchedAt) => ({ value: world.server.versionAt(0), fetchedAt, maxAge: 600 })
  /** @type {[at: number, place: number, found: number | undefined][]} */
  const seen = []
  const read = (/** @type {number} */ at, /** @type {number} */ place) =>
    world.after(at, () => storeOf(place).get((found) => seen.push([at, place, found?.fetchedAt])))
  const write = (/** @type {number} */ at, /** @type {number} */ place) =>
    world.after(at, () => storeOf(place).put(entry(at)))
  read(0, 1)
  write(1, 0)
  write(1.5, 0)
  for (const at of [3, 59, 61]) read(at, 1)
  read(3, 0)
  write(70, 0)
  for (const at of [80, 130]) read(at, 1)
  world.run([], () => assert.fail('no request'))
  assert.deepEqual(
    seen.sort(([a, x], [b, y]) => a - b || x - y),
    [
      ...[
        [0, 1, undefined],
        [3, 0, 1],
        [3, 1, undefined],
        [59, 1, undefined],
        [61, 1, 1],
        [80, 1, 1],
        [130, 1, 70]
      ]
    ]
  )
  assert.equal(world.metrics.storeWrites, 2)
})

test('the Cache API: what one isolate puts, the others of its place get, and no other place', () => {
  const world = new World(tiny, steady)
  const storeOf = cacheApi(world)
  /** @type {unknown[]} */
  const seen = []
  storeOf(0).put({ value: world.server.versionAt(0), fetchedAt: 5, maxAge: 600 })
  world.after(1, () => storeOf(0).get((found) => seen.push(found?.fetchedAt)))
  world.after(2, () => storeOf(1).get((found) => seen.push(found?.fetchedAt)))
  world.run([], () => assert.fail('no request'))
  assert.deepEqual(seen, [5, undefined])
})

test('the authorization server: which set it has, what it signs with, and from when a set is outdated', () => {
  const server = new AuthorizationServer({ ...tiny, duration: 2000, rotationEvery: 1000, overlap: 100 })
  const seen = [0, 499, 500, 599, 600, 1499, 1500, 1600].map((at) => [...server.versionAt(at).kids].join(' + '))
  const [zero, one, two] = ['kid 0', 'kid 1', 'kid 2']
  assert.deepEqual(seen, [zero, zero, `${zero} + ${one}`, `${zero} + ${one}`, one, one, `${one} + ${two}`, two])
  assert.deepEqual(
    [0, 499, 500, 1500].map((at) => server.signingKid(at)),
    [zero, zero, one, two]
  )
  assert.deepEqual(
    [0, 500, 600, 1500, 1600].map((at) => server.versionAt(at).outdatedFrom),
    [600, 600, 1600, 1600, Infinity]
  )
  assert.equal(server.rotations, 2)
})

test('what is planned happens in the order of time, and at one time in the order of planning', () => {
  const schedule = new Schedule()
  const random = dice(3)
  /** @type {number[]} */
  const done = []
  const times = Array.from({ length: 1000 }, () => Math.floor(random() * 100))
  times.forEach((at, index) => schedule.add(at, () => done.push(at * 1000 + index)))
  while (schedule.next < Infinity) schedule.take().run()
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b)
  )
  assert.equal(done.length, 1000)
})

test('arrivals are a Poisson process, and the same for every contestant', () => {
  const scenario = { ...smaller(day), duration: 20_000 }
  const requests = [...arrivals(scenario, new AuthorizationServer(scenario))]
  const expected = scenario.duration * scenario.requestsPerSecond
  assert.ok(Math.abs(requests.length - expected) < 4 * Math.sqrt(expected), `${requests.length} of ${expected}`)
  const gaps = requests.slice(1).map(({ at }, index) => at - requests[index].at)
  const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
  assert.ok(Math.abs(variance / mean ** 2 - 1) < 0.03, 'exponential gaps: the variance is the square of the mean')
  assert.deepEqual([...arrivals(scenario, new AuthorizationServer(scenario))], requests)
  const random = dice(5)
  const draws = Array.from({ length: 100_000 }, () => exponential(random, 3))
  assert.ok(Math.abs(draws.reduce((sum, draw) => sum + draw) / draws.length - 3) < 0.05)
})

test('conservation: each request is decided once, each good token accepted or refused, no made-up one accepted', () => {
  for (const scenario of [day, flood, outage].map(smaller)) {
    const short = { ...scenario, duration: Math.min(scenario.duration, 20_000) }
    const all = [...arrivals(short, new AuthorizationServer(short))]
    for (const contestant of contestants) {
      const result = simulate(short, contestant)
      const name = `${scenario.id}, ${contestant.id}`
      assert.equal(result.requests, all.length, name)
      assert.equal(result.madeUp, all.filter(({ isMadeUp }) => isMadeUp).length, name)
      assert.equal(result.accepted + result.refused + result.madeUp, all.length, name)
      assert.ok(result.waited + result.waitedForStore <= 1 && result.notModified <= result.fetches, name)
      assert.ok(result.storeReads === 0 || /kv|cache/.test(contestant.id), name)
    }
  }
})

test('determinism: a seed gives the same results, another seed others', () => {
  const scenario = { ...smaller(flood), duration: 1000 }
  for (const contestant of contestants) {
    assert.deepEqual(simulate(scenario, contestant), simulate(scenario, contestant))
    assert.notDeepEqual(simulate(scenario, contestant), simulate({ ...scenario, seed: 2 }, contestant))
  }
})

test('assay-jwt with a store: no good token is refused, neither by a rotation nor by an outage', () => {
  for (const scenario of [day, outage].map(smaller)) {
    for (const id of ['assay-kv', 'assay-cache']) {
      const contestant = /** @type {typeof contestants[number]} */ (contestants.find((each) => each.id === id))
      const result = simulate(scenario, contestant)
      // A place where nobody was before the outage has nothing in its Cache API.
      assert.ok(result.refused <= (id === 'assay-cache' ? 5 : 0), `${scenario.id}, ${id}: ${result.refused}`)
    }
  }
})

/** @type {SimulationResults} */
const kept = JSON.parse(readFileSync(new URL('../simulation/results.json', import.meta.url), 'utf8'))

test('the results that are kept are those of this code (else: npm run simulate)', () => {
  const described = kept.scenarios.map(({ results: _, ...scenario }) => scenario)
  assert.deepEqual(described, JSON.parse(JSON.stringify(scenarios)))
  for (const { results } of kept.scenarios) {
    assert.deepEqual(
      results.map(({ id }) => id),
      contestants.map(({ id }) => id)
    )
  }
  const [found] = kept.scenarios.find(({ id }) => id === 'flood')?.results ?? []
  assert.deepEqual(JSON.parse(JSON.stringify(simulate(flood, contestants[0]))), found)
})

test('the picture is that of the results: well-formed, with every contestant in every panel', () => {
  const svg = readFileSync(new URL('../simulation/simulation.svg', import.meta.url), 'utf8')
  assert.equal(svg, drawPicture(kept))
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
  assert.equal(svg.match(/<circle /g)?.length, 6 * contestants.length)
  for (const { label } of contestants) assert.ok(svg.includes(label))
})
