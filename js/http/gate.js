import { AssayError, invalidOption } from '../shared/error.js'
import * as check from '../options/option-checks.js'
import { ANSWER_OPTIONS, checkRequiredScope, forRequest, readAnswerOptions } from './answer-options.js'
import { authorizationOf, bearerToken } from './bearer-token.js'
import { makeComplaint } from './config-fault-log.js'
import { handlerHeaders, isPreflight, preflightAnswer } from './cors.js'
import { makeDecision } from './decision.js'
import { DECISION_OPTIONS, readDecisionOptions } from './decision-options.js'
import { writeRefusal } from './error-response.js'
import { noteRefusal, refusalNotes } from './refusal-notes.js'
import { withSubject } from './refusal-subject.js'
import { asAssayError, assayErrorOf, requestError, statusOf } from './request-error.js'
import { metadataAnswer } from './resource-metadata.js'
import { assertNoPromise, checkReturned } from './returned-value.js'

/** @import { VerifiedToken, VerifyOptions } from '../shared/types.js' */
/** @import { RequestLike } from './bearer-token.js' */
/** @import { AnswerConfig } from './answer-options.js' */
/** @import { ReadHeader } from './cors.js' */
/** @import { Subject } from './refusal-notes.js' */
/** @import { Answer } from './resource-metadata.js' */
/** @import { GuardContext, GuardOptions, TokenVerifier } from './types.js' */

/**
 * @typedef {object} Asked a request, whatever framework has it
 * @property {string} method
 * @property {string | undefined} url absolute; undefined where the request does not tell
 * @property {string} path with its query
 * @property {ReadHeader} header
 */

/**
 * @typedef {object} Attempt one request on its way through the gate
 * @property {string} requestId
 * @property {string} sent the Authorization header's value
 * @property {string | undefined} jwt
 * @property {VerifiedToken | undefined} token
 * @property {readonly string[]} requiredScopes
 * @property {Subject} subject what it asks for, once that is known
 */

/**
 * Says what a request takes beyond the options, once its token is verified, and notes what it asks for.
 * @typedef {(token: VerifiedToken, note: (subject: Subject) => void) => Promise<readonly string[]>} FurtherScopes
 */

/** Codes of a token that was refused for what it is: these are counted by the rate limit. */
const FAILED = ['AUTH_TOKEN_INVALID', 'AUTH_TOKEN_EXPIRED', 'AUTH_INVALID_ISSUER', 'AUTH_INVALID_AUDIENCE']

/**
 * Decides about requests, whatever framework they come from: reads the token, verifies it, tells who must be told.
 * @template R the request, as the framework has it
 */
export class Gate {
  #verifier
  /** @type {ReturnType<typeof readDecisionOptions>} */
  #options
  /** @type {AnswerConfig} */
  #answers
  /** @type {WeakSet<object>} errors of requireScope, which are answers */
  #demands = new WeakSet()
  #complain = makeComplaint()

  /**
   * @param {TokenVerifier} verifier
   * @param {GuardOptions<R, any>} options
   * @throws {AssayError} CONFIG_INVALID, naming the option
   */
  constructor(verifier, options) {
    if (typeof verifier?.verify !== 'function') throw invalidOption('verifier', 'must be what createVerifier returns')
    this.#verifier = verifier
    const given = check.readOptions(options, [...ANSWER_OPTIONS, ...DECISION_OPTIONS])
    this.#options = readDecisionOptions(given)
    const { requiredScope, ...answers } = given
    this.#answers = readAnswerOptions(typeof requiredScope === 'function' ? answers : { ...answers, requiredScope })
  }

