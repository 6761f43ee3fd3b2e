// A guard that was handed to another framework than its own: who it is, and which entry has theirs.

import { invalidOption } from '../shared/error.js'

const FETCH = 'This guard is for handlers of the Fetch API: guard(verifier)(handler)(request)'

/**
 * @param {any} first what stands in the place of a handler
 * @returns {string | undefined} what to do
 */
export function hintForHandler(first) {
  if (typeof first !== 'object' || first === null) return undefined
  if (isFetchRequest(first)) return `${FETCH}. This is a request: give the handler first`
  if (isFetchRequest(first.req?.raw)) return `${FETCH}. This is Hono's context: import { guard } from 'assay-jwt/hono'`
  if (first.req && first.res && first.app)
    return `${FETCH}. This is Koa's context: import { guard } from 'assay-jwt/koa'`
  if (!first.socket && !first.rawHeaders) return undefined
  return `${FETCH}. This is a request of Node: import { guard } from 'assay-jwt/express' (Express, Connect, node:http)`
}

/** @param {any} value */
const isFetchRequest = (value) => typeof value?.headers?.get === 'function'

/**
 * @param {any} request
 * @param {any} response
 * @throws {AssayError} CONFIG_INVALID: they are none of node:http
 */
export function assertNodeCall(request, response) {
  if (typeof response === 'object' && response && !isFetchRequest(request)) return
  const hint = isFetchRequest(request)
    ? 'This is a request of the Fetch API: guard of assay-jwt/http takes its handlers'
    : isFetchRequest(request?.req?.raw)
      ? "This is Hono's context: import { guard } from 'assay-jwt/hono'"
      : request?.req && request.res
        ? "This is Koa's context: import { guard } from 'assay-jwt/koa'"
        : 'Call it as middleware: (request, response, next)'
  throw invalidOption('request', 'must be one of Express or node:http, with its response', hint)
}
