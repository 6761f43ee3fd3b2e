// What a handler on node:http gets of a CORS preflight, and what of its answer gets out. The framework's own objects go on
// to the handler, so their methods are replaced, each by one that keeps to what preflight.js says.

import { isCorsHeader } from './cors.js'
import { isWithheld, soundStatus } from './preflight.js'

/** @import { NodeRequest, NodeResponse } from './node-response.js' */

/** Methods that send something before or after the answer, in HTTP/1.1 and in HTTP/2. */
const ASIDE = ['writeContinue', 'writeProcessing', 'writeEarlyHints', 'addTrailers', 'setTrailer', 'createPushResponse']
/** Where middleware leaves a body that it has read. */
const PARSED = ['body', 'rawBody', 'file', 'files']
const TRAILERS = { trailers: {}, trailersDistinct: {}, rawTrailers: [] }
/** Methods of an HTTP/2 stream that send without its response. */
const OF_STREAM = ['respond', 'respondWithFile', 'respondWithFD', 'write', 'end', 'additionalHeaders', 'pushStream']

/** @param {any} env what @hono/node-server hands over besides the request: the objects of Node */
export function closeBindings(env) {
  const { incoming, outgoing } = env ?? {}
  if (typeof incoming?.read === 'function') withoutBody(incoming)
  if (typeof outgoing?.writeHead === 'function') withoutAnswer(outgoing, incoming)
}

/** @param {NodeRequest} request whose body no handler may read, neither as a stream nor parsed */
export function withoutBody(request) {
  const { headers, headersDistinct, rawHeaders = [], stream } = /** @type {any} */ (request)
  closeReadable(request)
  if (stream) closeReadable(stream) // HTTP/2 has the body there, too
  for (const name of PARSED) {
    if (name in request) Object.defineProperty(request, name, { value: undefined, writable: true, configurable: true })
  }
  for (const each of [headers, headersDistinct ?? {}])
    for (const name of Object.keys(each)) if (isWithheld(name)) delete each[name]
  for (const [name, nothing] of Object.entries(TRAILERS)) {
    // They arrive later, and are then assigned.
    if (name in request) Object.defineProperty(request, name, { get: () => nothing, set() {}, configurable: true })
  }
  // In place: HTTP/2 has no setter for it.
  const kept = rawHeaders.filter(
    (/** @type {string} */ _, /** @type {number} */ at) => !isWithheld(rawHeaders[at & ~1])
  )
  rawHeaders.splice(0, rawHeaders.length, ...kept)
}

/** @param {any} stream a Readable, which reads on to its end, and gives nothing away */
function closeReadable(stream) {
  const { emit, read } = stream
  if (typeof read !== 'function') return
  Object.assign(stream, {
    emit: (/** @type {string} */ event, /** @type {any[]} */ ...rest) =>
      event !== 'data' && emit.call(stream, event, ...rest),
    read(/** @type {number | undefined} */ size) {
      while (read.call(stream, size === 0 ? 0 : undefined) !== null);
      return null
    }
  })
}

/**
 * The answer is over with its head: once a handler sends that, or the first of a body, status and CORS headers go out and
 * the response ends. A client that waits for the bytes that a Content-Length promised, or for the end of a stream of
 * events, would hang.
 * @param {NodeResponse} response
 * @param {NodeRequest} request
 */
export function withoutAnswer(response, request) {
  const { end, stream } = /** @type {any} */ (response)
  // Not the instance's own: what a session or a log hooks into that sets its headers at the last moment.
  const { writeHead } = Object.getPrototypeOf(response).writeHead ? Object.getPrototypeOf(response) : response
  let ended = false
  const finish = (/** @type {any[]} */ ...given) => {
    const done = given.find((each) => typeof each === 'function')
    if (done && !response.writableFinished) response.once('finish', done)
    else if (done) queueMicrotask(() => done())
    if (ended) return
    ended = true
    strip(response)
    // A source that is piped here would stay open, and paused: nobody takes its data.
    response.on('unpipe', (/** @type {any} */ source) => source !== request && source.destroy?.())
    reopen()
    end.call(response)
  }
  const sendHead = (/** @type {number} */ status, /** @type {any[]} */ ...rest) => {
    if (!ended) {
      response.statusCode = soundStatus(status)
      for (const [name, value] of headersIn(rest)) response.setHeader(name, value)
      finish()
    } else if (!response.headersSent) {
      // end() sends the head by this method.
      strip(response)
      writeHead.call(response, response.statusCode)
    }
    return response
  }
  Object.assign(response, {
    ...{ writeHead: sendHead, writeHeader: sendHead, flushHeaders: () => finish() },
    write(/** @type {any[]} */ ...given) {
      finish(...given)
      // A source that never ends would be read without a pause, and nothing else would be done.
      setTimeout(() => response.emit('drain'))
      return false
    },
    end: (/** @type {any[]} */ ...given) => (finish(...given), response)
  })
  const reopen = stream ? closeStream(stream, sendHead, finish) : () => {}
  for (const name of ASIDE) if (name in response) Object.assign(response, { [name]: sendNothing })
}

/**
 * @param {any} stream the HTTP/2 stream below a response
 * @param {(status: number, headers: object) => unknown} sendHead
 * @param {(...given: any[]) => void} finish
 * @returns {() => void} lets the response itself use it
 */
function closeStream(stream, sendHead, finish) {
  const own = Object.fromEntries(OF_STREAM.filter((name) => name in stream).map((name) => [name, stream[name]]))
  const respond = ({ ':status': status = 200, ...headers } = {}) => void sendHead(status, headers)
  const withFile = (/** @type {unknown} */ _file, /** @type {any} */ headers) => respond(headers)
  Object.assign(stream, {
    ...{
      respond,
      respondWithFile: withFile,
      respondWithFD: withFile,
      additionalHeaders: sendNothing,
      pushStream: sendNothing
    },
    write: (/** @type {any[]} */ ...given) => (finish(...given), false),
    end: (/** @type {any[]} */ ...given) => (finish(...given), stream)
  })
  return () => void Object.assign(stream, own)
}

/** @param {any[]} given with a callback at its end, or without */
function sendNothing(...given) {
  const done = given.find((each) => typeof each === 'function')
  if (done) queueMicrotask(() => done(new Error('The answer to a CORS preflight is its head alone')))
}

/** @param {any[]} given what follows the status in a call of writeHead @returns {Map<string, any>} by names in lower case */
export function headersIn(given) {
  const headers = given.find((each) => typeof each === 'object' && each !== null) ?? {}
  const isFlat = Array.isArray(headers) && !Array.isArray(headers[0])
  const pairs = isFlat
    ? headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]]] : []))
    : Array.isArray(headers)
      ? headers
      : Object.entries(headers)
  const found = new Map()
  for (const [name, value] of pairs) {
    const key = String(name).toLowerCase()
    found.set(key, found.has(key) ? [found.get(key), value].flat() : value)
  }
  return found
}

/** @param {NodeResponse} response of which status and CORS headers stay */
function strip(response) {
  for (const name of response.getHeaderNames()) if (!isCorsHeader(name)) response.removeHeader(name)
  // HTTP/2 would send the handler's own value.
  if (response.getHeader('date') !== undefined) response.setHeader('date', new Date().toUTCString())
  response.statusCode = soundStatus(response.statusCode)
  // RFC 9110 §8.6: there is none in a 204.
  if (response.statusCode !== 204 && response.statusCode !== 304) response.setHeader('Content-Length', '0')
  // HTTP/2 has no status message, and warns when it is read.
  if (!('stream' in response) && response.statusMessage) response.statusMessage = ''
}
