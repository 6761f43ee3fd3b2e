import { requestError } from '../http/request-error.js'
import { hasDuplicateMember } from './duplicate-members.js'

/**
 * Reads the JSON of a request's body, so that whoever reads the same bytes after it reads the same.
 * @param {Request} request
 * @param {number} maxBytes
 * @returns {Promise<{ message: unknown, request: Request }>} the message, and the request with its body intact
 * @throws {AssayError} REQUEST_INVALID
 */
export async function readMessage(request, maxBytes) {
  assertUtf8Json(request.headers)
  if (Number(request.headers.get('content-length')) > maxBytes) throw requestError('body_too_large')
  const bytes = await readBytes(request.body, maxBytes)
  const message = parseJson(bytes)
  return { message, request: new Request(request, { body: bytes }) }
}

/**
 * Another charset or coding would give other text to a reader that honours it than to one that doesn't.
 * @param {Headers} headers
 */
function assertUtf8Json(headers) {
  const mediaType = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?)?[ \t]*$/i
  if (!mediaType.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) {
    throw requestError('body_media_type')
  }
}

/**
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readBytes(body, maxBytes) {
  const reader = body?.getReader()
  /** @type {Uint8Array[]} */
  const chunks = []
  let size = 0
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    size += chunk.value.byteLength
    if (size > maxBytes) {
      reader?.cancel().catch(() => {})
      throw requestError('body_too_large')
    }
    chunks.push(chunk.value)
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
 * @param {Uint8Array} bytes
 * @returns {unknown}
 */
function parseJson(bytes) {
  let text, message
  try {
    // A byte order mark stays, and is no JSON (RFC 8259 §8.1).
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    message = JSON.parse(text)
  } catch {
    throw requestError('body_not_json')
  }
  if (hasDuplicateMember(text)) throw requestError('body_duplicate_member')
  return message
}
