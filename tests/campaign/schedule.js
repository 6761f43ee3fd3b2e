// One schedule: verifiers over endpoints and stores, and calls at random moments of a short time.

import { makeCreateVerifier } from '../../js/verifier/api.js'
import { Core } from '../../js/core/core.js'
import { code } from '../js/support/core.js'
import { audience, now as tokenTime, token } from '../js/support/tokens.js'
import { judge } from './model.js'
import { dice } from './random.js'
import { Endpoint, KIDS, pause, Store, Witness } from './world.js'

/** @import { Observation } from './model.js' */
/** @import { Watchdog } from './watchdog.js' */

const START = 1_800_000_000
/** Seconds of the verifiers' clock in one of the event loop's. */
const SPEED = 100
const DURATION = 120
/** Milliseconds after which a call that has not ended never will: it has nothing left to wait for after some seconds. */
const FOREVER = 60_000
const ISSUERS = ['https://a.example/', 'https://b.example/']

const sharing = new Core({ loadSync: () => code, sharesPromises: true })
const isolated = new Core({ loadSync: () => code, sharesPromises: false })

/** @type {Map<string, string>} */
const tokens = new Map()

/** @param {string} issuer @param {string} kid @returns {string} a good token, or one under a key id that nobody has */
function tokenOf(issuer, kid) {
  const name = `${issuer} ${kid}`
  const isKnown = KIDS.includes(kid)
  if (!tokens.has(name))
    tokens.set(name, token({ claims: { iss: issuer }, header: { kid }, key: isKnown ? kid : 'good' }))
  return /** @type {string} */ (tokens.get(name))
}

/**
 * @param {() => number} clock
 * @returns {() => number} the same, standing still until the event loop turns: what happens in one turn happens at once
 */
function turnClock(clock) {
  /** @type {number | undefined} */
  let time
  return () => {
    if (time === undefined) setImmediate(() => (time = undefined))
    return (time ??= clock())
  }
}

/**
 * @param {number} seed
 * @param {Watchdog} watchdog
 * @returns {Promise<{ faults: string[], calls: number, fetches: number, verdicts: { [verdict: string]: number } }>}
 */
export async function runSchedule(seed, watchdog) {
  const random = dice(seed)
  const begin = performance.now()
  const time = turnClock(() => START + ((performance.now() - begin) / 1000) * SPEED)
  const limits = {
    cooldown: random.pick([1, 5, 30]),
    timeout: random.pick([0.04, 0.12]),
    maxStale: random.pick([20, 60, 86_400]),
    ...(random.chance(0.5) ? { maxAge: random.pick([2, 10, 600]) } : {})
  }
  const endpoints = new Map(ISSUERS.map((issuer) => [issuer, new Endpoint(random, time)]))
  const store = random.chance(0.6) ? new Store(random, time) : undefined
  // Such a store takes a second of the event loop's for each call, in which what serves for less would expire.
  if (store?.mood === 'hanging') limits.maxStale = 86_400
  const parties = Array.from({ length: random.pick([1, 2]) }, () =>
    makeParty({ random, time, limits, endpoints, store, watchdog })
  )
  /** @type {Promise<void>[]} */
  const running = []
  for (const { at, act } of plan(random, parties, endpoints)) {
    const wait = at - (performance.now() - begin)
    if (wait > 0) await pause(wait)
    running.push(Promise.resolve(act()))
  }
  const ended = await Promise.race([Promise.all(running), pause(FOREVER)])
  for (const { verifier } of parties) verifier.dispose()
  const outcome = report(seed, parties, limits)
  if (!ended)
    outcome.faults.push(`seed ${seed}: a call has not ended: ${parties.flatMap(({ waiting }) => [...waiting])}`)
  return outcome
}

/** @typedef {ReturnType<typeof makeParty>} Party */

/** @param {any} world */
function makeParty({ random, time, limits, endpoints, store, watchdog }) {
  const several = random.chance(0.5)
  const issuers = several ? ISSUERS : ISSUERS.slice(0, 1)
  const sharesPromises = random.chance(0.5)
  /** @type {Map<string, Witness>} */
  const witnesses = new Map(issuers.map((issuer) => [issuer, new Witness(time)]))
  const now = () => (watchdog.reads(), time())
  const readers = issuers.map((issuer) => ({ issuer, witness: /** @type {Witness} */ (witnesses.get(issuer)) }))
  const shared = { audience, jwksCache: limits, ...(store && { store: store.openFor(readers) }) }
  const own = (/** @type {string} */ issuer) => ({
    ...{ issuer, jwksUri: `${issuer}jwks`, fetch: endpoints.get(issuer).fetchFor(witnesses.get(issuer)) },
    onEvent: (/** @type {{ type: string, reason?: string }} */ event) => witnesses.get(issuer)?.hears(event)
  })
  const core = sharesPromises ? sharing : isolated
  core.platform = { ...core.platform, now }
  const createVerifier = makeCreateVerifier(core)
  const verifier = createVerifier(
    several ? { ...shared, issuers: issuers.map(own) } : { ...shared, ...own(issuers[0]) }
  )
  return {
    verifier,
    issuers,
    witnesses,
    time,
    waiting: new Set(),
    disposed: false,
    observations: /** @type {[string, Observation][]} */ ([])
  }
}

