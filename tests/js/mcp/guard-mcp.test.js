import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guardMcp } from '../../../js/mcp/index.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, metadataUrl, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const scopes = { 'tools/call': { get_positions: 'tools:read', trade: 'tools:call' } }
const call = (/** @type {string} */ name) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } })
const json = { 'content-type': 'application/json' }

/** @type {string[]} what reached the handler */
let handled = []
const echo = async (/** @type {Request} */ given, /** @type {any} */ { token }) => {
  const text = await given.text()
  handled.push(text)
  return Response.json({ text, subject: token.subject })
}
const guarded = (/** @type {any} */ options = {}, handler = echo) =>
  guardMcp(verifier, { scopes, resourceMetadata: metadataUrl, ...options })(handler)

/** @param {BodyInit | null} body @param {any} [init] @param {any} [options] */
function post(body, { authorization = bearer(), headers = json, ...init } = {}, options = {}) {
  handled = []
  return guarded(options)(request(authorization, { method: 'POST', body, headers, ...init }))
}

/** @param {Response} response @param {number} status @param {string} reason */
async function refusedWith(response, status, reason) {
  assert.deepEqual(handled, [], 'the handler ran')
  const body = await response.json()
  assert.deepEqual([response.status, body.reason], [status, reason])
  return body
}

test('a call whose scope is granted reaches the handler with its body byte for byte', async () => {
  const body = ` {"jsonrpc":"2.0", "id":1,"method":"tools\\/call","params":{"name":"get_positions","arguments":{"ü":"\\u00fc"}}}\n`
  const answer = await post(body)
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), { text: body, subject: 'user-1' })
})

test('a call whose scope is missing is 403, and the challenge names it', async () => {
  const answer = await post(call('trade'))
  assert.match(
    answer.headers.get('www-authenticate') ?? '',
    new RegExp(`^Bearer resource_metadata="${metadataUrl}", error="insufficient_scope", .*, scope="tools:call"$`)
  )
  await refusedWith(answer, 403, 'scope_missing')
})

test('an unknown tool is refused before the handler runs, without a challenge and without a name', async () => {
  const answer = await post(call('drop_everything'))
  assert.equal(answer.headers.get('www-authenticate'), null)
  const body = await refusedWith(answer, 403, 'tool_not_allowed')
  assert.deepEqual(body, {
    error: 'access_denied',
    error_description: 'This is not available',
    code: 'AUTH_MISSING_SCOPE',
    reason: 'tool_not_allowed'
  })
})

test('without a good token nobody learns whether a tool exists: the body is not even read', async () => {
  for (const authorization of [undefined, 'Bearer a.b.c']) {
    const answers = []
    for (const name of ['get_positions', 'trade', 'unknown']) {
      const asked = request(authorization, { method: 'POST', body: call(name), headers: json })
      const answer = await guarded()(asked)
      assert.equal(asked.bodyUsed, false)
      answers.push([answer.status, answer.headers.get('www-authenticate'), await answer.text()].join())
    }
    assert.equal(new Set(answers).size, 1)
    assert.match(answers[0], /^401/)
  }
})

test('requiredScope is asked for besides the table', async () => {
  const options = { requiredScope: 'mcp' }
  await refusedWith(await post(call('get_positions'), {}, options), 403, 'scope_missing')
  const authorization = bearer({ claims: { scope: 'mcp tools:read' } })
  assert.equal((await post(call('get_positions'), { authorization }, options)).status, 200)
  const refused = await post(call('trade'), { authorization }, options)
  assert.match(refused.headers.get('www-authenticate') ?? '', /scope="mcp tools:call"$/)
})

test('GET and DELETE take a token and no scope; other methods are 405', async () => {
  for (const method of ['GET', 'DELETE', 'HEAD', 'OPTIONS']) {
    assert.equal((await guarded()(request(bearer(), { method }))).status, 200)
    assert.equal((await guarded()(request(undefined, { method }))).status, 401)
  }
  const answer = await post(call('get_positions'), { method: 'PUT' })
  assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST, DELETE, OPTIONS')
  await refusedWith(answer, 405, 'method_not_allowed')
})

describe('a body comes with POST alone', () => {
  test('DELETE and OPTIONS with one are refused, streamed or not', async () => {
    for (const method of ['DELETE', 'OPTIONS']) {
      const stream = () => new Blob([call('trade')]).stream()
      for (const body of [call('trade'), stream(), ' ']) {
        await refusedWith(await post(body, { method, duplex: 'half' }), 400, 'body_not_allowed')
      }
    }
  })

  test('an empty stream, as servers make one of a DELETE without body, does not get to the handler', async () => {
    const empty = new ReadableStream({ start: (controller) => controller.close() })
    const headers = { 'mcp-session-id': 's-1', 'content-length': '0' }
    /** @type {Request[]} */
    const seen = []
    const handler = (/** @type {Request} */ given) => (seen.push(given), new Response('ok'))
    const init = /** @type {any} */ ({ method: 'DELETE', body: empty, duplex: 'half', headers })
    assert.equal((await guarded({}, /** @type {any} */ (handler))(request(bearer(), init))).status, 200)
    assert.deepEqual([seen[0].method, seen[0].body, seen[0].headers.get('mcp-session-id')], ['DELETE', null, 's-1'])
  })
})

