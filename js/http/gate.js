import { AssayError, invalidOption } from '../shared/error.js'
import * as check from '../options/option-checks.js'
import { answerConfig, forRequest } from './answer-options.js'
import { AskedLimit } from './asked-limit.js'
import { headerOf } from './header-of.js'
import { cacheHeaders } from './cache-headers.js'
import { handlerHeaders, isPreflight, preflightAnswer } from './cors.js'
import { assertSameOrigin } from './cross-site.js'
import { DecisionReporter } from './decision-reporter.js'
import { writeRefusal } from './error-response.js'
import { ANSWER_RULES, DECISION_RULES } from './option-rules.js'
import { readHeaders, readToken } from './read-token.js'
import { asAssayError, assayErrorOf } from './request-error.js'
import { metadataAnswer, withSenders } from './resource-metadata.js'
import { checkReturned } from './returned-value.js'
import { Sender } from './sender.js'
import { fromAuthorization } from './token-sources.js'
import { verifyWithScopes } from './verify-with-scopes.js'

/** @import { Possession, RequiredScope, VerifiedToken } from '../shared/types.js' */
/** @import { RequestLike } from './bearer-token.js' */
/** @import { AnswerConfig } from './answer-options.js' */
/** @import { ReadHeader } from './cors.js' */
/** @import { Subject } from './refusal-notes.js' */
/** @import { Answer } from './resource-metadata.js' */
/** @import { GuardContext, GuardOptions, TokenSource, TokenVerifier } from './types.js' */

/** Of every guard. @type {check.Rules} */
const GUARD_RULES = { ...ANSWER_RULES, ...DECISION_RULES }

/**
 * @typedef {object} Asked a request, whatever framework has it
 * @property {string} method
 * @property {string | undefined} url absolute; undefined where the request does not tell
 * @property {string} path with its query
 * @property {boolean} [isDecoded] whether the platform has decoded the path, which is encoded again here
 * @property {ReadHeader} header
 */

/**
 * @typedef {object} Attempt one request on its way through the gate
 * @property {string} requestId
 * @property {string} authorization the header
 * @property {string} sent what of the request may be a token, or a part of one
 * @property {string | undefined} jwt
 * @property {VerifiedToken | undefined} token
 * @property {readonly string[]} requiredScopes as checkScopes() returns them
 * @property {Possession | undefined} possession where tokens may be bound to keys: what proves its sender may use it
 * @property {Subject} subject what it asks for, once that is known
 */

/** @typedef {{ [name: string]: string }} Headers */
/** @typedef {{ cors: Headers, cache: Headers }} HandlerHeaders `cors` is not for a handler that does CORS itself */

/**
 * Returns the scopes that a request takes beyond the options, once its token is verified, and notes what it asks for.
 * Where the option `optional` is true it is asked about a request without a token, too, and returns undefined to let
 * that pass.
 * @typedef {(token: VerifiedToken | undefined, note: (subject: Subject) => void) =>
 *   Promise<readonly string[] | undefined>} FurtherScopes
 */

/** @type {WeakMap<object, Gate<any>>} the gate of each error that requireScope threw: it answers it */
const refusedBy = new WeakMap()

/** @param {any} thrown by a handler @returns {Gate<any> | undefined} whose requireScope threw it */
export const gateThatRefused = (thrown) => refusedBy.get(thrown)

/**
 * Decides about requests, whatever framework they come from: reads the token, verifies it, and reports the decision.
 * @template R the request, as the framework has it
 */
export class Gate {
  #verifier
  /** @type {GuardOptions<R, any, any, any>} */
  #options
  /** @type {readonly TokenSource<R>[]} */
  #sources
  /** @type {AnswerConfig} */
  #answers
  #limit
  #reporter
  #sender

