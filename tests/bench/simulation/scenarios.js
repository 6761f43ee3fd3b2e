// What is simulated. Times are in seconds.

const HOUR = 3600

/**
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {number} duration
 * @property {number} isolates alive at any time, in equal parts in each place
 * @property {number} places data centres. The n-th busiest has a share of 1/n (Zipf)
 * @property {number} requestsPerSecond of all clients, as a Poisson process
 * @property {number} madeUpPerSecond besides these, tokens whose key id nobody has, a new one in each: from one client, and so
 *   in one place, the busiest
 * @property {number} isolateLife mean of an exponential distribution
 * @property {number} rotationEvery the first after half of it; then the new key signs at once
 * @property {number} overlap after which the old key is withdrawn
 * @property {number} tokenLife a token is used at any age up to it
 * @property {number} maxAge of the JWK Set, by its Cache-Control
 * @property {readonly [from: number, to: number][]} outages in which the authorization server answers with errors
 * @property {number} seed
 */

/** @type {Scenario} */
const day = {
  id: 'day',
  title: 'a day with four rotations',
  duration: 24 * HOUR,
  isolates: 1000,
  places: 50,
  requestsPerSecond: 50,
  madeUpPerSecond: 0,
  isolateLife: HOUR / 2,
  rotationEvery: 6 * HOUR,
  overlap: 900,
  tokenLife: 600,
  maxAge: 600,
  outages: [],
  seed: 1
}

/** @type {readonly Scenario[]} */
export const scenarios = [
  day,
  {
    ...{ ...day, id: 'flood', title: 'two hours under a flood of made-up key ids', duration: 2 * HOUR },
    ...{ madeUpPerSecond: 50, rotationEvery: 100 * HOUR }
  },
  {
    ...{ ...day, id: 'outage', title: 'the authorization server is down for an hour', duration: 3 * HOUR },
    ...{ rotationEvery: 100 * HOUR, outages: [[HOUR, 2 * HOUR]] }
  }
]

/** @param {Scenario} scenario @returns {Scenario} with a tenth of the isolates, places and requests */
export function smaller(scenario) {
  const { isolates, places, requestsPerSecond, madeUpPerSecond } = scenario
  return {
    ...scenario,
    ...{ isolates: isolates / 10, places: places / 10 },
    ...{ requestsPerSecond: requestsPerSecond / 10, madeUpPerSecond: madeUpPerSecond / 10 }
  }
}

/** What an exchange takes. By Cloudflare's documentation a cold read of KV is one of another continent. */
export const latencies = {
  fetch: { least: 0.05, mean: 0.15 },
  cacheApi: { least: 0.002, mean: 0.005 },
  kvHot: { least: 0.002, mean: 0.008 },
  kvCold: { least: 0.03, mean: 0.1 }
}

/** Cloudflare KV: how long a place serves what it has read, or not found, without asking again; and writes to a key. */
export const kv = { cacheTtl: 60, secondsBetweenWrites: 1 }
