import { invalidOption } from '../error.js'
import * as check from '../option-checks.js'
import { ANSWER_OPTIONS, checkRequiredScope, forRequest, readAnswerOptions } from './answer-options.js'
import { authorizationOf, bearerToken } from './bearer-token.js'
import { makeDecision } from './decision.js'
import { DECISION_OPTIONS, readDecisionOptions } from './decision-options.js'
import { writeRefusal } from './error-response.js'
import { noteRefusal } from './refusal-notes.js'
import { asAssayError, requestError, statusOf } from './request-error.js'

/** @import { AssayError } from '../error.js' */
/** @import { VerifiedToken } from '../types.js' */
/** @import { RequestLike } from './bearer-token.js' */
/** @import { AnswerConfig } from './answer-options.js' */
/** @import { Answer } from './resource-metadata.js' */
/** @import { DecisionOptions, GuardContext, GuardOptions, TokenVerifier } from './types.js' */

/**
 * @typedef {object} Attempt one request on its way through the gate
 * @property {string} requestId
 * @property {string} sent the Authorization header's value
 * @property {string | undefined} jwt
 * @property {VerifiedToken | undefined} token
 * @property {readonly string[]} requiredScopes
 */

/** Codes of a token that was refused for what it is: these are counted by the rate limit. */
const FAILED = ['AUTH_TOKEN_INVALID', 'AUTH_TOKEN_EXPIRED', 'AUTH_INVALID_ISSUER', 'AUTH_INVALID_AUDIENCE']

/**
 * Decides about requests, whatever framework they come from: reads the token, verifies it, tells who must be told.
 * @template R the request, as the framework has it
 */
export class Gate {
  #verifier
  /** @type {DecisionOptions<R>} */
  #options
  /** @type {AnswerConfig} */
  answers
  /** @type {WeakSet<object>} errors of requireScope, which are answers */
  #demands = new WeakSet()

  /**
   * @param {TokenVerifier} verifier
   * @param {GuardOptions<R>} options
   * @throws {AssayError} CONFIG_INVALID, naming the option
   */
  constructor(verifier, options) {
    if (typeof verifier?.verify !== 'function') throw invalidOption('verifier', 'must be what createVerifier returns')
    this.#verifier = verifier
    const given = check.readOptions(options, [...ANSWER_OPTIONS, ...DECISION_OPTIONS])
    this.#options = readDecisionOptions(given)
    const { requiredScope, ...answers } = given
    this.answers = readAnswerOptions(typeof requiredScope === 'function' ? answers : { ...answers, requiredScope })
  }

  /**
   * @param {RequestLike} carrier what has the Authorization header
   * @param {R} request what the functions in the options are given
   * @param {(token: VerifiedToken) => Promise<readonly string[]>} [scopesOf] what the request takes beyond the options
   * @returns {Promise<GuardContext>}
   * @throws {AssayError} why it is refused; refuse() answers it
   */
  async admit(carrier, request, scopesOf = (token) => this.#scopesByOption(request, token)) {
    /** @type {Attempt} */
    const attempt = {
      ...{ sent: '', jwt: undefined, token: undefined, requestId: '' },
      requiredScopes: this.answers.requiredScopes
    }
    /** @type {string | undefined} */
    let key
    try {
      attempt.sent = authorizationOf(carrier) ?? ''
      attempt.requestId = String(this.#options.requestId?.(request) ?? crypto.randomUUID())
      const given = this.#options.rateLimit?.key(request) ?? undefined
      key = given === undefined ? undefined : String(given)
      this.#assertHeard(key)
      attempt.jwt = bearerToken(carrier)
      await this.#verify(attempt, scopesOf)
    } catch (thrown) {
      throw this.#refused(attempt, thrown, key)
    }
    this.#tell(attempt)
    return this.#context(attempt)
  }

  /**
   * @param {unknown} thrown
   * @param {{ url: string, method?: string, origin?: string | null }} request
   * @returns {Answer}
   */
  refuse(thrown, request) {
    return writeRefusal(thrown, forRequest(this.answers, request), request)
  }

  /** @param {unknown} thrown by a handler @returns {boolean} whether requireScope threw it, so that it is an answer */
  isDemand(thrown) {
    return typeof thrown === 'object' && thrown !== null && this.#demands.has(thrown)
  }

  /**
   * @param {Attempt} attempt
   * @param {(token: VerifiedToken) => Promise<readonly string[]>} scopesOf
   */
  async #verify(attempt, scopesOf) {
    await this.#require(attempt)
    const further = await scopesOf(/** @type {VerifiedToken} */ (attempt.token))
    if (further.length === 0) return
    attempt.requiredScopes = [...new Set([...attempt.requiredScopes, ...further])]
    await this.#require(attempt)
  }

  /** @param {Attempt} attempt */
  async #require(attempt) {
    const jwt = /** @type {string} */ (attempt.jwt) // undefined: AUTH_TOKEN_MISSING
    const { requiredScopes } = attempt
    try {
      const options = requiredScopes.length > 0 ? { requiredScope: requiredScopes } : undefined
      attempt.token = await this.#verifier.verify(jwt, options)
    } catch (thrown) {
      // Whose token it is that lacks a scope is known, too: the same checks pass without it.
      if (asAssayError(thrown).code === 'AUTH_MISSING_SCOPE')
        attempt.token ??= await this.#verifier.verify(jwt).catch(() => undefined)
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
    return scopes === undefined || scopes.length === 0 ? [] : checkRequiredScope(scopes, 'requiredScope')
  }

  /** @param {string | undefined} key */
  #assertHeard(key) {
    const retryAfter = key === undefined ? 0 : (this.#options.rateLimit?.retryAfter(key) ?? 0)
    if (retryAfter > 0) throw noteRefusal(requestError('rate_limited'), { retryAfter })
  }

  /**
   * @param {Attempt} attempt
   * @param {unknown} thrown
   * @param {string} [key]
   * @returns {AssayError}
   */
  #refused(attempt, thrown, key) {
    const error = asAssayError(thrown)
    if (key !== undefined && FAILED.includes(error.code)) this.#options.rateLimit?.fail(key)
    const granted = this.#options.scopeChallenge === 'accumulated' ? (attempt.token?.scopes ?? []) : []
    if (attempt.requiredScopes.length > 0) {
      noteRefusal(error, { scopes: [...new Set([...granted, ...attempt.requiredScopes])] })
    }
    this.#tell(attempt, error)
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
        this.#demands.add(error)
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
    try {
      const decision = makeDecision({ ...attempt, error, status: error ? statusOf(error) : 200 })
      // What a log does wrong, now or later, must not change an answer.
      Promise.resolve(onDecision(decision)).catch(() => {})
    } catch {
      // as above
    }
  }
}
