// What it takes to answer through node:http. It imports nothing of Node: the objects come from the framework.

import { isPreflightHeader } from './preflight.js'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer } from './resource-metadata.js' */

/** @typedef {IncomingMessage & { protocol?: string, originalUrl?: string }} NodeRequest as Express extends it, or not */

/** @param {ServerResponse} response @param {Answer} answer */
export function sendAnswer(response, { status, headers, body }) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = status
  response.end(body ?? undefined)
}

/** @param {ServerResponse} response of which only what belongs in the answer to a preflight shall be sent */
export function withoutBody(response) {
  const end = response.end.bind(response)
  response.write = () => true
  response.end = () => {
    const others = response.headersSent ? [] : response.getHeaderNames().filter((name) => !isPreflightHeader(name))
    for (const name of others) response.removeHeader(name)
    return end()
  }
}

/** @param {NodeRequest} request @returns {string} its URL; where the Host header is no host, one of localhost */
export function urlOf(request) {
  const { socket, headers, protocol = 'encrypted' in socket ? 'https' : 'http', originalUrl, url } = request
  const path = originalUrl ?? url ?? '/'
  const absolute = `${protocol}://${headers.host}${path}`
  return URL.canParse(absolute) ? absolute : `http://localhost${path.replace(/^[^/].*/, '/')}`
}
