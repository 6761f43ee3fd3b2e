// assay-jwt in one isolate: the project's own state machine, and around it what js/keys/document.js and js/verifier/verifier.js do
// on Workers with waitUntil, where no request awaits a promise of another.

import { initialState, isSettled, isUsable, transition } from '../../../js/keys/machine.js'

/** @import { Action, Event, State } from '../../../js/keys/machine-types.js' */
/** @import { Version } from './authorization-server.js' */
/** @import { Waited } from './metrics.js' */
/** @import { Store } from './stores.js' */
/** @import { Isolate, Request, World } from './world.js' */

const LOOK_UPS = 2
const PAUSE = 0.02
/** The defaults on Workers, as js/keys/remote-keys.js derives them from the options'. */
const limits = { maxStale: 86_400, cooldown: 30, lease: 35, patience: 1 }

/** @implements {Isolate} */
export class AssayIsolate {
  #world
  #store
  /** @type {State<{ value: Version }>} */
  #state

  /** @param {World} world @param {Store} [store] */
  constructor(world, store) {
    this.#world = world
    this.#store = store
    this.#state = initialState({ ...limits, hasStore: store !== undefined })
  }

  get #version() {
    return isUsable(this.#state, this.#world.now) ? this.#state.entry?.value : undefined
  }

  /** @param {Request} request */
  handle(request) {
    const call = new Call(request)
    const came = this.#world.now
    const hadKeys = this.#version !== undefined
    if (hadKeys && this.#world.now < this.#state.dueAt) return this.#decide(call, LOOK_UPS)
    this.#load(call, () => {
      // A set that was fetched for this very token is as new as it can be.
      this.#decide(call, !hadKeys && this.#state.source === 'network' && this.#isAsOf(came) ? 0 : LOOK_UPS)
    })
  }

  /** @param {Call} call @param {number} lookUps */
  #decide(call, lookUps) {
    const version = this.#version
    if (version === undefined || version.kids.has(call.request.kid) || lookUps === 0) {
      return this.#world.decide(call.request, version, call.waited)
    }
    this.#lookUp({ call, seen: version, answers: this.#state.answers, came: this.#world.now }, (found) => {
      if (found === undefined) this.#world.decide(call.request, undefined, call.waited)
      else this.#decide(call, found === version ? 0 : lookUps - 1)
    })
  }

  /** @param {Call} call @param {() => void} done */
  #load(call, done) {
    const action = this.#say({ type: 'need' })
    if (action === undefined) return done()
    if (action.type === 'wait') return this.#pause(call, () => this.#load(call, done))
    const again = () => this.#load(call, done)
    if (this.#version === undefined) return this.#run(action, call, false, again)
    this.#run(action, undefined, true, () => {})
    again()
  }

  /** @param {number} time @returns {boolean} whether what is there was asked for after that time, or within the cooldown */
  #isAsOf(time) {
    return Number(this.#state.entry?.fetchedAt) >= time || isSettled(this.#state, this.#world.now)
  }

  /**
   * @param {{ call: Call, seen: Version, answers: number, came: number }} lookUp with the answers of the endpoint before
   * @param {(found: Version | undefined) => void} done nothing: nobody can say whether there is another set
   */
  #lookUp(lookUp, done) {
    const { call, seen, answers, came } = lookUp
    const found = this.#version
    if (found !== undefined && found !== seen) return done(found)
    if (found !== undefined && this.#state.answers !== answers && this.#isAsOf(came)) return done(found)
    const action = this.#say({ type: 'unknown' })
    const again = () => this.#lookUp(lookUp, done)
    if (action === undefined) done(isSettled(this.#state, this.#world.now) ? found : undefined)
    else if (action.type === 'wait') this.#pause(call, again)
    else this.#run(action, call, true, again)
  }

  /** @param {Call} call @param {() => void} done */
  #pause(call, done) {
    call.waitsFor('fetch')
    this.#world.after(PAUSE, done)
  }

  /** @param {Event<{ value: Version }>} event @returns {Action | undefined} */
  #say(event) {
    const { state, action } = transition(this.#state, event, this.#world.now, this.#world.roll())
    this.#state = state
    return action
  }

  /**
   * @param {Action} action
   * @param {Call | undefined} call that waits for it; none: it is done in the background
   * @param {boolean} patient whether to wait for the endpoint, though the store's set serves
   * @param {() => void} done
   */
  #run(action, call, patient, done) {
    if (action.type === 'fetch') return this.#fetch(action, call, done)
    call?.waitsFor('store')
    this.#store?.get((stored) => {
      const isNewer = stored !== undefined && stored.fetchedAt > (this.#state.entry?.fetchedAt ?? -Infinity)
      const next = this.#say({ type: 'stored', entry: isNewer ? stored : undefined })
      if (next?.type !== 'fetch') return done()
      if (patient || this.#version === undefined) return this.#fetch(next, call, done)
      this.#fetch(next, undefined, () => {})
      done()
    })
  }

  /**
   * @param {{ at: number, etag: string | undefined }} action
   * @param {Call | undefined} call
   * @param {() => void} done
   */
  #fetch({ at, etag }, call, done) {
    call?.waitsFor('fetch')
    const { maxAge } = this.#world.scenario
    this.#world.fetch(etag, (answer) => {
      const action = this.#say(
        'failed' in answer
          ? { type: 'failed', at, error: 'down', retryAfter: 0 }
          : 'version' in answer
            ? { type: 'fetched', entry: { value: answer.version, fetchedAt: at, maxAge, etag: answer.version.etag } }
            : { type: 'renewed', at, etag: String(etag), maxAge }
      )
      const { entry } = this.#state
      if (action !== undefined && entry !== undefined) this.#store?.put(entry)
      done()
    })
  }
}

/** One verification. */
class Call {
  /** @type {Waited} */
  waited = 'no'

  /** @param {Request} request */
  constructor(request) {
    this.request = request
  }

  /** @param {'store' | 'fetch'} what */
  waitsFor(what) {
    if (this.waited !== 'fetch') this.waited = what
  }
}
