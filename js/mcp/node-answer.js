import { closeAt } from '../http/node-close-at.js'
import { OF_BODY, assertReadable, mediaTypeOf } from './answer-body.js'
import { eventFilter } from './event-filter.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { NodeResponse } from '../http/node-response.js' */
/** @import { TextFilter } from './list-filter.js' */

/**
 * A response whose methods are replaced: the framework's own object goes on to the handler.
 * @typedef {NodeResponse & { writeHead(...head: any[]): unknown, write(...chunk: any[]): boolean,
 *   flushHeaders?(): void, destroy(error?: unknown): unknown }} WritableAnswer
 */

/**
 * @typedef {object} Shape
 * @property {VerifiedToken | undefined} token with which a stream of events ends
 * @property {TextFilter | undefined} filter of the messages; undefined: they have no list in them
 * @property {(status: number) => Promise<void> | undefined} onHead is told of the head before it goes out, when its
 *   headers are set; head and body wait for the promise that it returns
 */

/**
 * Makes of what a handler answers what the client gets, as answerOf() does for the Fetch API: lists filtered, a stream
 * with an end.
 * @param {WritableAnswer} response
 * @param {Shape} shape
 */
export function shapeAnswer(response, { token, filter, onHead }) {
  const { writeHead, write, end } = response
  const sendHead = (/** @type {number} */ status, /** @type {any[]} */ ...rest) => {
    Object.assign(response, { writeHead, write, end })
    setGiven(response, rest)
    const ready = onHead(status)
    if (ready !== undefined) holdUntil(response, ready)
    const type = mediaTypeOf(response.getHeader('content-type')?.toString())
    if (type === 'events') closeAt(response, token)
    if (filter !== undefined && type !== undefined) {
      assertReadable(response.getHeader('content-encoding')?.toString())
      for (const name of OF_BODY) response.removeHeader(name)
      if (type === 'json') return holdJson(response, status, filter)
      filterWrites(response, filter)
    }
    return response.writeHead(status)
  }
  Object.assign(response, { writeHead: sendHead })
  if (filter === undefined) return
  // A handler may send no head of its own. Without a filter, write() and end() send it themselves.
  Object.assign(response, {
    write: (/** @type {any[]} */ ...chunk) => (sendHead(response.statusCode), response.write(...chunk)),
    end: (/** @type {any[]} */ ...chunk) => (sendHead(response.statusCode), response.end(...chunk))
  })
}

/**
 * @param {WritableAnswer} response
 * @param {any[]} given writeHead's arguments behind the status: a text, and headers as an object, pairs or a flat array
 */
function setGiven(response, given) {
  const message = given.find((each) => typeof each === 'string')
  if (message !== undefined) response.statusMessage = message
  const headers = given.find((each) => typeof each === 'object' && each !== null) ?? {}
  const flat = Array.isArray(headers) ? headers.flat() : Object.entries(headers).flat()
  /** @type {Map<string, any>} */
  const values = new Map()
  for (let at = 0; at < flat.length; at += 2) {
    const name = String(flat[at]).toLowerCase()
    values.set(name, values.has(name) ? [values.get(name), flat[at + 1]].flat() : flat[at + 1])
  }
  for (const [name, value] of values) if (value !== undefined) response.setHeader(name, value)
}

/**
 * @param {WritableAnswer} response
 * @param {Promise<void>} ready what is sent before that is sent then
 */
function holdUntil(response, ready) {
  const { writeHead, write, end, flushHeaders } = response
  /** @type {(() => unknown)[] | undefined} */
  let waiting = []
  const held = (/** @type {any} */ send, /** @type {unknown} */ meanwhile) =>
    function (/** @type {any[]} */ ...given) {
      if (waiting === undefined) return send?.apply(response, given)
      waiting.push(() => send?.apply(response, given))
      return meanwhile
    }
  Object.assign(response, {
    ...{ writeHead: held(writeHead, response), write: held(write, true), end: held(end, response) },
    flushHeaders: held(flushHeaders, undefined)
  })
  const sendAll = () => {
    const calls = waiting ?? []
    waiting = undefined
    for (const send of calls) send()
  }
  ready.then(sendAll, (error) => response.destroy(error))
}

/**
 * Sends head and body together, once the body is whole.
 * @param {WritableAnswer} response
 * @param {number} status
 * @param {TextFilter} filter
 */
function holdJson(response, status, filter) {
  const { writeHead, write, end, flushHeaders } = response
  const decoder = new TextDecoder()
  let json = ''
  const keep = (/** @type {any[]} */ given) => {
    const [chunk] = given
    if (typeof chunk === 'string') json += chunk
    else if (ArrayBuffer.isView(chunk)) json += decoder.decode(/** @type {Uint8Array} */ (chunk), { stream: true })
    return given.find((each) => typeof each === 'function')
  }
  return Object.assign(response, {
    writeHead: () => response,
    flushHeaders: () => {},
    write(/** @type {any[]} */ ...given) {
      const done = keep(given)
      if (done) queueMicrotask(() => done())
      return true
    },
    end(/** @type {any[]} */ ...given) {
      const done = keep(given)
      Object.assign(response, { writeHead, write, end, flushHeaders })
      const body = new TextEncoder().encode(filter(json + decoder.decode()))
      response.setHeader('Content-Length', String(body.length))
      writeHead.call(response, status)
      return response.end(body, done)
    }
  })
}

/**
 * @param {WritableAnswer} response
 * @param {TextFilter} filter
 */
function filterWrites(response, filter) {
  const { write, end } = response
  const { push, flush } = eventFilter(filter)
  const pushed = (/** @type {any} */ chunk) => {
    return typeof chunk === 'string' || ArrayBuffer.isView(chunk) ? push(/** @type {Uint8Array} */ (chunk)) : ''
  }
  const callbackIn = (/** @type {any[]} */ given) => given.find((each) => typeof each === 'function')
  Object.assign(response, {
    write: (/** @type {any[]} */ ...given) => write.call(response, pushed(given[0]), callbackIn(given)),
    end: (/** @type {any[]} */ ...given) => end.call(response, pushed(given[0]) + flush(), callbackIn(given))
  })
}