describe('ATTACKS: two readers of one body', () => {
  test('a method or a tool that is named twice is refused', async () => {
    const bodies = [
      '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"trade"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","m\\u0065thod":"ping","params":{"name":"trade"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"trade","name":"get_positions"}}',
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_positions"},"params":{"name":"trade"}}]'
    ]
    for (const body of bodies) await refusedWith(await post(body), 400, 'body_duplicate_member')
  })

  test('another charset, a content coding, and what is no JSON are refused', async () => {
    const types = [
      'application/json; charset=utf-7',
      'application/json; charset=utf-16',
      'text/plain',
      'application/json; charset=utf-8; charset=utf-16',
      'application/jsonp',
      '',
      'multipart/form-data',
      'application/json, text/plain'
    ]
    for (const type of types)
      await refusedWith(
        await post(call('get_positions'), { headers: { 'content-type': type } }),
        415,
        'body_media_type'
      )
    await refusedWith(
      await post(call('get_positions'), { headers: { ...json, 'content-encoding': 'gzip' } }),
      415,
      'body_media_type'
    )
    for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
      assert.equal((await post(call('get_positions'), { headers: { 'content-type': type } })).status, 200)
    }
  })

  test('a byte order mark, invalid UTF-8, nothing, and two values are no JSON', async () => {
    const utf16 = Buffer.from(call('get_positions'), 'utf16le')
    const bodies = [
      `\ufeff${call('ping')}`,
      Buffer.from([0x22, 0xff, 0x22]),
      '',
      `${call('get_positions')}{}`,
      'null x',
      "{'a':1}",
      utf16
    ]
    for (const body of bodies) await refusedWith(await post(body), 400, 'body_not_json')
    await refusedWith(await post(null), 400, 'body_not_json')
  })

  test('headers that say something else than the body are refused', async () => {
    const wrong = [
      { 'mcp-method': 'tools/list' },
      { 'mcp-name': 'trade' },
      { 'mcp-method': 'tools/call', 'mcp-name': 'trade' }
    ]
    for (const headers of wrong)
      await refusedWith(
        await post(call('get_positions'), { headers: { ...json, ...headers } }),
        400,
        'message_malformed'
      )
    const right = { ...json, 'mcp-method': 'tools/call', 'mcp-name': 'get_positions' }
    assert.equal((await post(call('get_positions'), { headers: right })).status, 200)
  })

  test('Mcp-Name is compared with the one member that names what the method is about', async () => {
    const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_positions","uri":"trade"}}'
    const headers = { ...json, 'mcp-method': 'tools/call', 'mcp-name': 'trade' }
    const { error_description: description } = await refusedWith(
      await post(body, { headers }),
      400,
      'message_malformed'
    )
    assert.match(description, /does not say what the header Mcp-Name says: send .*, or leave the header out$/)
    assert.equal((await post(body, { headers: { ...headers, 'mcp-name': 'get_positions' } })).status, 200)
  })

  test('no other method, no batch and no request without body may have MCP’s headers', async () => {
    const get = { method: 'GET', headers: { 'mcp-name': 'trade' } }
    await refusedWith(await post(null, get), 400, 'message_malformed')
    await refusedWith(await post(null, { method: 'DELETE', headers: { 'mcp-method': 'x' } }), 400, 'message_malformed')
    const batch = `[${call('get_positions')}]`
    for (const headers of [{ 'mcp-name': 'get_positions' }, { 'mcp-method': 'tools/call' }])
      await refusedWith(await post(batch, { headers: { ...json, ...headers } }), 400, 'message_malformed')
    assert.equal((await post(batch)).status, 200)
  })
})

describe('the size limit', () => {
  const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { x: 'x'.repeat(2000) } })

  test('is 413, by Content-Length or while the body is read', async () => {
    await refusedWith(await post(large, {}, { maxBodyBytes: 1000 }), 413, 'body_too_large')
    const declared = { headers: { ...json, 'content-length': '2000' } }
    await refusedWith(await post('{}', declared, { maxBodyBytes: 1000 }), 413, 'body_too_large')
    assert.equal((await post(large, {}, { maxBodyBytes: large.length })).status, 200)
    await refusedWith(await post(large, {}, { maxBodyBytes: large.length - 1 }), 413, 'body_too_large')
  })

  test('an endless body is given up', async () => {
    let pulled = 0
    let cancelled = false
    const body = new ReadableStream({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(1000).fill(32))
      },
      cancel: () => void (cancelled = true)
    })
    await refusedWith(await post(body, { duplex: 'half' }, { maxBodyBytes: 10_000 }), 413, 'body_too_large')
    assert.ok(pulled < 20)
    assert.equal(cancelled, true)
  })

  test('a body that breaks off is a request that nobody can read, and no bug', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    await refusedWith(await post(body, { duplex: 'half' }), 400, 'body_not_json')
    assert.deepEqual(handled, [])
  })
})

test('STYLE 7: options are checked, each by name', () => {
  const refused = (/** @type {any} */ options) => caught(() => guardMcp(verifier, options))
  assertError(refused({}), { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'scopes' })
  assertError(refused(undefined), { code: 'CONFIG_INVALID', reason: 'option_invalid' })
  const wrong = { maxBodyBytes: 0, requiredScope: () => 'x', realm: 'ä' }
  for (const [option, value] of Object.entries(wrong)) {
    assertError(refused({ scopes, [option]: value }), { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
  }
  assertError(refused({ scopes, scope: 1 }), { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'scope' })
  // Those of MCP are among the options that there are.
  assert.match(refused({ scopes, maxBodyByte: 1 }).hint, /maxBodyBytes/)
  assert.match(refused({ scopes, nothing: 1 }).hint, /scopes, maxBodyBytes, .*requestId/)
})