  /**
   * @param {TokenVerifier} verifier
   * @param {GuardOptions<R, any, any, any>} options
   * @throws {AssayError} CONFIG_INVALID, naming the option
   */
  constructor(verifier, options) {
    if (typeof verifier?.verify !== 'function') throw invalidOption('verifier', 'must be what createVerifier returns')
    this.#verifier = verifier
    const checked = check.checkOptions(options, GUARD_RULES)
    this.#options = /** @type {GuardOptions<R, any, any, any>} */ (checked)
    this.#sources = checked.getToken ?? [fromAuthorization()]
    this.#limit = new AskedLimit(this.#options.rateLimit)
    this.#reporter = new DecisionReporter(this.#options)
    this.#sender = new Sender(verifier, checked)
    this.#answers = { ...answerConfig(checked), dpop: this.#sender.dpop }
  }

  /** What the verifier, or the option, says of DPoP; undefined: tokens are bearer tokens. */
  get dpop() {
    return this.#sender.dpop
  }

  /**
   * @param {R} request
   * @param {Asked} asked
   * @returns {Answer | 'handler' | undefined} the answer to what takes no token: the metadata document, and a preflight,
   *   unless the handler answers that. undefined: a token must be there
   */
  first(request, asked) {
    const { method, path, header } = asked
    const document = metadataAnswer(() => this.#document(request, asked.url), method, path)
    if (document !== undefined || !isPreflight(method, header)) return document
    return this.#options.preflight === 'handler' ? 'handler' : preflightAnswer(this.#answers, header)
  }

  /**
   * @param {RequestLike} carrier what has the headers
   * @param {R} request what the functions in the options are given
   * @param {Asked} asked
   * @param {FurtherScopes} [scopesOf] what the request takes beyond the options (default: what the option requiredScope
   *   says). What it throws is a refusal: INTERNAL where it is no AssayError
   * @returns {Promise<GuardContext<any, any, any>>}
   * @throws {AssayError} why it is refused; refuse() answers it. What a function in the options, or a verifier of the
   *   user's own, throws and is no AssayError, is thrown as it is
   */
  async admit(carrier, request, asked, scopesOf) {
    /** @type {Attempt} */
    const attempt = {
      ...{ authorization: '', sent: '', jwt: undefined, token: undefined, requestId: '', subject: {} },
      possession: undefined,
      requiredScopes: this.#answers.requiredScopes
    }
    /** @type {string | undefined} */
    let key
    try {
      attempt.authorization = headerOf(carrier, 'authorization') ?? ''
      attempt.sent = `${attempt.authorization} ${readHeaders(this.#sources, carrier)}`
      attempt.requestId = checkReturned(this.#options.requestId?.(request), 'requestId') ?? crypto.randomUUID()
      key = this.#limit.keyOf(request)
      this.#limit.assertFree(key)
      await this.#read(attempt, carrier, request, asked)
      if (attempt.jwt !== undefined) {
        await this.#verify(attempt, carrier, request)
      } else if (!this.#options.optional) throw this.#noToken(attempt)
      this.#limit.assertFree(key)
      await this.#requireFurther(attempt, request, scopesOf)
    } catch (thrown) {
      throw this.#sender.noted(this.#reporter.refused(attempt, this.#limit.failed(key, thrown)))
    }
    this.#reporter.report(attempt)
    return this.#context(attempt)
  }

  /** @param {R} request @param {string | undefined} url */
  #document(request, url) {
    const { dpop, metadataFor } = this.#answers
    return withSenders(metadataFor(request, url).document, dpop, this.#options.clientCertificate !== undefined)
  }

  /**
   * @param {unknown} thrown
   * @param {R} request
   * @param {Asked} asked
   * @returns {Answer}
   * @throws the user's own error: what is no AssayError is no answer about the token
   */
  refuse(thrown, request, { method, url, header }) {
    const error = assayErrorOf(thrown)
    if (error === undefined) throw thrown
    return writeRefusal(error, forRequest(this.#answers, request, url), { method, origin: header('origin') })
  }

  /** @param {Asked} asked @returns {HandlerHeaders} for what the handler answers */
  handlerHeaders({ header }) {
    const cors = handlerHeaders(this.#answers, header('origin'))
    return { cors, cache: { ...cacheHeaders(this.#options), ...this.#sender.nonceHeaders() } }
  }

  /** @param {unknown} thrown by a handler @returns {boolean} whether requireScope threw it: then the guard answers it */
  isScopeRefusal(thrown) {
    return typeof thrown === 'object' && thrown !== null && refusedBy.get(thrown) === this
  }

  /**
   * @param {Attempt} attempt
   * @param {RequestLike} carrier
   * @param {R} request
   * @param {Asked} asked
   */
  async #read(attempt, carrier, request, asked) {
    const bound = this.#sender.read(carrier)
    const { jwt, isFromCookie } =
      bound === undefined ? await readToken(this.#sources, request) : { jwt: bound, isFromCookie: false }
    attempt.jwt = jwt
    attempt.possession = this.#sender.possession(carrier, bound !== undefined, asked)
    // Not the other cookies: a claim may have a value in common with them.
    attempt.sent = [attempt.authorization, jwt, attempt.possession?.proof].join(' ')
    if (isFromCookie) assertSameOrigin(carrier, this.#answers.allowedOrigins)
  }

  /**
   * Who may not use a token at all learns nothing of its scopes (RFC 9449 §7.1, RFC 8705 §3).
   * @param {Attempt} attempt
   * @param {RequestLike} carrier
   * @param {R} request
   */
  async #verify(attempt, carrier, request) {
    try {
      await verifyWithScopes(this.#verifier, attempt)
    } catch (thrown) {
      // The token is known where it lacks a scope alone.
      if (attempt.token !== undefined) await this.#sender.prove(attempt.token, attempt, request, carrier)
      throw thrown
    }
    await this.#sender.prove(/** @type {VerifiedToken} */ (attempt.token), attempt, request, carrier)
  }

  /**
   * @param {Attempt} attempt
   * @param {R} request
   * @param {FurtherScopes | undefined} scopesOf
   */
  async #requireFurther(attempt, request, scopesOf) {
    const { token } = attempt
    const note = (/** @type {Subject} */ subject) => void (attempt.subject = subject)
    const further = scopesOf
      ? await scopesOf(token, note).catch(throwRefusal)
      : token && (await this.#scopesByOption(request, token))
    if (token === undefined && further === undefined) return void (attempt.requiredScopes = [])
    if (token !== undefined && !further?.length) return undefined
    attempt.requiredScopes = [...new Set([...attempt.requiredScopes, ...(further ?? [])])]
    if (token === undefined) throw this.#noToken(attempt)
    return void (await verifyWithScopes(this.#verifier, attempt))
  }

  /** @param {Attempt} attempt */
  #noToken({ authorization }) {
    const hint = this.#options.getToken
      ? 'Send the token where the option getToken looks for it'
      : hintForHeader(authorization.trim())
    return new AssayError('token_missing', { hint })
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
    return isNone ? [] : check.checkScopes(scopes, 'requiredScope')
  }

  /**
   * @param {Attempt} attempt
   * @returns {GuardContext<any, any, any>}
   */
  #context(attempt) {
    const requireScope = async (/** @type {RequiredScope | readonly RequiredScope[]} */ scope) => {
      const further = { ...attempt, requiredScopes: check.checkScopes(scope, 'requireScope') }
      try {
        if (attempt.jwt === undefined) throw this.#noToken(attempt)
        await verifyWithScopes(this.#verifier, further)
      } catch (thrown) {
        const error = this.#sender.noted(this.#reporter.refused(further, thrown))
        if (error instanceof AssayError) refusedBy.set(error, this)
        throw error
      }
      this.#reporter.report(further)
    }
    const { token, requestId } = attempt
    return { token, requestId, requireScope }
  }
}

/**
 * @param {string} sent an Authorization header in which no token was found; '': there is none
 * @returns {string | undefined} which shows nothing of it; undefined: the code's own
 */
function hintForHeader(sent) {
  if (sent === '') return undefined
  if (/^DPoP\s/i.test(sent)) {
    return 'The scheme is DPoP, and the option dpop is off: give createVerifier dpop: true, or send a bearer token'
  }
  if (/^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(sent)) {
    return 'The Authorization header has a token without its scheme: send "Authorization: Bearer <token>"'
  }
  return 'The Authorization header has another scheme, or no token: send "Authorization: Bearer <token>"'
}

/** @param {unknown} thrown @returns {never} throws it as a refusal: INTERNAL where it is no AssayError */
function throwRefusal(thrown) {
  throw asAssayError(thrown)
}
