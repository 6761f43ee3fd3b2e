// assay-jwt/koa: the guard as Koa's middleware.

import { Gate } from '../http/gate.js'
import { asError } from '../http/request-error.js'
import { checkSource, metadataAnswer } from '../http/resource-metadata.js'
import { admits, answer, askedBy } from './koa-answer.js'
export { closeAt } from '../http/node-close-at.js'

/** @import { Context, Middleware } from 'koa' */
/** @import { MetadataSource } from '../http/resource-metadata.js' */
/** @typedef {import('../http/types.js').AnyToken} AnyToken */
/** @typedef {import('../http/types.js').Preflight} Preflight */
/** @import { GuardOptions, TokenVerifier } from '../http/types.js' */
/** @typedef {import('../http/types.js').GuardContext} GuardContext what a handler is given */
/**
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @typedef {import('./koa-answer.js').State<P, O, T>} State what the guard sets in `context.state`
 */

/**
 * Middleware that lets a request pass once its bearer token is verified, with the token in `ctx.state.bearer.token`, and
 * answers everything else as guard() of assay-jwt/http does, what `ctx.state.bearer.requireScope()` throws included. The
 * functions in the options are given Koa's context; what they throw goes to Koa.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {GuardOptions<Context, P, O, T>} [options]
 * @returns {Middleware<State<P, O, T>>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  const gate = new Gate(verifier, options)
  return async (ctx, next) => {
    const asked = askedBy(ctx)
    try {
      if (!(await admits(gate, ctx, asked))) return
    } catch (thrown) {
      throw asError(thrown) // Koa would leave the request without an answer for undefined and null.
    }
    try {
      await next()
    } catch (thrown) {
      if (!gate.isScopeRefusal(thrown) || ctx.headerSent) throw thrown
      answer(ctx, gate.refuse(thrown, ctx, asked))
    }
  }
}

/**
 * Middleware that serves a metadata document at its well-known path: for the root of an application whose guard stands
 * below a path, such as that of koa-mount or of a router.
 * @param {MetadataSource<Context>} metadata the document, or a function that names it for each request
 * @returns {Middleware}
 */
export function resourceMetadataHandler(metadata) {
  const documentFor = checkSource(metadata)
  return (ctx, next) => {
    const { method, path } = askedBy(ctx)
    const found = metadataAnswer(() => documentFor(ctx), method, path)
    return found ? answer(ctx, found) : next()
  }
}