  /**
   * @param {R} request
   * @param {Asked} asked
   * @returns {Answer | 'handler' | undefined} the answer to what takes no token: the metadata document, and a preflight,
   *   unless the handler answers that. undefined: a token must be there
   */
  first(request, asked) {
    const { method, path, header } = asked
    const document = metadataAnswer(() => this.#answers.metadataFor(request, asked.url).document, method, path)
    if (document !== undefined || !isPreflight(method, header)) return document
    return this.#options.preflight === 'handler' ? 'handler' : preflightAnswer(this.#answers, header)
  }

  /**
   * @param {RequestLike} carrier what has the Authorization header
   * @param {R} request what the functions in the options are given
   * @param {FurtherScopes} [scopesOf] what the request takes beyond the options (default: what the option requiredScope
   *   says). What it throws is a refusal; what is no AssayError, INTERNAL
   * @returns {Promise<GuardContext>}
   * @throws {AssayError} why it is refused; refuse() answers it. What a function in the options, or a verifier of the
   *   user's own, throws and is no AssayError, is thrown as it is
   */
  async admit(carrier, request, scopesOf) {
    /** @type {Attempt} */
    const attempt = {
      ...{ sent: '', jwt: undefined, token: undefined, requestId: '', subject: {} },
      requiredScopes: this.#answers.requiredScopes
    }
    /** @type {string | undefined} */
    let key
    try {
      attempt.sent = authorizationOf(carrier) ?? ''
      attempt.requestId = checkReturned(this.#options.requestId?.(request), 'requestId') ?? crypto.randomUUID()
      key = checkReturned(this.#options.rateLimit?.key(request), 'rateLimit.key')
      this.#assertHeard(key)
      attempt.jwt = bearerToken(carrier)
      if (attempt.jwt === undefined) throw new AssayError('token_missing')
      await this.#require(attempt)
      const token = /** @type {VerifiedToken} */ (attempt.token)
      const note = (/** @type {Subject} */ subject) => void (attempt.subject = subject)
      const further = await (scopesOf ? scopesOf(token, note).catch(refuseAll) : this.#scopesByOption(request, token))
      await this.#requireMore(attempt, further)
    } catch (thrown) {
      throw this.#refused(attempt, thrown, key)
    }
    this.#tell(attempt)
    return this.#context(attempt)
  }

  /**
   * @param {unknown} thrown
   * @param {R} request
   * @param {Asked} asked
   * @returns {Answer}
   * @throws what is no AssayError: no answer about the token, but the user's own error
   */
  refuse(thrown, request, { method, url, header }) {
    const error = assayErrorOf(thrown)
    if (error === undefined) throw thrown
    return writeRefusal(error, forRequest(this.#answers, request, url), { method, origin: header('origin') })
  }

  /** @param {Asked} asked @returns {{ [name: string]: string }} headers for what the handler answers */
  handlerHeaders({ header }) {
    return handlerHeaders(this.#answers, header('origin'))
  }

  /** @param {unknown} thrown by a handler @returns {boolean} whether requireScope threw it, so that it is an answer */
  isDemand(thrown) {
    return typeof thrown === 'object' && thrown !== null && this.#demands.has(thrown)
  }

  /**
   * @param {Attempt} attempt
   * @param {readonly string[]} further
   */
  async #requireMore(attempt, further) {
    if (further.length === 0) return
    attempt.requiredScopes = [...new Set([...attempt.requiredScopes, ...further])]
    await this.#require(attempt)
  }

  /** @param {Attempt} attempt */
  async #require(attempt) {
    const { requiredScopes } = attempt
    const verify = async (/** @type {VerifyOptions[]} */ ...options) =>
      assertToken(await this.#verifier.verify(/** @type {string} */ (attempt.jwt), ...options))
    try {
      attempt.token = await (requiredScopes.length > 0 ? verify({ requiredScope: requiredScopes }) : verify())
      assertScopes(attempt.token, requiredScopes)
    } catch (thrown) {
      // Whose token it is that lacks a scope is known, too: the same checks pass without it.
      if (assayErrorOf(thrown)?.code === 'AUTH_MISSING_SCOPE') attempt.token ??= await verify().catch(() => undefined)
      throw thrown
    }
  }

  /**
   * @param {R} request
   * @param {VerifiedToken} token
   */
  async #scopesByOption(request, token) {
    const { requiredScope } = this.#options
    if (typeof requiredScope !== 'function') return []
    const scopes = await requiredScope(request, token)
    const isNone = scopes === undefined || (Array.isArray(scopes) && scopes.length === 0)
    return isNone ? [] : checkRequiredScope(scopes, 'requiredScope')
  }

  /** @param {string | undefined} key */
  #assertHeard(key) {
    const wait = key === undefined ? 0 : this.#options.rateLimit?.retryAfter(key)
    const retryAfter = assertNoPromise(wait, 'rateLimit.retryAfter') ?? 0
    if (retryAfter > 0) throw noteRefusal(requestError('rate_limited'), { retryAfter })
  }

  /**
   * @param {Attempt} attempt
   * @param {unknown} thrown
   * @param {string} [key]
   * @returns {unknown} what to throw: the refusal, or what is the user's own error, which is no decision
   */
  #refused(attempt, thrown, key) {
    const known = assayErrorOf(thrown)
    if (known === undefined) return thrown
    // Of a batch only the message that was refused.
    const subject = refusalNotes(known).subject ?? attempt.subject
    const error = withSubject(known, subject, attempt.sent)
    if (key !== undefined && FAILED.includes(error.code)) unheard(this.#options.rateLimit?.fail(key))
    const granted = this.#options.scopeChallenge === 'accumulated' ? (attempt.token?.scopes ?? []) : []
    const required = attempt.requiredScopes
    noteRefusal(error, { scopes: required.length > 0 ? [...new Set([...granted, ...required])] : undefined })
    this.#tell({ ...attempt, subject }, error)
    this.#complain(error)
    return error
  }

  /**
   * @param {Attempt} attempt
   * @returns {GuardContext}
   */
  #context(attempt) {
    const { requestId } = attempt
    const requireScope = async (/** @type {string | readonly string[]} */ scope) => {
      const demand = { ...attempt, requiredScopes: checkRequiredScope(scope, 'requireScope') }
      try {
        await this.#require(demand)
      } catch (thrown) {
        const error = this.#refused(demand, thrown)
        if (error instanceof AssayError) this.#demands.add(error)
        throw error
      }
      this.#tell(demand)
    }
    return { token: /** @type {VerifiedToken} */ (attempt.token), requestId, requireScope }
  }

  /**
   * @param {Attempt} attempt
   * @param {AssayError} [error]
   */
  #tell(attempt, error) {
    const { onDecision } = this.#options
    if (onDecision === undefined) return
    // What it throws is the user's error, and lets nobody in. A log that fails later must not change an answer.
    unheard(onDecision(makeDecision({ ...attempt, error, status: error ? statusOf(error) : 200 })))
  }
}

/** @param {unknown} result of a function of the user's that nobody waits for: where it is a promise, it may be rejected */
function unheard(result) {
  Promise.resolve(result).catch(() => {})
}

/** @param {unknown} thrown @returns {never} */
function refuseAll(thrown) {
  throw asAssayError(thrown)
}

/**
 * A verifier of the user's own may forget to ask for the scopes.
 * @param {VerifiedToken} token
 * @param {readonly string[]} requiredScopes
 */
function assertScopes({ scopes }, requiredScopes) {
  if (requiredScopes.length === 0) return
  if (!Array.isArray(scopes)) throw invalidOption('verifier', 'must resolve to a token whose "scopes" are an array')
  const missing = requiredScopes.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) throw new AssayError('scope_missing', { scope: missing.join(' ') })
}

/**
 * @param {VerifiedToken} token
 * @returns {VerifiedToken} the same: who verifies by a function that returns nothing would let in everybody
 */
function assertToken(token) {
  if (typeof token === 'object' && token !== null) return token
  throw invalidOption('verifier', 'must resolve to the verified token, or throw')
}
