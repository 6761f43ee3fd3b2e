import { firstAlternative } from '../options/required-scopes.js'
import { makeConfigFaultLog } from './config-fault-log.js'
import { makeDecision } from './decision.js'
import { noteRefusal, refusalNotes } from './refusal-notes.js'
import { withSubject } from './refusal-subject.js'
import { assayErrorOf, statusOf } from './request-error.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { Attempt } from './gate.js' */
/** @import { GuardOptions } from './types.js' */

/** Reports each decision of a gate: to onDecision, and mistakes in the options to the console. */
export class DecisionReporter {
  #options
  #logConfigFault = makeConfigFaultLog()

  /** @param {GuardOptions<any, any, any>} options checked */
  constructor(options) {
    this.#options = options
  }

  /**
   * @param {Attempt} attempt
   * @param {unknown} thrown
   * @returns {unknown} what to throw: the refusal; or, where it is no AssayError, the user's own error, which is no decision
   */
  refused(attempt, thrown) {
    const known = assayErrorOf(thrown)
    if (known === undefined) return thrown
    // Of a batch, only the message that was refused.
    const subject = refusalNotes(known).subject ?? attempt.subject
    const error = withSubject(known, subject, attempt.sent)
    noteRefusal(error, { scopes: this.#challengedScopes(attempt, error), ...schemeOf(attempt) })
    this.report({ ...attempt, subject }, error)
    this.#logConfigFault(error)
    return error
  }

  /**
   * @param {Attempt} attempt
   * @param {AssayError} [error] why it is refused; without it, it is accepted
   */
  report(attempt, error) {
    const { onDecision } = this.#options
    if (onDecision === undefined) return
    // What onDecision throws is the user's error, and lets nobody in. A log that fails later must not change an answer.
    ignoreRejection(onDecision(makeDecision({ ...attempt, error, status: error ? statusOf(error) : 200 })))
  }

  /**
   * @param {Attempt} attempt
   * @param {AssayError} error
   * @returns {string[] | undefined} the scopes that the challenge names; undefined where none is required. Those of a token
   *   are for whoever may use it
   */
  #challengedScopes({ token, requiredScopes }, { code }) {
    if (requiredScopes.length === 0) return undefined
    const isTold = this.#options.scopeChallenge === 'accumulated' && code === 'AUTH_MISSING_SCOPE'
    const granted = isTold ? (token?.scopes ?? []) : []
    return [...new Set([...granted, ...requiredScopes.map(firstAlternative)])]
  }
}

/** @param {Attempt} attempt @returns {{ scheme?: 'Bearer' | 'DPoP' }} of a token that came */
function schemeOf({ jwt, possession }) {
  const scheme = jwt === undefined ? undefined : possession?.scheme
  return scheme === undefined ? {} : { scheme }
}

/** @param {unknown} result of a user's function; a promise is not waited for, and may be rejected */
function ignoreRejection(result) {
  Promise.resolve(result).catch(() => {})
}
