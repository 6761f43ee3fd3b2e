/** @import { RequestHeaders } from '../shared/types.js' */
import { TIME_IS_UP, within } from '../shared/within.js'

/**
 * Why a document could not be fetched, or is not valid. Internal: the callers turn it into an AssayError. `detail` may be
 * shown.
 */
export class FetchFault extends Error {
  /**
   * @param {'fetch_failed' | 'status' | 'redirect' | 'timeout' | 'too_large' | 'not_json' | 'issuer' | 'jwks_uri'} kind
   *   the last two only for metadata
   * @param {string} [detail]
   * @param {Headers} [headers] of the answer, where there was one
   * @param {string} [hint] what to do about it
   */
  constructor(kind, detail = '', headers = undefined, hint = undefined) {
    super(kind)
    this.kind = kind
    this.detail = detail
    this.headers = headers
    this.hint = hint
  }
}

/** @param {unknown} error @returns {FetchFault} the error itself, or fetch_failed for an error of the platform */
export const asFault = (error) => (error instanceof FetchFault ? error : new FetchFault('fetch_failed'))

/**
 * @typedef {object} FetchLimits
 * @property {typeof globalThis.fetch} [fetch] is called instead of globalThis.fetch
 * @property {number} timeout seconds for the whole exchange, body included
 * @property {number} maxBytes
 * @property {(url: string) => Promise<RequestHeaders | undefined>} [headersOf] the caller's own headers for a URL
 */

/** @typedef {{ text: string | undefined, headers: Headers }} Answer no text: the caller's document is still valid (304) */

/**
 * Fetches a text by docs/behaviour.md, "JWK Set fetching": no redirect is followed, only status 200 is accepted
 * (and 304 for a request with an etag), the timeout covers the whole body, and a body beyond the limit is refused.
 * @param {string} url
 * @param {FetchLimits} limits
 * @param {string} [etag] of the caller's document
 * @param {AbortController} [controller] aborts the fetch
 * @returns {Promise<Answer>}
 * @throws {FetchFault}
 */
export async function fetchText(url, limits, etag, controller = new AbortController()) {
  const { signal } = controller
  const { headersOf } = limits
  let waitsFor = headersOf ? 'the function "headers" is not done' : ''
  try {
    const action = async () => {
      const own = headersOf && (await headersOf(url))
      waitsFor = ''
      // The caller is gone: a late function's credential goes nowhere.
      if (signal.aborted) throw TIME_IS_UP
      return exchange(url, limits, etag, signal, own)
    }
    return await within(limits.timeout, action, signal)
  } catch (error) {
    if (error instanceof FetchFault) throw error
    throw error === TIME_IS_UP
      ? new FetchFault('timeout', waitsFor)
      : new FetchFault('fetch_failed', platformCode(error))
  } finally {
    controller.abort()
  }
}

/**
 * @param {string} url
 * @param {FetchLimits} limits
 * @param {string | undefined} etag
 * @param {AbortSignal} signal
 * @param {RequestHeaders | undefined} own
 * @returns {Promise<Answer>}
 */
async function exchange(url, { fetch = globalThis.fetch, maxBytes }, etag, signal, own) {
  const accept = 'application/json, application/jwk-set+json'
  const response = await fetch(url, {
    ...uncached(),
    // workerd does not implement 'error'.
    redirect: 'manual',
    headers: { ...own, accept, ...(etag && { 'if-none-match': etag }) },
    signal
  })
  const { headers, status, body } = response
  if (signal.aborted) {
    // The caller is gone. A fetch that ignores the signal would go on reading the body.
    body?.cancel().catch(() => {})
    throw TIME_IS_UP
  }
  const fault = checkResponse(response, maxBytes)
  if (status === 200 && !fault) return { text: await readBody(body, maxBytes, signal), headers }
  body?.cancel().catch(() => {})
  if (status === 304 && etag) return { text: undefined, headers }
  throw fault
}

/**
 * Keeps caches from answering for the endpoint: Next.js 13 and 14 cache fetch until the next deployment, and a browser as
 * long as the header says. A new key would stay unknown, and a withdrawn one would still verify.
 * @returns {RequestInit} empty where the runtime has no such cache and refuses the member (workerd)
 */
function uncached() {
  try {
    return new Request('https://assay-jwt.invalid', { cache: 'no-store' }).cache ? { cache: 'no-store' } : {}
  } catch {
    return {}
  }
}

/**
 * @param {Response} response
 * @param {number} maxBytes
 * @returns {FetchFault | undefined}
 */
function checkResponse({ status, type, redirected, headers }, maxBytes) {
  // Browsers hide a redirect that was not followed behind status 0.
  if (redirected || type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)) {
    return new FetchFault('redirect')
  }
  if (status !== 200) return new FetchFault('status', String(status), headers)
  return Number(headers.get('content-length')) > maxBytes ? new FetchFault('too_large') : undefined
}

/**
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {number} maxBytes
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function readBody(body, maxBytes, signal) {
  if (!body) return ''
  // RFC 8259 §8.1 lets a reader skip a BOM: this decoder does, and editors on Windows write one.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = body.getReader()
  signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    size += value?.length ?? 0
    // fetchText() then aborts the signal.
    if (size > maxBytes) throw new FetchFault('too_large')
    try {
      text += decoder.decode(value, { stream: !done })
    } catch {
      throw new FetchFault('not_json', 'no valid UTF-8')
    }
    if (done) return text
  }
}

/**
 * @param {unknown} error of fetch. Its message may quote the URL with its query; a code like ECONNREFUSED does not
 * @returns {string}
 */
function platformCode(error) {
  const code = /** @type {{ cause?: { code?: unknown } } | undefined} */ (error)?.cause?.code
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : ''
}

/**
 * @param {string} text
 * @returns {any} undefined where it is not JSON: the parser's message would quote it
 */
export function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
