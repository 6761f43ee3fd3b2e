// What it takes to answer through node:http. It imports nothing of Node: the objects come from the framework.

import { isPreflightHeader } from './preflight.js'

/** @import { Answer } from './resource-metadata.js' */

/**
 * What is used of node:http's IncomingMessage, as Express extends it or not. Spelt out, so that the types need none of Node.
 * @typedef {object} NodeRequest
 * @property {string | undefined} [method]
 * @property {string | undefined} [url]
 * @property {string | undefined} [originalUrl]
 * @property {string | undefined} [protocol]
 * @property {{ readonly [name: string]: string | string[] | undefined }} headers
 * @property {readonly string[] | undefined} [rawHeaders]
 * @property {{ readonly remoteAddress?: string | undefined } | undefined} [socket]
 */

/**
 * What is used of node:http's ServerResponse.
 * @typedef {object} NodeResponse
 * @property {number} statusCode
 * @property {boolean} headersSent
 * @property {(name: string, value: string) => unknown} setHeader
 * @property {() => string[]} getHeaderNames
 * @property {(name: string) => void} removeHeader
 * @property {(...chunk: any[]) => boolean} write
 * @property {(...chunk: any[]) => any} end
 */

/** @param {NodeResponse} response @param {Answer} answer */
export function sendAnswer(response, { status, headers, body }) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = status
  response.end(body ?? undefined)
}

/** @param {NodeResponse} response of which only what belongs in the answer to a preflight shall be sent */
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
  const { socket, headers, protocol = 'encrypted' in (socket ?? {}) ? 'https' : 'http', originalUrl, url } = request
  const path = originalUrl ?? url ?? '/'
  const absolute = `${protocol}://${headers.host}${path}`
  return URL.canParse(absolute) ? absolute : `http://localhost${path.replace(/^[^/].*/, '/')}`
}
