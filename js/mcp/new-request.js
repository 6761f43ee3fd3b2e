/**
 * Makes a Request with another body from the parts of an existing one. It never passes that one to the constructor:
 * frameworks hand over proxies, subclasses and objects of other realms, whose internals a constructor does not find.
 * @param {Request} request
 * @param {Uint8Array<ArrayBuffer>} [bytes] its body
 * @returns {Request} with url, method, headers and signal of the first, and what Workers need to send it on
 */
export function newRequest(request, bytes) {
  const { url, method, signal, redirect, cf } = /** @type {Request & { cf?: unknown }} */ (request)
  const headers = new Headers(request.headers)
  // Once a framework has parsed the body, neither header is true any more.
  if (headers.has('content-length')) headers.set('content-length', String(bytes?.byteLength ?? 0))
  headers.delete('content-encoding')
  const init = { method, headers, body: bytes, signal: ownSignal(signal), ...(redirect && { redirect }) }
  return new Request(url, /** @type {RequestInit} */ ({ ...init, ...(cf !== undefined && { cf }) }))
}

/**
 * @param {AbortSignal | null | undefined} signal
 * @returns {AbortSignal | null | undefined} one that Request accepts: some do not accept a signal of another realm
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
