// How the guard hands on a preflight, and answers, by Hono's context.

import { addHeaders } from '../http/fetch-response.js'
import { closeBindings } from '../http/node-preflight.js'
import { bareRequest, bareResponse, isOfBody } from '../http/preflight.js'

/** @import { Context } from 'hono' */
/** @import { Answer } from '../http/resource-metadata.js' */

/** @param {Context} context @param {() => Promise<void>} next */
export async function handOnPreflight(context, next) {
  closeBindings(context.env)
  context.req.raw = bareRequest(context.req.raw)
  context.req.bodyCache = {}
  await next()
  replace(context, bareResponse(context.res))
}

/** @param {Context} context @param {Answer} answer with the headers that other middleware has set, such as a CORS layer's */
export function answer(context, { status, headers, body }) {
  const merged = new Headers([...context.res.headers].filter(([name]) => !isOfBody(name)))
  addHeaders(merged, Object.entries(headers))
  replace(context, new Response(body, { status, headers: merged }))
}

/** @param {Context} context @param {Response} response instead of the one that is there, headers included */
export function replace(context, response) {
  if (context.res === response) return
  context.res = undefined
  context.res = response
}
