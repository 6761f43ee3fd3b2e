import { AssayError } from '../shared/error.js'
import { Attempt } from './attempt.js'
import { pause, runInBackground } from './background.js'
import { DocumentState } from './document-state.js'

/** @import { Action } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

const PAUSE_MILLISECONDS = 20
/** The document that the first attempt fetched may expire before its caller continues. */
const MAX_ATTEMPTS = 2

/**
 * A document that is fetched and cached. js/keys/machine.js decides when; this class starts the attempts and waits for them.
 * @template M
 * @extends {DocumentState<M>}
 */
export class CachedDocument extends DocumentState {
  /** @type {Promise<unknown> | undefined} ends with the attempt that is under way; never rejected */
  #underWay

  /**
   * Loads the document where none serves, and waits for it. Refreshes a stale one in the background.
   * @param {WaitUntil} [waitUntil]
   * @param {boolean} [untilFresh] whether to wait until the document is fresh, or until the attempt has failed
   * @returns {Promise<boolean>} true: it was fetched during this call, so a look-up would find nothing newer
   * @throws {AssayError} where no document serves
   */
  async load(waitUntil, untilFresh = false) {
    const startedAt = this.options.now()
    const wasThere = this.current() !== undefined
    for (let attempts = 0; attempts < MAX_ATTEMPTS;) {
      this.assertOpen()
      const action = this.dispatch({ type: 'need' })
      if (!action) break
      if (action.type === 'wait') await this.#pause(action.until)
      else attempts += (await this.#attempt(action, untilFresh, waitUntil)) ? MAX_ATTEMPTS : 1
    }
    if (!this.current()) throw this.unavailable(false)
    return !wasThere && this.state.source === 'network' && this.isAsOf(startedAt)
  }

  /**
   * Looks for another document, after a token was refused that other keys might save.
   * @param {M} seen what the token was refused with
   * @param {WaitUntil} [waitUntil]
   * @returns {Promise<boolean>} true: another document serves now. False: it is known that there is none
   * @throws {AssayError} where it is not known
   */
  async lookUp(seen, waitUntil) {
    const startedAt = this.options.now()
    const { answers } = this.state
    for (;;) {
      this.assertOpen()
      const found = this.current()
      if (found && found !== seen) return true
      // The endpoint has answered meanwhile, with the same set.
      if (found && this.state.answers !== answers && this.isAsOf(startedAt)) return false
      const action = this.dispatch({ type: 'unknown' })
      if (action) await (action.type === 'wait' ? this.#pause(action.until) : this.#start(action, waitUntil).ended)
      else if (found && this.isSettled()) return false
      else throw this.unavailable(true)
    }
  }

  /**
   * Ends every wait and every fetch.
   * @override
   * @returns {M | undefined} what it held
   */
  close() {
    const last = super.close()
    const { closing } = this.options
    for (const abort of closing) {
      try {
        abort()
      } catch {
        // On Workers one request cannot touch what another one started.
      }
    }
    closing.clear()
    return last
  }

  /**
   * @param {Action} action
   * @param {WaitUntil | undefined} waitUntil
   * @returns {{ ended: Promise<true>, served: Promise<void> }} `served`: a document from the store serves while it is
   *   refreshed
   */
  #start(action, waitUntil) {
    const { closing, now } = this.options
    let abandon = () => {}
    /** @type {Promise<void>} */
    const abandoned = new Promise((resolve) => {
      abandon = resolve
    })
    closing.add(abandon)
    const attempt = new Attempt(this, waitUntil)
    const running = attempt.run(action).catch(() => {
      // Only a bug leads here. A failed attempt is better than a caller that waits forever.
      this.dispatch({ type: 'failed', at: now(), error: new AssayError('internal'), retryAfter: 0 })
    })
    const ended = Promise.race([running, abandoned]).then(() => {
      closing.delete(abandon)
      if (this.#underWay === ended) this.#underWay = undefined
      return /** @type {true} */ (true)
    })
    this.#underWay = ended
    return { ended, served: attempt.served }
  }

  /**
   * Starts an attempt. Waits for it where no document serves, or where a fresh one is required.
   * @param {Action} action
   * @param {boolean} untilFresh
   * @param {WaitUntil | undefined} waitUntil
   * @returns {Promise<boolean>} whether no further attempt is of use
   */
  async #attempt(action, untilFresh, waitUntil) {
    const { ended, served } = this.#start(action, waitUntil)
    const waits = untilFresh || this.current() === undefined
    const hasEnded = waits && (await (untilFresh ? ended : Promise.race([ended, served])))
    if (!hasEnded) await runInBackground(ended, waitUntil, this.options.sharesPromises)
    return untilFresh || !waits
  }

  /**
   * Waits for the attempt that another caller started. On Workers no request may await another one's promise: it polls.
   * @param {number} until seconds since the epoch
   */
  #pause(until) {
    const { now, sharesPromises } = this.options
    const shared = sharesPromises ? this.#underWay : undefined
    return pause(shared ? (until - now()) * 1000 : PAUSE_MILLISECONDS, shared)
  }
}
