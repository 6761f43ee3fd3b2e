/** @import { NodeRequest, RequestLike } from './bearer-token.js' */

/**
 * A header as it stands in `headers`: there middleware removes, replaces and adds some, and the handler reads the same. Of
 * some headers node:http keeps the first of several and hides the others. What was sent, in `rawHeaders`, shows these, of a
 * header that is still what was sent.
 * @param {RequestLike} request
 * @param {string} name in lower case
 * @returns {string | null} the header's value; of several headers all, separated by commas, or cookies by semicolons
 */
export function headerOf(request, name) {
  const { headers } = request
  if ('get' in headers && typeof headers.get === 'function') return headers.get(name)
  const own = Object.hasOwn(headers, name) ? /** @type {{ [name: string]: unknown }} */ (headers)[name] : undefined
  if (own === undefined || own === null) return null
  const { rawHeaders = [] } = /** @type {NodeRequest} */ (incomingOf(request))
  const sent = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1].toLowerCase() === name)
  // Several cookies node:http joins itself.
  return joined(name, name !== 'cookie' && sent.length > 1 && own === sent[0] ? sent : [own].flat())
}

/** @param {string} name in lower case @param {readonly unknown[]} values of as many headers */
export const joined = (name, values) => (values.length === 0 ? null : values.join(name === 'cookie' ? '; ' : ', '))

/**
 * @param {any} request
 * @returns {object} the request of node:http, where this one of Fastify or this context of Koa wraps it; else the same
 */
export const incomingOf = (request) => [request.raw, request.req].find((each) => each?.rawHeaders) ?? request
