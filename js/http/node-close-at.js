import { whenExpired } from './close-at.js'

/** @import { Expiring } from './close-at.js' */
/** @import { NodeResponse } from './node-response.js' */

/**
 * Ends a response of node:http when the token does: for handlers behind guard() that answer with a long stream.
 * guardMcpExpress() does it itself, for each stream of events. What is written after that goes nowhere.
 * @param {NodeResponse} response
 * @param {Expiring} token undefined: the response goes on as long as it likes
 */
export function closeAt(response, token) {
  if (token === undefined) return
  const stop = whenExpired(token, () => {
    response.end()
    // A source that does not know yet would raise an error that nobody handles.
    Object.assign(response, {
      write: (/** @type {unknown[]} */ ...given) => (callBack(given), true),
      end: (/** @type {unknown[]} */ ...given) => (callBack(given), response)
    })
  })
  response.once('close', stop)
}

/** @param {unknown[]} given to write() or end(): who waits for its callback goes on */
function callBack(given) {
  const done = given.find((each) => typeof each === 'function')
  if (done) queueMicrotask(() => done())
}
