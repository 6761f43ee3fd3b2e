/**
 * Why a document could not be had. Internal: the callers turn it into an AssayError of their own.
 * `kind` is one of fetch_failed, status, redirect, timeout, too_large and not_json; `detail` is fit to be shown.
 */
export class FetchFault extends Error {
  /**
   * @param {'fetch_failed' | 'status' | 'redirect' | 'timeout' | 'too_large' | 'not_json'} kind
   * @param {string} [detail]
   */
  constructor(kind, detail = '') {
    super(kind)
    this.kind = kind
    this.detail = detail
  }
}

/**
 * @typedef {object} FetchLimits
 * @property {typeof globalThis.fetch} [fetch] is called instead of globalThis.fetch
 * @property {number} timeout seconds for the whole exchange, body included
 * @property {number} maxBytes
 */

/**
 * Fetches a text by BEHAVIOUR.md, "JWK Set fetching": no redirect is followed, only status 200 counts, the clock runs
 * until the last byte, and the body is cut off at the limit.
 * @param {string} url
 * @param {FetchLimits} limits
 * @returns {Promise<string>}
 * @throws {FetchFault}
 */
export async function fetchText(url, limits) {
  const controller = new AbortController()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  // A race, and not the signal alone: a fetch or a stream that ignores the signal must not hold the caller up either.
  const timeUp = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new FetchFault('timeout'))
      controller.abort()
    }, limits.timeout * 1000)
  })
  try {
    return await Promise.race([exchange(url, limits, controller.signal), timeUp])
  } catch (error) {
    throw error instanceof FetchFault ? error : new FetchFault('fetch_failed', platformCode(error))
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {string} url
 * @param {FetchLimits} limits
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function exchange(url, limits, signal) {
  // Looked up at each call: test doubles and instrumentation replace it after this module was loaded.
  const fetch = limits.fetch ?? globalThis.fetch
  const response = await fetch(url, {
    // workerd does not implement 'error'.
    redirect: 'manual',
    headers: { accept: 'application/json, application/jwk-set+json' },
    signal
  })
  const fault = checkResponse(response, limits.maxBytes)
  if (fault !== undefined) {
    response.body?.cancel().catch(() => {})
    throw fault
  }
  const bytes = await readBody(response.body, limits.maxBytes, signal)
  try {
    // ignoreBOM keeps a BOM in the text: it is for the reader to refuse.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new FetchFault('not_json', 'no valid UTF-8')
  }
}

/**
 * @param {Response} response
 * @param {number} maxBytes
 * @returns {FetchFault | undefined}
 */
function checkResponse(response, maxBytes) {
  const { status, type, redirected } = response
  // Browsers hide a redirect that was not followed behind status 0.
  if (redirected || type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)) {
    return new FetchFault('redirect')
  }
  if (status !== 200) return new FetchFault('status', String(status))
  if (Number(response.headers.get('content-length')) > maxBytes) return new FetchFault('too_large')
  return undefined
}

/**
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {number} maxBytes
 * @param {AbortSignal} signal
 * @returns {Promise<Uint8Array>}
 */
async function readBody(body, maxBytes, signal) {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel)
  const chunks = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concatenate(chunks, size)
    chunks.push(value)
    size += value.length
    if (size > maxBytes) {
      cancel()
      throw new FetchFault('too_large')
    }
  }
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 * @returns {Uint8Array}
 */
function concatenate(chunks, size) {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

/**
 * @param {unknown} error what fetch threw. Its message may quote the URL with its query; a code like ECONNREFUSED does not
 * @returns {string}
 */
function platformCode(error) {
  const code = /** @type {{ cause?: { code?: unknown } } | undefined} */ (error)?.cause?.code
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : ''
}
