import { assayErrorOf, requestError } from '../http/request-error.js'
import { hasDuplicateMember } from './duplicate-members.js'

/**
 * A request's body, as far as it has been read: nothing, an unread stream, text, bytes, or what a framework has parsed.
 * @typedef {object} Body
 * @property {(name: string) => string | null | undefined} header
 * @property {unknown} body
 * @property {boolean} used whether the stream has been read
 */

const RESTORE =
  'Let the guard have the request before anything reads it, or a clone that nobody has read. Where express.json() ' +
  'stands before it, guardMcpExpress() takes request.body'

/**
 * Reads the JSON of a request's body so strictly that later readers of the same bytes get the same values.
 * @param {Body} given
 * @param {number} maxBytes
 * @returns {Promise<{ message: unknown, bytes: Uint8Array<ArrayBuffer> }>} the message, and what it was parsed from
 * @throws {AssayError} REQUEST_INVALID
 */
export async function readMessage({ header, body, used }, maxBytes) {
  const parsed = isParsed(body)
  assertUtf8Json(header, parsed)
  if (Number(header('content-length')) > maxBytes) throw requestError('body_too_large')
  if (used && isSource(body)) throw requestError('body_already_read', { hint: RESTORE })
  // A parsed body has lost its duplicate members, so all who get it, or its text, read what is checked here.
  const bytes = await readBytes(parsed ? written(body) : body, maxBytes)
  return { message: parseJson(bytes), bytes }
}

/**
 * Only POST may have a body: a server might run the body of another method unchecked.
 * @param {Body} given
 * @returns {Promise<void>}
 * @throws {AssayError} REQUEST_INVALID, body_not_allowed
 */
export async function assertNoBody({ header, body, used }) {
  // Middleware that has read a body may still hold it.
  const wasThere = Number(header('content-length') ?? 0) > 0 || (used && header('transfer-encoding'))
  if (wasThere) throw requestError('body_not_allowed')
  // Express 4 has an empty object where there was no body.
  if (isParsed(body) && Object.keys(/** @type {object} */ (body)).length > 0) throw requestError('body_not_allowed')
  if (!isParsed(body) && !(used && isSource(body))) await readBytes(body, 0, 'body_not_allowed')
}

/** @param {unknown} body @returns {boolean} whether a framework has parsed it */
function isParsed(body) {
  if (typeof body === 'number' || typeof body === 'boolean') return true
  return typeof body === 'object' && body !== null && !ArrayBuffer.isView(body) && !isStream(body)
}

/** @param {unknown} body @returns {boolean} whether reading uses it up */
const isSource = (body) => body === undefined || body === null || isStream(body)

/** @param {any} body @returns {boolean} whether it is a stream of the web or of Node */
function isStream(body) {
  return typeof (body.getReader ?? body[Symbol.asyncIterator]) === 'function'
}

/**
 * With another charset or coding, a reader that honours it would get other text than one that doesn't.
 * @param {Body['header']} header
 * @param {boolean} parsed whether the body is already decoded
 */
function assertUtf8Json(header, parsed) {
  const mediaType = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?)?[ \t]*$/i
  const coding = parsed ? undefined : (header('content-encoding') ?? undefined)
  if (!mediaType.test(header('content-type') ?? '') || coding !== undefined) throw requestError('body_media_type')
}

/** @param {unknown} value @returns {string} */
function written(value) {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    throw requestError('body_not_json')
  }
}

/**
 * @param {any} body
 * @param {number} maxBytes
 * @param {string} [reason] why a longer one is refused
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readBytes(body, maxBytes, reason = 'body_too_large') {
  /** @type {Uint8Array[]} */
  const chunks = []
  let size = 0
  try {
    for await (const chunk of chunksOf(body)) {
      size += chunk.byteLength
      if (size > maxBytes) throw requestError(reason)
      chunks.push(chunk)
    }
  } catch (error) {
    if (assayErrorOf(error)) throw error
    throw requestError('body_not_json', { message: 'The request body could not be read to its end' })
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/**
 * @param {any} body
 * @returns {AsyncIterable<Uint8Array> | Iterable<Uint8Array>}
 */
function chunksOf(body) {
  if (body === null || body === undefined) return []
  if (typeof body === 'string') return [new TextEncoder().encode(body)]
  if (ArrayBuffer.isView(body)) return [/** @type {Uint8Array} */ (body)]
  // Node's own iterator would close the connection when left early, and the refusal would be lost.
  return body.getReader ? chunksOfReader(body.getReader()) : (body.iterator?.({ destroyOnReturn: false }) ?? body)
}

/**
 * Some runtimes have no iterator of streams.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 */
async function* chunksOfReader(reader) {
  try {
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) yield value
  } finally {
    reader.cancel().catch(() => {})
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {unknown}
 */
function parseJson(bytes) {
  let text, message
  try {
    // A byte order mark is kept, and is not JSON (RFC 8259 §8.1).
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    message = JSON.parse(text)
  } catch {
    throw requestError('body_not_json')
  }
  if (hasDuplicateMember(text)) throw requestError('body_duplicate_member')
  return message
}