/**
 * @param {ReturnType<typeof dice>} random
 * @param {Party[]} parties
 * @param {Map<string, Endpoint>} endpoints
 * @returns {{ at: number, act: () => unknown }[]} in the order of their times
 */
function plan(random, parties, endpoints) {
  const acts = Array.from({ length: Math.floor(random.between(6, 24)) }, () => {
    const party = random.pick(parties)
    const issuer = random.pick(party.issuers)
    const kid = random.pick([...KIDS, 'good', 'made up'])
    const call = random.pick(['verify', 'verify', 'verify', 'verifySync', 'explain', 'ready'])
    return { at: random.between(0, DURATION), act: () => observe(party, issuer, kid, /** @type {any} */ (call)) }
  })
  // Several at once, which meet the same attempt.
  for (const { at, act } of acts.slice(0, 4)) if (random.chance(0.5)) acts.push({ at, act }, { at, act })
  for (const endpoint of endpoints.values()) {
    for (let count = random.pick([0, 1, 2]); count > 0; count--) {
      acts.push({ at: random.between(0, DURATION), act: async () => endpoint.change() })
    }
  }
  if (random.chance(0.1)) {
    const party = random.pick(parties)
    acts.push({ at: random.between(0, DURATION), act: async () => ((party.disposed = true), party.verifier.dispose()) })
  }
  return acts.sort((a, b) => a.at - b.at)
}

/**
 * @param {Party} party
 * @param {string} issuer
 * @param {string} kid
 * @param {Observation['call']} call
 */
async function observe(party, issuer, kid, call) {
  const { verifier, time, observations } = party
  const began = time()
  const jwt = tokenOf(issuer, kid)
  const options = { now: tokenTime }
  const mark = `${call} ${issuer} ${kid} at ${began - START}`
  party.waiting.add(mark)
  let error
  try {
    if (call === 'verify') await verifier.verify(jwt, options)
    else if (call === 'verifySync') verifier.verifySync(jwt, options)
    else if (call === 'ready') await verifier.ready()
    else error = (await verifier.explain(jwt, options)).error
  } catch (thrown) {
    error = thrown
  }
  const { disposed } = party
  party.waiting.delete(mark)
  observations.push([issuer, { call, kid, began, ended: time(), accepted: error === undefined, error, disposed }])
}

/**
 * @param {number} seed
 * @param {Party[]} parties
 * @param {{ cooldown: number, timeout: number }} limits
 */
function report(seed, parties, { cooldown, timeout }) {
  /** @type {{ [verdict: string]: number }} */
  const verdicts = {}
  const faults = []
  let calls = 0
  let fetches = 0
  // The longest back-off is four cooldowns; an attempt ends by its timeout, or is given up, and the store has a second.
  const longest = 4 * cooldown + 10 + (5 * timeout + 2) * SPEED
  for (const { observations, witnesses } of parties) {
    for (const { fetches: count, untrue } of witnesses.values()) {
      fetches += count
      for (const reason of untrue) faults.push(`seed ${seed}: a JWK Set counted as a failure, ${reason}`)
    }
    for (const [issuer, seen] of observations) {
      calls += 1
      const verdict = seen.accepted ? 'accepted' : String(seen.error?.reason ?? 'unknown')
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
      // ready() is about all issuers at once: one of them is enough to make it fail.
      const about = seen.call === 'ready' ? [...witnesses.values()] : [/** @type {Witness} */ (witnesses.get(issuer))]
      const wrong = about.map((witness) => judge(seen, witness, { cooldown, longest }))
      if (wrong.every((each) => each !== undefined)) {
        faults.push(`seed ${seed}: ${seen.call}: ${wrong[0]}\n${story(seen, about[0], cooldown)}`)
      }
    }
  }
  return { faults, calls, fetches, verdicts }
}

/**
 * @param {Observation} seen
 * @param {Witness} witness
 * @param {number} cooldown
 * @returns {string} what led to a verdict, in seconds since the schedule began
 */
function story({ began, ended }, { answers, stored, failures, open }, cooldown) {
  const at = (/** @type {number} */ time) => (time - START).toFixed(3)
  const tell = (/** @type {import('./world.js').Answer} */ { kids, asked, got, served }) =>
    `[${kids}] asked ${at(asked)} got ${at(got)} served ${at(served)}`
  return [
    `  called ${at(began)} to ${at(ended)}, cooldown ${cooldown}`,
    ...answers.map((answer) => `  answer ${tell(answer)}`),
    ...stored.map((answer) => `  store ${tell(answer)}`),
    ...failures.map((failure) => `  failure asked ${at(failure.asked)} ended ${at(failure.ended)}`),
    ...[...open].map((asked) => `  open, asked ${at(asked)}`)
  ].join('\n')
}
