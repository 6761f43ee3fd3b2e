import { closeAt } from '../http/node-close-at.js'
import { OF_BODY, assertReadable, mediaTypeOf } from './answer-body.js'
import { eventFilter } from './event-filter.js'
import { SESSION_ID } from './sessions.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { NodeResponse } from '../http/node-response.js' */
/** @import { TextFilter } from './list-filter.js' */

/**
 * A response whose methods are replaced: the framework's own object goes on to the handler.
 * @typedef {NodeResponse & { destroy(error?: unknown): unknown, [method: string]: any }} WritableAnswer
 */

/**
 * @typedef {object} Shape
 * @property {VerifiedToken | undefined} token with which a stream of events ends
 * @property {TextFilter | undefined} filter of the messages; undefined: they have no list in them
 * @property {(status: number) => Promise<string> | undefined} sessionId what the client calls the session that the head
 *   names: the answer waits for it. undefined: it stays as it is
 */

/**
 * What sends an answer. Each method takes the arguments of Node's.
 * @typedef {{ [method in 'writeHead' | 'write' | 'end' | 'flushHeaders']: (given: any[]) => any }} Sender
 */

const SENDING = /** @type {const} */ (['writeHead', 'write', 'end', 'flushHeaders'])
const SETTING = ['setHeader', 'removeHeader', 'appendHeader', 'setHeaders']

/**
 * Makes of what a handler answers what the client gets, as answerOf() does for the Fetch API: lists filtered, a session
 * bound, a stream with an end. Whichever method the handler calls first, the head is made then, and is final: Node's own
 * write() and end() would send a head by themselves, and in HTTP/2 without a call of writeHead().
 * @param {WritableAnswer} response
 * @param {Shape} shape
 */
export function shapeAnswer(response, shape) {
  const { asNode, isOfNode, own } = nodesOwn(response, [...SENDING, ...SETTING])
  const send = (/** @type {string} */ name) => (/** @type {any[]} */ given) => asNode(() => own(name, given))
  const direct = /** @type {Sender} */ (Object.fromEntries(SENDING.map((name) => [name, send(name)])))
  /** @type {Sender | undefined} */
  let sender
  const replaced = SENDING.map((name) => {
    const call = (/** @type {any[]} */ ...given) => {
      if (isOfNode()) return own(name, given)
      if (sender !== undefined) return sender[name](given)
      if (name === 'writeHead') setGiven(response, given)
      sender = senderOf(response, shape, direct, asNode)
      Object.defineProperty(response, 'headersSent', { value: true, configurable: true })
      return sender[name](name === 'writeHead' ? [response.statusCode] : given)
    }
    return [name, call]
  })
  // HTTP/2 has no setHeaders().
  const final = SETTING.filter((name) => response[name] !== undefined).map((name) => {
    const call = (/** @type {any[]} */ ...given) => {
      if (sender === undefined || isOfNode()) return own(name, given)
      throw Object.assign(new Error(`Cannot call ${name}(): the head is made`), { code: 'ERR_HTTP_HEADERS_SENT' })
    }
    return [name, call]
  })
  Object.assign(response, Object.fromEntries([...replaced, ...final]))
}

/**
 * @param {WritableAnswer} response
 * @param {readonly string[]} names of methods that will be replaced
 * @returns {{ asNode: <T>(run: () => T) => T, isOfNode: () => boolean, own: (name: string, given: any[]) => any }}
 *   `own` calls the original; while `asNode` runs, methods call each other as they do without a guard
 */
function nodesOwn(response, names) {
  const methods = new Map(names.map((name) => [name, response[name]]))
  let depth = 0
  return {
    asNode(run) {
      depth += 1
      try {
        return run()
      } finally {
        depth -= 1
      }
    },
    isOfNode: () => depth > 0,
    own: (name, given) => methods.get(name)?.apply(response, given)
  }
}

/**
 * @param {WritableAnswer} response whose head is set
 * @param {Shape} shape
 * @param {Sender} direct
 * @param {<T>(run: () => T) => T} asNode
 * @returns {Sender}
 */
