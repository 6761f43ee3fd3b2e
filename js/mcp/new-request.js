/**
 * Makes a Request with another body, of the parts of one. What was handed in is never copied itself: frameworks hand over
 * proxies, subclasses and objects of other realms, whose insides no constructor finds.
 * @param {Request} request
 * @param {Uint8Array<ArrayBuffer>} [bytes] its body
 * @returns {Request} with url, method, headers and signal of the first, and what Workers need to send it on
 */
export function newRequest(request, bytes) {
  const { url, method, signal, redirect, cf } = /** @type {Request & { cf?: unknown }} */ (request)
  const headers = new Headers(request.headers)
  // Of what a framework has parsed neither is true any more.
  if (headers.has('content-length')) headers.set('content-length', String(bytes?.byteLength ?? 0))
  headers.delete('content-encoding')
  const init = { method, headers, body: bytes, signal: ownSignal(signal), ...(redirect && { redirect }) }
  return new Request(url, /** @type {RequestInit} */ ({ ...init, ...(cf !== undefined && { cf }) }))
}

/**
 * @param {AbortSignal | null | undefined} signal
 * @returns {AbortSignal | null | undefined} one that Request takes: a signal of another realm is not one to all of them
 */
function ownSignal(signal) {
  if (!signal || signal instanceof AbortSignal) return signal
  const { aborted, reason } = /** @type {AbortSignal} */ (signal)
  const controller = new AbortController()
  const abort = () => controller.abort(/** @type {AbortSignal} */ (signal).reason)
  if (aborted) controller.abort(reason)
  else /** @type {AbortSignal} */ (signal).addEventListener?.('abort', abort, { once: true })
  return controller.signal
}
