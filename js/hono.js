// assay-jwt/hono: the guard as Hono's middleware.

import { Gate } from './http/gate.js'
import { isPreflight, preflightResponse } from './http/preflight.js'
import { metadataAnswer } from './http/resource-metadata.js'

/** @import { Context, MiddlewareHandler } from 'hono' */
/** @import { GuardContext, GuardOptions, TokenVerifier } from './http/types.js' */

/**
 * Middleware that lets a request pass once its bearer token is verified, with the token in `c.var.bearer.token`, and answers
 * everything else as guard() of assay-jwt/http does. The functions in the options are given Hono's context.
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {GuardOptions<Context>} [options]
 * @returns {MiddlewareHandler<{ Variables: { bearer: GuardContext } }>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  /** @type {Gate<Context>} */
  const gate = new Gate(verifier, options)
  const metadata = gate.answers.metadata && metadataAnswer(gate.answers.metadata)

  return async (context, next) => {
    const { method, url, headers } = context.req.raw
    const refuse = (/** @type {unknown} */ error) => {
      const { body, ...init } = gate.refuse(error, { method, url, origin: headers.get('origin') })
      return new Response(body, init)
    }
    const document = metadata?.(method, url)
    if (document !== undefined) return new Response(document.body, document)
    if (isPreflight(method, (name) => headers.has(name))) {
      await next()
      replace(context, preflightResponse(context.res))
      return undefined
    }
    try {
      context.set('bearer', await gate.admit(context.req.raw, context))
    } catch (error) {
      return refuse(error)
    }
    await next()
    // Hono has answered what a handler threw: of requireScope's errors the guard knows better.
    if (gate.isDemand(context.error)) replace(context, refuse(context.error))
    return undefined
  }
}

/** @param {Context} context @param {Response} response instead of the one that is there, headers included */
function replace(context, response) {
  context.res = undefined
  context.res = response
}
