// How the guard reads a request of Koa's, and answers by Koa's context, so that middleware around it sees the answer.

import { withoutAnswer, withoutBody } from '../http/node-preflight.js'
import { askedOf, handlerHeaderSetter, mergeHeaders } from '../http/node-response.js'
import { isOfBody } from '../http/preflight.js'

/** @import { Context } from 'koa' */
/** @import { Asked, Gate } from '../http/gate.js' */
/** @import { Answer } from '../http/resource-metadata.js' */
/** @import { AnyToken, Bearer, Preflight } from '../http/types.js' */

/**
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @typedef {{ bearer: Bearer<P, O, T> }} State what the guard adds to `ctx.state`
 */

/** @param {Context} ctx @returns {Asked} */
export const askedBy = ({ req, originalUrl, protocol, host, app }) =>
  askedOf(req, { originalUrl, protocol, trustedHost: app.proxy ? host : undefined })

/** @param {Context} ctx @param {Answer} answer it goes out with the headers that other middleware has set, such as a CORS layer's */
export function answer(ctx, { status, headers, body }) {
  if (ctx.headerSent) return
  for (const name of ctx.res.getHeaderNames()) if (isOfBody(name)) ctx.remove(name)
  // First the body: it sets a type and, where there is none, the status.
  Object.assign(ctx, { respond: true, body })
  ctx.status = status
  mergeHeaders(ctx.res, headers)
}

/** @param {Gate<any>} gate @param {Context} ctx @param {Asked} asked whether the request passes; otherwise it is answered */
export async function admits(gate, ctx, asked) {
  const first = gate.first(ctx, asked)
  if (first === 'handler') {
    for (const each of [ctx.request, ctx.req]) withoutBody(each)
    withoutAnswer(ctx.res, ctx.req)
  } else if (first !== undefined) {
    return answer(ctx, first)
  } else {
    const setHeaders = handlerHeaderSetter(ctx.res)
    try {
      ctx.state.bearer = await gate.admit(ctx.req, ctx, asked)
    } catch (thrown) {
      return answer(ctx, gate.refuse(thrown, ctx, asked))
    }
    setHeaders(gate.handlerHeaders(asked))
  }
  return true
}
