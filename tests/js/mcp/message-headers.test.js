import { test } from 'node:test'
import { assertHeadersAgree } from '../../../js/mcp/message-headers.js'
import { subjectsOf } from '../../../js/mcp/message-subjects.js'
import { assertError, caught } from '../support/expect.js'

const malformed = { code: 'REQUEST_INVALID', reason: 'message_malformed' }
const message = (/** @type {string} */ method, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const base64 = (/** @type {string | Uint8Array} */ text) => `=?base64?${Buffer.from(text).toString('base64')}?=`

/** @param {HeadersInit} init @param {any} about */
function agree(init, about) {
  const headers = new Headers(init)
  assertHeadersAgree((name) => headers.get(name), subjectsOf(about)[0], about)
}

/** @param {HeadersInit} init @param {any} about */
const disagree = (init, about) =>
  assertError(
    caught(() => agree(init, about)),
    malformed
  )

test('Streamable HTTP, Standard Request Headers: each method has one member that Mcp-Name repeats', () => {
  const named = {
    ...{ 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'resources/subscribe': 'uri' },
    ...{ 'resources/unsubscribe': 'uri', 'tasks/get': 'taskId', 'tasks/result': 'taskId', 'tasks/cancel': 'taskId' },
    'tasks/update': 'taskId'
  }
  for (const [method, member] of Object.entries(named)) {
    const params = { name: 'a', uri: 'b', taskId: 'c' }
    const about = message(method, params)
    for (const [other, value] of Object.entries(params)) {
      const check = other === member ? agree : disagree
      check({ 'mcp-name': value, 'mcp-method': method }, about)
    }
    for (const value of ['A', 'a ', 'a, a', '', `${base64('x')}`]) {
      if (value.trim() !== params.name || member !== 'name') disagree({ 'mcp-name': value }, about)
    }
    agree({}, about)
    disagree({ 'mcp-name': 'undefined' }, message(method))
  }
})

test('a method that names nothing has no Mcp-Name', () => {
  const methods = ['tools/list', 'resources/list', 'resources/templates/list', 'tasks/list', 'completion/complete']
  for (const method of [...methods, 'initialize', 'acme/search', 'toString']) {
    const about = message(method, { name: 'a', uri: 'a', taskId: 'a', ref: { name: 'a' } })
    for (const value of ['a', '', 'undefined']) disagree({ 'mcp-name': value }, about)
    agree({ 'mcp-method': method }, about)
  }
  disagree({ 'mcp-method': 'ping' }, { jsonrpc: '2.0', id: 1, result: {} })
})

test('Mcp-Method is compared as it is: case, base64 and repetition are other methods', () => {
  const about = message('tools/call', { name: 'a' })
  for (const value of ['Tools/Call', base64('tools/call'), 'tools/call, tools/call', '', 'tools/call,']) {
    disagree({ 'mcp-method': value }, about)
  }
  agree({ 'mcp-method': '  tools/call\t' }, about) // RFC 9110 §5.5: white space around a value is not part of it
})

test('Value Encoding: =?base64?…?= is decoded before it is compared', () => {
  for (const name of [
    'Hello, 世界',
    ' padded ',
    'weiß',
    '=?base64?literal?=',
    '',
    'get_positions',
    '\ufeffx',
    '\u{1f600}'
  ]) {
    agree({ 'mcp-name': base64(name) }, message('tools/call', { name }))
    disagree({ 'mcp-name': base64(`${name}x`) }, message('tools/call', { name }))
  }
  agree({ 'mcp-name': base64('file:///ü') }, message('resources/read', { uri: 'file:///ü', name: 'other' }))
  // What only looks like it is the name itself.
  for (const name of ['=?base64?YQ==', '=?BASE64?YQ==?=', 'x=?base64?YQ==?=']) {
    agree({ 'mcp-name': name }, message('tools/call', { name }))
    disagree({ 'mcp-name': name }, message('tools/call', { name: 'a' }))
  }
})

test('base64 that is not canonical, and what is no UTF-8, names nothing', () => {
  const about = message('tools/call', { name: 'a' })
  agree({ 'mcp-name': '=?base64?YQ==?=' }, about)
  for (const encoded of ['YQ', 'YQ=', 'YR==', 'Y Q==', ' YQ==', 'YQ==YQ==', 'Y-_=', '%59%51==', 'YQ==?=\t=?base64?']) {
    disagree({ 'mcp-name': `=?base64?${encoded}?=` }, about)
  }
  const invalid = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0xc0, 0xe1), Uint8Array.of(0xed, 0xa0, 0x80)]
  for (const bytes of invalid) {
    for (const name of ['a\ufffd', 'a', '\ufffd', '\ufffd\ufffd\ufffd', '\ufffd\ufffd']) {
      disagree({ 'mcp-name': base64(bytes) }, message('tools/call', { name }))
    }
  }
  disagree({ 'mcp-name': base64('a') }, message('tools/call', { name: base64('a') }))
})

test('MCP-Protocol-Version is what the request’s _meta says, where it says it', () => {
  const version = (/** @type {unknown} */ value) =>
    message('ping', { _meta: { 'io.modelcontextprotocol/protocolVersion': value } })
  agree({ 'mcp-protocol-version': '2026-07-28' }, version('2026-07-28'))
  agree({}, version('2026-07-28'))
  agree({ 'mcp-protocol-version': '2025-06-18' }, message('ping'))
  for (const value of ['2025-06-18', '', 20260728, null])
    disagree({ 'mcp-protocol-version': '2026-07-28' }, version(value))
})

test('Mcp-Param-* is left to the server: only a tool’s schema tells what it repeats', () => {
  const about = message('tools/call', { name: 'a', arguments: { region: 'us-west1' } })
  agree({ 'mcp-param-region': 'eu', 'mcp-param-other': '=?base64?%?=' }, about)
})
