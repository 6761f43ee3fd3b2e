import { AuthorizationServer } from './authorization-server.js'
import { Metrics } from './metrics.js'
import { dice, exponential } from './random.js'
import { latencies as usualLatencies } from './scenarios.js'
import { Schedule } from './schedule.js'

/** @import { Version } from './authorization-server.js' */
/** @import { Waited } from './metrics.js' */
/** @import { Scenario } from './scenarios.js' */

/** @typedef {{ at: number, slot: number, kid: string, isMadeUp: boolean }} Request */
/** @typedef {{ handle: (request: Request) => void }} Isolate */
/** @typedef {{ id: string, label: string, kind: 'ours' | 'other', open: (world: World) => (place: number) => Isolate }} Contestant */
/** @typedef {{ version: Version } | { notModified: true } | { failed: true }} Answer */

/** The authorization server, the places and a clock, as one contestant meets them. */
export class World {
  now = 0
  #schedule = new Schedule()
  #random

  /** @param {Scenario} scenario @param {typeof usualLatencies} [latencies] */
  constructor(scenario, latencies = usualLatencies) {
    this.scenario = scenario
    this.latencies = latencies
    this.server = new AuthorizationServer(scenario)
    this.metrics = new Metrics(this.server.rotations)
    // Of its own: what one contestant asks for more must not change what another meets.
    this.#random = dice(scenario.seed + 7919)
  }

  /** @returns {number} from 0 to 1 */
  roll() {
    return this.#random()
  }

  /** @param {number} seconds @param {() => void} run */
  after(seconds, run) {
    this.#schedule.add(this.now + seconds, run)
  }

  /** @param {{ least: number, mean: number }} latency @param {() => void} run */
  later({ least, mean }, run) {
    this.after(least === mean ? mean : least + exponential(this.#random, mean - least), run)
  }

  /**
   * One exchange with the authorization server, which answers after half of its time.
   * @param {string | undefined} etag for If-None-Match
   * @param {(answer: Answer) => void} done
   */
  fetch(etag, done) {
    this.metrics.fetches += 1
    const { least, mean } = this.latencies.fetch
    this.later({ least: least / 2, mean: mean / 2 }, () => {
      const answer = this.#answer(etag)
      this.later({ least: least / 2, mean: mean / 2 }, () => done(answer))
    })
  }

  /** @param {string | undefined} etag @returns {Answer} */
  #answer(etag) {
    if (this.server.isDown(this.now)) return { failed: true }
    const version = this.server.versionAt(this.now)
    if (version.etag !== etag) return { version }
    this.metrics.notModified += 1
    return { notModified: true }
  }

  /** @param {Request} request @param {Version | undefined} version @param {Waited} waited */
  decide(request, version, waited) {
    this.metrics.decide(request, this.now, version, waited)
  }

  /**
   * Runs until all requests are decided.
   * @param {Iterable<Request>} requests in the order of their times
   * @param {(request: Request) => Isolate} isolateFor
   */
  run(requests, isolateFor) {
    for (const _ of this.steps(requests, isolateFor));
  }

  /**
   * The same, step by step.
   * @param {Iterable<Request>} requests
   * @param {(request: Request) => Isolate} isolateFor
   */
  *steps(requests, isolateFor) {
    for (const request of requests) {
      yield* this.#runUntil(request.at)
      this.now = request.at
      isolateFor(request).handle(request)
      yield
    }
    yield* this.#runUntil(Infinity)
  }

  /** @param {number} end */
  *#runUntil(end) {
    while (this.#schedule.next <= end && this.#schedule.next < Infinity) {
      const { at, run } = this.#schedule.take()
      this.now = at
      run()
      yield
    }
  }
}

/**
 * The same for every contestant: who asks when, and with which token.
 * @param {Scenario} scenario
 * @param {AuthorizationServer} server
 * @returns {Generator<Request>}
 */
export function* arrivals(scenario, server) {
  const { duration, isolates, places, requestsPerSecond, madeUpPerSecond, tokenLife, seed } = scenario
  const random = dice(seed)
  const shares = Array.from({ length: places }, (_, place) => 1 / (place + 1))
  const total = shares.reduce((sum, share) => sum + share)
  const perPlace = isolates / places
  const gap = 1 / (requestsPerSecond + madeUpPerSecond)
  for (let at = exponential(random, gap); at < duration; at += exponential(random, gap)) {
    const isMadeUp = random() < madeUpPerSecond * gap
    let rest = isMadeUp ? 0 : random() * total
    const place = Math.max(
      0,
      shares.findIndex((share) => (rest -= share) < 0)
    )
    const slot = place * perPlace + Math.floor(random() * perPlace)
    const issuedAt = at - random() * tokenLife
    yield { at, slot, isMadeUp, kid: isMadeUp ? `made up ${at}` : server.signingKid(issuedAt) }
  }
}

/**
 * @param {Scenario} scenario
 * @param {(place: number) => Isolate} open
 * @returns {(request: Request) => Isolate} the isolate that lives in a slot at that time. When its life is over another takes
 *   its place, which knows nothing
 */
export function isolatesOf({ isolates, places, isolateLife, seed }, open) {
  const slots = Array.from({ length: isolates }, (_, slot) => {
    const random = dice(seed * 65_537 + slot)
    // A Poisson process looks the same from any moment on.
    return {
      random,
      place: Math.floor(slot / (isolates / places)),
      endsAt: 0,
      isolate: /** @type {Isolate | undefined} */ (undefined)
    }
  })
  return ({ at, slot }) => {
    const held = slots[slot]
    if (held.isolate === undefined || at >= held.endsAt) {
      while (at >= held.endsAt) held.endsAt += exponential(held.random, isolateLife)
      held.isolate = open(held.place)
    }
    return held.isolate
  }
}

/**
 * @param {Scenario} scenario
 * @param {Contestant} contestant
 */
export function simulate(scenario, contestant) {
  const world = new World(scenario)
  world.run(arrivals(scenario, world.server), isolatesOf(scenario, contestant.open(world)))
  return world.metrics.result(contestant.id, scenario.duration)
}
