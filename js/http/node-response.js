// What it takes to read a request of node:http, and to answer it. It imports nothing of Node: the objects come from the
// framework.

import { mergedHeader } from './cors.js'
import { headersIn } from './node-preflight.js'
import { targetOf, urlOf } from './node-url.js'
import { isOfBody } from './preflight.js'
import { checkSource, metadataAnswer, pathOf } from './resource-metadata.js'

/** @import { Asked, HandlerHeaders } from './gate.js' */
/** @import { Outer } from './node-url.js' */
/** @import { Answer, MetadataSource } from './resource-metadata.js' */

/**
 * What is used of node:http's IncomingMessage, as Express extends it or not. Spelt out, so that the types do not depend on @types/node.
 * @typedef {object} NodeRequest
 * @property {string | undefined} [method]
 * @property {string | undefined} [url]
 * @property {string | undefined} [originalUrl]
 * @property {string | undefined} [protocol]
 * @property {{ readonly [name: string]: string | string[] | undefined }} headers
 * @property {readonly string[] | undefined} [rawHeaders]
 * @property {{ readonly remoteAddress?: string | undefined }} socket
 */

/**
 * What is used of node:http's ServerResponse.
 * @typedef {object} NodeResponse
 * @property {number} statusCode
 * @property {string} statusMessage
 * @property {boolean} headersSent
 * @property {boolean} writableFinished
 * @property {(name: string) => number | string | string[] | undefined} getHeader
 * @property {(name: string, value: any) => unknown} setHeader
 * @property {() => string[]} getHeaderNames
 * @property {(name: string) => void} removeHeader
 * @property {(...chunk: any[]) => any} end
 * @property {(event: string) => unknown} emit
 * @property {(event: string, listener: (...args: any[]) => void) => unknown} on
 * @property {(event: string, listener: (...args: any[]) => void) => unknown} once
 */

/** @param {NodeResponse} response @param {Answer} answer */
export function sendAnswer(response, { status, headers, body }) {
  // Answered already, such as by a time limit around the guard.
  if (response.headersSent) return
  for (const name of response.getHeaderNames?.() ?? []) if (isOfBody(name)) response.removeHeader(name)
  setHeaders(response, headers)
  if (body !== null) response.setHeader('Content-Length', String(new TextEncoder().encode(body).length))
  response.statusCode = status
  response.end(body ?? undefined)
}

/** @param {NodeResponse} response @param {{ [name: string]: string }} headers merged with those that are set already */
function setHeaders(response, headers) {
  if (!response.headersSent) mergeHeaders(response, headers)
}

/** @param {Pick<NodeResponse, 'getHeader' | 'setHeader'>} response @param {{ [name: string]: string }} headers */
export function mergeHeaders(response, headers) {
  for (const [name, value] of Object.entries(headers))
    response.setHeader(name, mergedHeader(name, response.getHeader?.(name), value))
}

/**
 * Adds headers to what a handler answers. They are set before it runs, for it to see them, and what caches must know is
 * merged once more when the head goes out: a handler that sets Vary itself would replace it, and a shared cache would give
 * the answer for one user to others.
 * @param {NodeResponse} response before others replace its methods, which then call this one
 * @returns {(headers: HandlerHeaders) => void} sets them
 */
export function handlerHeaderSetter(response) {
  /** @type {{ [name: string]: string }} */
  let merged = {}
  // Not response.headersSent: who replaces the methods, too, may say that while the head is still to be merged.
  let isMade = false
  const { writeHead } = /** @type {any} */ (response)
  const sendHead = (/** @type {number} */ status, /** @type {any[]} */ ...given) => {
    if (isMade || Object.keys(merged).length === 0) return writeHead.call(response, status, ...given)
    isMade = true
    for (const [name, value] of headersIn(given)) response.setHeader(name, value)
    mergeHeaders(response, merged)
    return writeHead.call(response, status, ...given.filter((each) => typeof each === 'string'))
  }
  if (typeof writeHead === 'function') Object.assign(response, { writeHead: sendHead })
  return ({ cors, cache }) => {
    setHeaders(response, cors)
    setHeaders(response, cache)
    merged = { ...cache, ...(cors.Vary && { Vary: mergedHeader('Vary', cors.Vary, cache.Vary ?? '') }) }
  }
}

/**
 * @param {NodeRequest} request
 * @param {Outer} [outer] what the framework around it says of it
 * @returns {Asked}
 */
export function askedOf(request, outer = request) {
  const { method = 'GET', headers } = request
  return {
    ...{ method, path: pathOf(targetOf(outer)) },
    get url() {
      return urlOf(request, outer)
    },
    header: (name) => headers[name]?.toString()
  }
}

/**
 * Middleware that serves a metadata document at its well-known path: for the root of an application whose guard is mounted
 * below a path: the well-known path is not below that path.
 * @template {NodeRequest} [R=NodeRequest]
 * @param {MetadataSource<R>} metadata the document, or a function that names it for each request, where there are several
 * @returns {(request: R, response: NodeResponse, next: (error?: unknown) => void) => void}
 */
export function resourceMetadataHandler(metadata) {
  const documentFor = checkSource(metadata)
  return (request, response, next) => {
    const { method, path } = askedOf(request)
    const answer = metadataAnswer(() => documentFor(request), method, path)
    if (answer === undefined) next()
    else sendAnswer(response, answer)
  }
}