function senderOf(response, { token, filter, sessionId }, direct, asNode) {
  const status = response.statusCode
  const type = mediaTypeOf(response.getHeader('content-type')?.toString())
  const filtered = type === undefined ? undefined : filter
  if (filtered) {
    assertReadable(response.getHeader('content-encoding')?.toString())
    for (const name of OF_BODY) response.removeHeader(name)
  }
  const id = sessionId(status)
  const ready = id?.then((value) => {
    response.statusCode = status
    asNode(() => response.setHeader(SESSION_ID, value))
  })
  const sender = ready ? heldUntil(ready, direct, response) : direct
  if (type === 'events') closeAt(response, token)
  if (!filtered) return sender
  return type === 'json' ? wholeJson(sender, filtered, { response, asNode }) : filteredEvents(sender, filtered)
}

/**
 * @param {WritableAnswer} response
 * @param {any[]} given writeHead's arguments: the status, a text, and headers as an object, pairs or a flat array
 */
function setGiven(response, [status, ...given]) {
  response.statusCode = status
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
 * @param {Promise<void>} ready what is sent before that is sent then
 * @param {Sender} sender
 * @param {WritableAnswer} response
 * @returns {Sender}
 */
function heldUntil(ready, sender, response) {
  /** @type {(() => unknown)[] | undefined} */
  let waiting = []
  const held = (/** @type {keyof Sender} */ name, /** @type {unknown} */ meanwhile) => (/** @type {any[]} */ given) => {
    if (waiting === undefined) return sender[name](given)
    waiting.push(() => sender[name](given))
    return meanwhile
  }
  const sendAll = () => {
    const calls = waiting ?? []
    waiting = undefined
    for (const call of calls) call()
  }
  ready.then(sendAll).catch((error) => response.destroy(error))
  return {
    writeHead: held('writeHead', response),
    write: held('write', true),
    end: held('end', response),
    flushHeaders: held('flushHeaders', undefined)
  }
}

/**
 * Sends head and body together, once the body is whole.
 * @param {Sender} sender
 * @param {TextFilter} filter
 * @param {object} head
 * @param {WritableAnswer} head.response
 * @param {<T>(run: () => T) => T} head.asNode
 * @returns {Sender}
 */
function wholeJson(sender, filter, { response, asNode }) {
  const { statusCode } = response
  const decoder = new TextDecoder()
  let json = ''
  let isSent = false
  const keep = (/** @type {any[]} */ given) => {
    json += decoder.decode(bytesOf(given), { stream: true })
    return callbackIn(given)
  }
  return {
    writeHead: () => response,
    flushHeaders: () => {},
    write(given) {
      const done = keep(given)
      if (done) queueMicrotask(() => done())
      return true
    },
    end(given) {
      if (isSent) return sender.end(given)
      isSent = true
      const done = keep(given)
      const body = new TextEncoder().encode(filter(json + decoder.decode()))
      response.statusCode = statusCode
      asNode(() => response.setHeader('Content-Length', String(body.length)))
      return sender.end([body, done])
    }
  }
}

/**
 * @param {Sender} sender
 * @param {TextFilter} filter
 * @returns {Sender}
 */
function filteredEvents(sender, filter) {
  const { push, flush } = eventFilter(filter)
  return {
    ...sender,
    write: (given) => sender.write([push(bytesOf(given)), callbackIn(given)]),
    end: (given) => sender.end([push(bytesOf(given)) + flush(), callbackIn(given)])
  }
}

/** @param {any[]} given to write() or end() @returns {(() => void) | undefined} */
const callbackIn = (given) => given.find((each) => typeof each === 'function')

/**
 * @param {any[]} given to write() or end(): bytes, or a text and its encoding
 * @returns {Uint8Array}
 */
function bytesOf([chunk, encoding]) {
  if (ArrayBuffer.isView(chunk)) return /** @type {Uint8Array} */ (chunk)
  if (typeof chunk !== 'string') return new Uint8Array()
  if (typeof encoding !== 'string') return new TextEncoder().encode(chunk)
  // What has node:http has Buffer, and knows no other encodings.
  return /** @type {any} */ (globalThis).Buffer.from(chunk, encoding)
}
