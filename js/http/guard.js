import { askedOf, responseOf, withHeaders } from './fetch-response.js'
import { askedOf as askedOfNode } from './node-response.js'
import { Gate } from './gate.js'
import { closeBindings } from './node-preflight.js'
import { bareRequest, bareResponse } from './preflight.js'
import { checkHandler } from './returned-value.js'

/** @import { RequestLike } from './bearer-token.js' */
/** @import { Asked } from './gate.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { AnyToken, GuardContext, GuardOptions, MaybeToken, Preflight, TokenVerifier } from './types.js' */

/**
 * A handler behind the guard. What a runtime passes besides the request (Workers: env and ctx) comes after the context.
 * @template {unknown[]} Rest
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {(request: Request, context: GuardContext<P, O, T>, ...rest: Rest) => Response | Promise<Response>} GuardedHandler
 */

/**
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {<Rest extends unknown[]>(handler: GuardedHandler<Rest, P, O, T>) =>
 *   (request: Request, ...rest: Rest) => Promise<Response>} Guard
 */

/**
 * @typedef {object} Admitted
 * @property {Request} request that the handler gets
 * @property {GuardContext<any, any>} context
 * @property {(response: Response) => Promise<Response>} [answer] makes of what the handler answers what the client gets
 */

/**
 * Guards a handler of the Fetch API (Workers, Deno, Bun, Hono, Next): reads the bearer token, verifies it, and answers
 * what must be refused as RFC 6750 and RFC 9728 say. Refused are 400 and 401 with a challenge, 403 where a scope is
 * missing, 503 with Retry-After where keys cannot be had, 500 for a mistake in the options and for a bug.
 * A CORS preflight has no token: the guard answers it, or hands it on without its body where `preflight` is 'handler'.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {GuardOptions<Request, P, O, T>} [options]
 * @returns {Guard<P, O, T>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  return guardWith(verifier, options)
}

/**
 * Reads and verifies the bearer token of a request, for handlers that answer refusals themselves, with errorResponse().
 * @template {RequestLike} R
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @param {R} request of the Fetch API, or of node:http
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {GuardOptions<R, 'guard', O, T>} [options]
 * @returns {Promise<MaybeToken<O, T>>} undefined only with `optional: true`, where no token was sent
 * @throws {AssayError} why the request is refused; CONFIG_INVALID for a mistake in the options. Always as a rejection
 */
export async function authenticate(request, verifier, options = {}) {
  const gate = new Gate(verifier, options)
  const isOfFetch = typeof (/** @type {any} */ (request.headers).get) === 'function'
  const asked = isOfFetch ? askedOf(/** @type {any} */ (request)) : askedOfNode(/** @type {any} */ (request))
  const { token } = await gate.admit(request, request, asked)
  return /** @type {MaybeToken<O, T>} */ (token)
}

/**
 * @template {Preflight} P
 * @template {boolean} O
 * @template {AnyToken} T
 * @param {TokenVerifier<T>} verifier
 * @param {GuardOptions<Request, P, O, T>} options
 * @param {(gate: Gate<Request>, request: Request, asked: Asked) => Promise<Admitted>} [admit] asks for more than gate.admit(), and
 *   makes the request that the handler gets
 * @returns {Guard<P, O, T>}
 */
export function guardWith(verifier, options, admit) {
  /** @type {Gate<Request>} */
  const gate = new Gate(verifier, options)
  return (handler) => {
    const run = /** @type {(request: Request, context: any, ...rest: any) => Response | Promise<Response>} */ (
      checkHandler(handler)
    )
    return async (request, ...rest) => {
      const asked = askedOf(request, rest[0])
      const refuse = (/** @type {unknown} */ thrown) => responseOf(gate.refuse(thrown, request, asked))
      const first = gate.first(request, asked)
      if (first === 'handler') return handOnPreflight(run, request, rest)
      if (first !== undefined) return responseOf(first)
      /** @type {Admitted} */
      let admitted
      try {
        admitted = admit
          ? await admit(gate, request, asked)
          : { request, context: await gate.admit(request, request, asked) }
      } catch (thrown) {
        return refuse(thrown)
      }
      try {
        const response = await run(admitted.request, admitted.context, ...rest)
        return withHeaders(await (admitted.answer?.(response) ?? response), gate.handlerHeaders(asked))
      } catch (thrown) {
        // What a handler throws is the application's error, never an answer about the token.
        if (!gate.isScopeRefusal(thrown)) throw thrown
        return refuse(thrown)
      }
    }
  }
}

/**
 * @param {(request: Request, context: any, ...rest: any) => Response | Promise<Response>} handler
 * @param {Request} request
 * @param {unknown[]} rest
 */
async function handOnPreflight(handler, request, rest) {
  closeBindings(rest[0])
  const context = { token: undefined, requestId: crypto.randomUUID(), requireScope: refuseScope }
  return bareResponse(await handler(bareRequest(request), context, ...rest))
}

const refuseScope = () => Promise.reject(new Error('A CORS preflight carries no token'))
