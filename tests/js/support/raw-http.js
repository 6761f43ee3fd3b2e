import { once } from 'node:events'
import { connect } from 'node:net'

/** @typedef {{ status: number, statusText: string, headers: [name: string, value: string][], body: string, text: string }} RawResponse */

/**
 * Sends bytes as they are, and reads until the server closes: the last request says "Connection: close".
 * @param {string} url of the server
 * @param {string} text what is sent
 * @returns {Promise<string>} what came back
 */
export async function exchange(url, text) {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  /** @type {Buffer[]} */
  const chunks = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

/**
 * @param {string} requestLine
 * @param {readonly string[]} lines of the head, besides Connection and, unless there is one, Host
 * @param {string} [body]
 */
export function rawRequest(requestLine, lines, body = '') {
  const hasHost = lines.some((line) => /^host:/i.test(line)) || requestLine.endsWith('HTTP/1.0')
  return [requestLine, ...(hasHost ? [] : ['Host: mcp.example.com']), ...lines, 'Connection: close', '', body].join(
    '\r\n'
  )
}

/** @param {string} text of one response @returns {RawResponse} */
export function parseResponse(text) {
  const end = text.indexOf('\r\n\r\n')
  const [first, ...lines] = text.slice(0, end).split('\r\n')
  const [, status, statusText] = /** @type {RegExpExecArray} */ (/^HTTP\/1\.1 (\d+) ?(.*)$/.exec(first))
  const headers = lines.map((line) => /** @type {[string, string]} */ (line.split(/: ?(.*)/s).slice(0, 2)))
  const raw = text.slice(end + 4)
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && value === 'chunked')
  return { status: Number(status), statusText, headers, body: isChunked ? unchunked(raw) : raw, text }
}

/** @param {string} text */
function unchunked(text) {
  let [rest, body] = [text, '']
  for (;;) {
    const [, size, after] = /** @type {RegExpExecArray} */ (/^([0-9a-f]+)\r\n(.*)$/is.exec(rest))
    const length = parseInt(size, 16)
    if (length === 0) return body
    body += after.slice(0, length)
    rest = after.slice(length + 2)
  }
}

/** @param {string} url @param {string} requestLine @param {readonly string[]} [lines] @param {string} [body] */
export async function askRaw(url, requestLine, lines = [], body = '') {
  return parseResponse(await exchange(url, rawRequest(requestLine, lines, body)))
}
