// The places that keys come from, in one schedule: endpoints and stores that are slow, fail and hang, and a clock that runs
// faster than the event loop's timers.

import { publicJwk } from '../js/support/tokens.js'

/** @typedef {ReturnType<typeof import('./random.js').dice>} Dice */
/**
 * @typedef {{ kids: readonly string[], asked: number, got: number, served: number }} Answer a set, when it was asked for, when
 *   it came, and when the verifier said that it has taken it over (Infinity: not yet)
 */
/** @typedef {{ asked: number, ended: number }} Failure */

/** What may be said of a fetch that failed: these endpoints hang, reset, answer 502, and HTML. */
const HONEST = ['jwks_timeout', 'jwks_fetch_failed', 'jwks_status', 'jwks_not_json']

export const KIDS = ['good', 'other', 'exponent3']
const texts = new Map()

/** @param {readonly string[]} kids @returns {string} */
function setText(kids) {
  const key = kids.join()
  if (!texts.has(key)) texts.set(key, JSON.stringify({ keys: kids.map((kid) => publicJwk(kid)) }))
  return texts.get(key)
}

/** One authorization server: its key set, which changes, and its moods. */
export class Endpoint {
  kids = ['good']

  /** @param {Dice} random @param {() => number} now */
  constructor(random, now) {
    this.random = random
    this.now = now
    this.failing = random.pick([0, 0, 0.3, 1])
    this.latency = random.pick([0, 1, 5, 20])
    this.sendsEtags = random.chance(0.5)
    this.maxAge = random.pick([undefined, 60, 600])
  }

  /** What changes at random moments: keys are added and withdrawn, also the last one; outages begin and end. */
  change() {
    const { random } = this
    if (random.chance(0.3)) this.failing = random.pick([0, 0.5, 1])
    else
      this.kids = random.pick([
        ['good'],
        ['good', 'other'],
        ['other'],
        ['other', 'exponent3'],
        [],
        ['good', 'exponent3']
      ])
  }

  #headers() {
    const headers = new Headers(this.maxAge === undefined ? {} : { 'cache-control': `max-age=${this.maxAge}` })
    if (this.sendsEtags) headers.set('etag', `"${this.kids.join()}"`)
    return headers
  }

  /**
   * The option `fetch` of one verifier, which writes down what that verifier was told.
   * @param {Witness} witness
   * @returns {typeof globalThis.fetch}
   */
  fetchFor(witness) {
    return async (_url, init) => {
      const { random } = this
      const outcome = random.chance(this.failing) ? random.pick(['hang', 'status', 'html', 'reset']) : 'ok'
      const end = witness.starts(this.now(), /** @type {AbortSignal} */ (init?.signal))
      await (outcome === 'hang' ? new Promise(() => {}) : pause(this.latency * random.roll()))
      const { kids } = this
      const text = setText(kids)
      if (outcome !== 'ok') {
        end(undefined)
        if (outcome === 'reset') throw new TypeError('reset')
        return new Response('<p>', { status: outcome === 'html' ? 200 : 502 })
      }
      end(kids)
      const headers = this.#headers()
      const known = new Headers(init?.headers).get('if-none-match')
      const same = this.sendsEtags && known === `"${kids.join()}"`
      return same ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
    }
  }
}

/** What one verifier was told of one issuer's keys. */
export class Witness {
  /** @type {Answer[]} */
  answers = []
  /** Those that a store gave. @type {Answer[]} */
  stored = []
  /** @type {Failure[]} */
  failures = []
  /** Exchanges that have not ended. @type {Set<number>} */
  open = new Set()
  fetches = 0
  /** What else was told of one that failed. @type {Set<string>} */
  untrue = new Set()

  /** @param {() => number} now */
  constructor(now) {
    this.now = now
  }

  /**
   * @param {number} asked
   * @param {AbortSignal} signal
   * @returns {(kids: readonly string[] | undefined) => void} to be called at the end
   */
  starts(asked, signal) {
    this.fetches += 1
    this.open.add(asked)
    let ended = false
    const end = (/** @type {readonly string[] | undefined} */ kids) => {
      if (ended) return
      ended = true
      this.open.delete(asked)
      if (kids) this.answers.push({ kids, asked, got: this.now(), served: Infinity })
      else this.failures.push({ asked, ended: this.now() })
    }
    signal.addEventListener('abort', () => end(undefined))
    return end
  }

  /**
   * The option `onEvent`: answers are taken over in the order in which they came.
   * @param {{ type: string, reason?: string }} event
   */
  hears({ type, reason = '' }) {
    if (type === 'jwks_fetch_failed' && !HONEST.includes(reason)) this.untrue.add(reason)
    if (type !== 'jwks_fetched' && type !== 'jwks_not_modified') return
    const first = this.answers.find(({ served }) => served === Infinity)
    if (first) first.served = this.now()
  }
}

/** A store that verifiers share. It says who has read what. */
export class Store {
  entries = new Map()

  /** @param {Dice} random @param {() => number} now */
  constructor(random, now) {
    this.random = random
    this.now = now
    this.mood = random.pick(['fast', 'fast', 'slow', 'failing', 'mixed', random.chance(0.1) ? 'hanging' : 'slow'])
  }

  /** @param {{ witness: Witness, issuer: string }[]} readers of one verifier */
  openFor(readers) {
    return {
      get: async (/** @type {string} */ key) => {
        await this.#trouble()
        const value = this.entries.get(key)
        if (value === undefined) return undefined
        const { issuer, text, fetchedAt } = JSON.parse(value)
        const reader = readers.find((each) => each.issuer === issuer)
        const kids = JSON.parse(text).keys.map((/** @type {{ kid: string }} */ { kid }) => kid)
        reader?.witness.stored.push({ kids, asked: fetchedAt, got: this.now(), served: Infinity })
        return value
      },
      put: async (/** @type {string} */ key, /** @type {string} */ value) => {
        await this.#trouble()
        this.entries.set(key, value)
      }
    }
  }

  async #trouble() {
    const mood = this.mood === 'mixed' ? this.random.pick(['fast', 'slow', 'failing']) : this.mood
    if (mood === 'slow') await pause(this.random.between(0, 15))
    if (mood === 'failing') throw new Error('the store is down')
    if (mood === 'hanging') await new Promise(() => {})
  }
}

/** @param {number} milliseconds @returns {Promise<void>} */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
