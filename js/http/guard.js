import { invalidOption } from '../error.js'
import { Gate } from './gate.js'
import { isPreflight, preflightResponse } from './preflight.js'
import { metadataAnswer } from './resource-metadata.js'

/** @import { VerifiedToken } from '../types.js' */
/** @import { RequestLike } from './bearer-token.js' */
/** @import { GuardContext, GuardOptions, TokenVerifier } from './types.js' */

/**
 * A handler behind the guard. What a runtime passes besides the request (Workers: env and ctx) comes after the context.
 * @template {unknown[]} Rest
 * @typedef {(request: Request, context: GuardContext, ...rest: Rest) => Response | Promise<Response>} GuardedHandler
 */

/**
 * Guards a handler of the Fetch API (Workers, Deno, Bun, Hono, Next): reads the bearer token, verifies it, and answers
 * what must be refused as RFC 6750 and RFC 9728 say. Refused are 400 and 401 with a challenge, 403 where a scope is
 * missing, 503 with Retry-After where keys cannot be had, 500 for a mistake in the options and for a bug.
 * A CORS preflight has no token and passes: of the handler's answer its status and headers are sent, never its body.
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {GuardOptions} [options]
 * @returns {<Rest extends unknown[]>(handler: GuardedHandler<Rest>) => (request: Request, ...rest: Rest) => Promise<Response>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  return guardWith(verifier, options, async (gate, request) => ({
    request,
    context: await gate.admit(request, request)
  }))
}

/**
 * Reads and verifies the bearer token of a request, for those who answer themselves: errorResponse() makes the answer.
 * @template {RequestLike} R
 * @param {R} request of the Fetch API, or of node:http
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {GuardOptions<R>} [options]
 * @returns {Promise<VerifiedToken>}
 * @throws {AssayError} why the request is refused; CONFIG_INVALID for a mistake in the options. Always as a rejection
 */
export async function authenticate(request, verifier, options = {}) {
  const { token } = await new Gate(verifier, options).admit(request, request)
  return token
}

/**
 * @param {TokenVerifier} verifier
 * @param {GuardOptions} options
 * @param {(gate: Gate<Request>, request: Request) => Promise<{ request: Request, context: GuardContext }>} admit
 * @returns {ReturnType<typeof guard>}
 */
export function guardWith(verifier, options, admit) {
  /** @type {Gate<Request>} */
  const gate = new Gate(verifier, options)
  const metadata = gate.answers.metadata && metadataAnswer(gate.answers.metadata)
  return (handler) => {
    if (typeof handler !== 'function') throw invalidOption('handler', 'must be a function')
    return async (request, ...rest) => {
      const document = metadata?.(request.method, request.url)
      if (document !== undefined) return new Response(document.body, document)
      if (isPreflight(request.method, (name) => request.headers.has(name)))
        return answerPreflight(handler, request, rest)
      try {
        const admitted = await admit(gate, request)
        return await runHandler(gate, handler, admitted, rest)
      } catch (thrown) {
        if (thrown instanceof HandlerFault) throw thrown.cause
        const { url, method } = request
        const { body, ...init } = gate.refuse(thrown, { url, method, origin: request.headers.get('origin') })
        return new Response(body, init)
      }
    }
  }
}

/** What a handler threw: its own affair, never an answer about the token. */
class HandlerFault extends Error {}

/**
 * @template {unknown[]} Rest
 * @param {Gate<Request>} gate
 * @param {GuardedHandler<Rest>} handler
 * @param {{ request: Request, context: GuardContext }} admitted
 * @param {Rest} rest
 */
async function runHandler(gate, handler, { request, context }, rest) {
  try {
    return await handler(request, context, ...rest)
  } catch (thrown) {
    if (gate.isDemand(thrown)) throw thrown
    throw new HandlerFault('', { cause: thrown })
  }
}

/**
 * @template {unknown[]} Rest
 * @param {GuardedHandler<Rest>} handler
 * @param {Request} request
 * @param {Rest} rest
 */
async function answerPreflight(handler, { url, method, headers }, rest) {
  /** @type {any} */
  const context = { token: undefined, requestId: crypto.randomUUID(), requireScope: refuseScope }
  return preflightResponse(await handler(new Request(url, { method, headers }), context, ...rest))
}

const refuseScope = () => Promise.reject(new Error('A CORS preflight carries no token'))
