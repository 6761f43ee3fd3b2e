// assay-jwt/hono: the guard as Hono's middleware.

import { askedOf, withHeaders } from '../http/fetch-response.js'
import { Gate } from '../http/gate.js'
import { checkSource, metadataAnswer } from '../http/resource-metadata.js'
import { requestIn } from '../http/same-request.js'
import { answer, handOnPreflight, replace } from './hono-answer.js'

/** @import { Context, MiddlewareHandler } from 'hono' */
/** @import { MetadataSource } from '../http/resource-metadata.js' */
/** @typedef {import('../http/types.js').GuardContext} GuardContext what a handler is given */
/** @typedef {import('../http/types.js').AnyToken} AnyToken */
/** @import { Bearer, GuardOptions, Preflight, TokenVerifier } from '../http/types.js' */

/**
 * Middleware that lets a request pass once its bearer token is verified, with the token in `c.var.bearer.token`, and answers
 * everything else as guard() of assay-jwt/http does. The functions in the options are given Hono's context.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {GuardOptions<Context, P, O, T>} [options]
 * @returns {MiddlewareHandler<{ Variables: { bearer: Bearer<P, O, T> } }>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  const gate = new Gate(verifier, options)
  return async (context, next) => {
    const asked = askedOf(context.req.raw, context.env)
    const refuse = (/** @type {unknown} */ thrown) => answer(context, gate.refuse(thrown, context, asked))
    const first = gate.first(context, asked)
    if (first === 'handler') return handOnPreflight(context, next)
    if (first !== undefined) return answer(context, first)
    try {
      context.set('bearer', await gate.admit(requestIn(context.req.raw, context), context, asked))
    } catch (thrown) {
      return refuse(thrown)
    }
    await next()
    // Hono has answered what the handler threw. What requireScope() threw, the guard answers.
    if (gate.isScopeRefusal(context.error)) return refuse(context.error)
    return replace(context, withHeaders(context.res, gate.handlerHeaders(asked)))
  }
}

/**
 * Middleware that serves a metadata document at its well-known path, for the root of an application whose guard stands
 * below a path (route(), basePath(), mount()).
 * @param {MetadataSource<Context>} metadata the document, or a function that names it for each request
 * @returns {MiddlewareHandler}
 */
export function resourceMetadataHandler(metadata) {
  const documentFor = checkSource(metadata)
  return async (context, next) => {
    const { method, path } = askedOf(context.req.raw)
    const found = metadataAnswer(() => documentFor(context), method, path)
    return found === undefined ? await next() : answer(context, found)
  }
}
