import { malformed } from './member-names.js'

/** @import { Subject } from './message-subjects.js' */

/** Where an MCP request has its protocol version. */
const VERSION = 'io.modelcontextprotocol/protocolVersion'

/**
 * MCP's headers repeat the body (Streamable HTTP, Server Validation): a server or proxy that relies on them must not be
 * told something else. A batch, or a request without a body, must not have them. Mcp-Param-* is left to the server:
 * only a tool's schema says what it repeats.
 * @param {(name: string) => string | null | undefined} header
 * @param {Subject} subject of the body's only message
 * @param {any} [message]
 * @throws {AssayError} REQUEST_INVALID, message_malformed
 */
export function assertHeadersAgree(header, { method, name }, message) {
  if (method !== (header('mcp-method') ?? method)) throw disagrees('Mcp-Method', 'its method')
  const named = header('mcp-name') ?? undefined
  if (named !== undefined && (name === undefined || decoded(named) !== name)) {
    throw disagrees('Mcp-Name', 'the member of params that names what the method is about')
  }
  assertVersion(header('mcp-protocol-version') ?? undefined, message?.params?._meta?.[VERSION])
}

/**
 * @param {string | undefined} announced
 * @param {unknown} version
 */
function assertVersion(announced, version) {
  if (announced !== undefined && version !== undefined && version !== announced) {
    throw disagrees('MCP-Protocol-Version', `params._meta["${VERSION}"]`)
  }
}

/**
 * @param {string} header
 * @param {string} source
 */
function disagrees(header, source) {
  return malformed(`does not say what the header ${header} says: send ${source} in it, or leave the header out`)
}

/**
 * Value Encoding: all but plain ASCII is sent as =?base64?…?=, the base64 of its UTF-8.
 * @param {string} value
 * @returns {string | undefined} undefined: base64 that is not canonical, or not of UTF-8
 */
function decoded(value) {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1]
  if (encoded === undefined) return value
  try {
    const binary = atob(encoded)
    // atob skips white space, and tolerates missing padding and trailing bits.
    if (btoa(binary) !== encoded) return undefined
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
