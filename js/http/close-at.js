/** @import { VerifiedToken } from '../shared/types.js' */

/** @typedef {Pick<VerifiedToken, 'expiresAt'> | undefined} Expiring */

/** The longest time of a timer: a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1
/** Seconds for a token that was accepted after its `exp`, within the verifier's clock tolerance. */
const WITHIN_TOLERANCE = 60

/**
 * Ends the stream of a response when the token does: for handlers behind guard() that answer with a long stream.
 * guardMcp() does it itself, for each stream of events.
 * @param {Response} response
 * @param {Expiring} token undefined: the response goes on as long as it likes
 * @returns {Response} with the same head
 */
export function closeAt(response, token) {
  if (response.body === null || token === undefined) return response
  const { status, statusText, headers } = response
  return new Response(endingStream(response.body, token), { status, statusText, headers })
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {NonNullable<Expiring>} token
 * @returns {ReadableStream<Uint8Array>}
 */
function endingStream(body, token) {
  const reader = body.getReader()
  let stop = () => {}
  let isOver = false
  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  const end = (controller) => {
    if (!isOver) controller.close()
    isOver = true
    stop()
  }
  return new ReadableStream(
    {
      start(controller) {
        stop = whenExpired(token, () => {
          end(controller)
          reader.cancel().catch(() => {})
        })
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) end(controller)
          else controller.enqueue(value)
        } catch (error) {
          stop()
          throw error
        }
      },
      cancel(reason) {
        isOver = true
        stop()
        return reader.cancel(reason)
      }
    },
    { highWaterMark: 0 }
  )
}

/**
 * @param {NonNullable<Expiring>} token
 * @param {() => void} run
 * @returns {() => void} stops waiting
 */
export function whenExpired({ expiresAt }, run) {
  const end = expiresAt * 1000 > Date.now() ? expiresAt * 1000 : Date.now() + WITHIN_TOLERANCE * 1000
  /** @type {ReturnType<typeof setTimeout>} */
  let timer
  const wait = () => {
    const left = end - Date.now()
    if (left <= 0) return run()
    timer = setTimeout(wait, Math.min(left, LONGEST_MS))
    // No process stays for it. Only Node has this.
    const { unref } = /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (timer))
    unref?.call(timer)
    return undefined
  }
  wait()
  return () => clearTimeout(timer)
}
