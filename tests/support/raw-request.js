import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * Sends a GET whose header lines go over the wire as they are: no client joins, drops or corrects them.
 * @param {string} url
 * @param {string[]} lines
 * @returns {Promise<string>} the whole answer
 */
export async function sendRaw(url, lines) {
  const { hostname, port, host, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`)
  return text(socket)
}
