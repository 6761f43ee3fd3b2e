// One corpus of requests over real sockets: behind each adapter the handler sees the same, and the same gets out.
// What differs is listed here, with its reason; a difference that is not listed fails, and so does one that is gone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { AssayError } from '../../../js/shared/error.js'
import { protectedResourceMetadata } from '../../../js/http/index.js'
import { ways } from '../support/four-ways.js'
import { bearer, failing, testVerifier } from '../support/http.js'
import { askRaw } from '../support/raw-http.js'

const verifier = testVerifier()
const origin = 'https://app.example'
const good = `Authorization: ${bearer()}`
const preflight = [
  `Origin: ${origin}`,
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: authorization,x-a'
]
const json = ['Content-Type: application/json', 'Content-Length: 7']
const chunked = ['Transfer-Encoding: chunked']
const metadata = protectedResourceMetadata({
  resource: 'https://mcp.example.com/mcp',
  authorizationServers: 'https://auth.example.com/'
})
const wellKnown = '/.well-known/oauth-protected-resource/mcp'

/** @typedef {{ line?: string, lines?: string[], body?: string, options?: any, plan?: import('../support/four-ways.js').Plan, by?: any }} Case */

/** @type {{ [name: string]: Case }} */
const corpus = {
  'GET with a good token': { lines: [good] },
  ...Object.fromEntries(
    ['HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'PUT', 'PROPFIND', 'QUERY', 'M-SEARCH'].flatMap((method) => [
      [`${method} with a good token`, { line: `${method} /mcp HTTP/1.1`, lines: [good] }],
      [`${method} without a token`, { line: `${method} /mcp HTTP/1.1` }]
    ])
  ),
  'TRACE without a token': { line: 'TRACE /mcp HTTP/1.1' },
  'POST with a body': { line: 'POST /mcp HTTP/1.1', lines: [good, ...json], body: '{"a":1}' },
  'POST in chunks': { line: 'POST /mcp HTTP/1.1', lines: [good, ...chunked], body: '3\r\nabc\r\n0\r\n\r\n' },
  'POST without a token, with a body': { line: 'POST /mcp HTTP/1.1', lines: json, body: '{"a":1}' },
  'DELETE with a body': { line: 'DELETE /mcp HTTP/1.1', lines: [good, ...json], body: '{"a":1}' },
  'OPTIONS with a body and a token': { line: 'OPTIONS /mcp HTTP/1.1', lines: [good, ...json], body: '{"a":1}' },
  'a query': { line: 'GET /mcp?a=1&b=%20%C3%BC HTTP/1.1', lines: [good] },
  'a path with two slashes': { line: 'GET //evil.example/x HTTP/1.1', lines: [good] },
  'a path with an escape': { line: 'GET /a%2Fb/%2e%2e/c HTTP/1.1', lines: [good] },
  'an absolute target': { line: 'GET http://b.example/mcp?x=1 HTTP/1.1', lines: [good] },
  'an absolute target without a token': {
    line: 'GET http://b.example/mcp HTTP/1.1',
    options: { resourceMetadata: true }
  },
  'resourceMetadata: true': {
    line: 'GET /mcp?x HTTP/1.1',
    lines: ['Host: a.example:81'],
    options: { resourceMetadata: true }
  },
  'no Host': { line: 'GET /mcp HTTP/1.0', options: { resourceMetadata: true } },
  'a Host that is none': { lines: ['Host: a/b'], options: { resourceMetadata: true } },
  'a scheme in upper case': { lines: [good.replace('Bearer', 'BEARER')] },
  'white space around the token': { lines: [`${good.replace('Bearer ', 'Bearer   ')}  \t`] },
  'a bad token': { lines: ['Authorization: Bearer a.b.c'] },
  'an expired token': { lines: [`Authorization: ${bearer({ claims: { exp: 1 } })}`] },
  'another scheme': { lines: ['Authorization: Basic eA=='] },
  'the scheme alone': { lines: ['Authorization: Bearer'] },
  'an empty header': { lines: ['Authorization:'] },
  'two tokens': { lines: [`${good} ${bearer()}`] },
  'two headers, the same': { lines: [good, good] },
  'two headers, the first good': { lines: [good, 'Authorization: Bearer x'] },
  'two headers, the second good': { lines: ['authorization: Basic eA==', good] },
  'two schemes in one header': { lines: [`Authorization: Basic eA==, ${bearer()}`] },
  'a token in the query': { line: `GET /mcp?access_token=${bearer().slice(7)} HTTP/1.1` },
  'headers that come twice': {
    lines: [good, 'X-A: 1', 'x-a: 2', 'Accept: a', 'ACCEPT: b', 'Cookie: a=1', 'Cookie: b=2']
  },
  'headers named like members of Object.prototype': { lines: [good, '__proto__: 1', 'constructor: 2', 'toString: 3'] },
  'a header in Latin-1': { lines: [good, 'X-A: \u00e9'] },
  'a missing scope': { lines: [good], options: { requiredScope: 'admin' } },
  'a scope that the handler asks for': { lines: [good], plan: { requireScope: 'admin' } },
  'a scope that the handler asks for, by HEAD': {
    line: 'HEAD / HTTP/1.1',
    lines: [good],
    plan: { requireScope: 'admin' }
  },
  'a handler that fails': { lines: [good], plan: { fails: 'mine' } },
  "a function of the user's that fails": {
    lines: [good],
    options: { requiredScope: () => Promise.reject(new Error('mine')) }
  },
  'a refusal to an allowed origin': { lines: [`Origin: ${origin}`], options: { allowedOrigins: [origin] } },
  'a refusal to another origin': { lines: ['Origin: https://b.example'], options: { allowedOrigins: [origin] } },
  'a refusal to the origin null': { lines: ['Origin: null'], options: { allowedOrigins: '*' } },
  'an answer to an allowed origin': { lines: [good, `Origin: ${origin}`], options: { allowedOrigins: [origin] } },
  'an answer to another origin': { lines: [good, 'Origin: null'], options: { allowedOrigins: [origin] } },
  'an answer with headers': {
    lines: [good],
    plan: { answer: { status: 201, headers: { 'X-Own': '1', 'Content-Type': 'text/x' }, body: 'own' } }
  },
  'an answer that is a redirect': {
    lines: [good],
    plan: { answer: { status: 302, headers: { Location: '/x' }, body: null } }
  },
  'an answer without a body': {
    lines: [good],
    plan: { answer: { status: 204, headers: { 'X-Own': '1' }, body: null } }
  },
  'a preflight': { line: 'OPTIONS /mcp HTTP/1.1', lines: preflight },
  'a preflight of an allowed origin': {
    line: 'OPTIONS /mcp HTTP/1.1',
    lines: preflight,
    options: { allowedOrigins: [origin] }
  },
  'a preflight of any origin': { line: 'OPTIONS /mcp HTTP/1.1', lines: preflight, options: { allowedOrigins: '*' } },
  'a preflight of two origins': {
    line: 'OPTIONS / HTTP/1.1',
    lines: [...preflight, 'Origin: https://b.example'],
    options: { allowedOrigins: [origin] }
  },
  'a preflight with a token': { line: 'OPTIONS /mcp HTTP/1.1', lines: [...preflight, good] },
  'a preflight with a body': { line: 'OPTIONS /mcp HTTP/1.1', lines: [...preflight, ...json], body: '{"a":1}' },
  'half a preflight': { line: 'OPTIONS /mcp HTTP/1.1', lines: [`Origin: ${origin}`] },
  'a preflight that is handed on': {
    line: 'OPTIONS /mcp HTTP/1.1',
    lines: preflight,
    options: { preflight: 'handler' }
  },
  'a preflight with a body that is handed on': {
    line: 'OPTIONS /mcp HTTP/1.1',
    lines: [...preflight, ...json],
    body: '{"a":1}',
    options: { preflight: 'handler' }
  },
  'a preflight in chunks that is handed on': {
    line: 'OPTIONS /mcp HTTP/1.1',
    lines: [...preflight, ...chunked],
    body: '3\r\nabc\r\n0\r\n\r\n',
    options: { preflight: 'handler' }
  },
  'a preflight that the handler answers with everything': {
    ...{ line: 'OPTIONS /mcp HTTP/1.1', lines: preflight, options: { preflight: 'handler' } },
    plan: {
      answer: {
        status: 200,
        headers: { 'Access-Control-Allow-Origin': '*', 'Set-Cookie': 'a=1', 'X-Own': '1', 'Content-Length': '3' },
        body: 'own'
      }
    }
  },
  'a preflight whose handler fails': {
    line: 'OPTIONS /mcp HTTP/1.1',
    lines: preflight,
    options: { preflight: 'handler' },
    plan: { fails: 'mine' }
  },
  ...Object.fromEntries(
    ['GET', 'HEAD', 'OPTIONS', 'POST'].map((method) => [
      `${method} of the metadata`,
      { line: `${method} ${wellKnown} HTTP/1.1`, options: { resourceMetadata: metadata } }
    ])
  ),
  'the metadata with a query': { line: `GET ${wellKnown}?x HTTP/1.1`, options: { resourceMetadata: metadata } },
  'the metadata with an empty query': { line: `GET ${wellKnown}? HTTP/1.1`, options: { resourceMetadata: metadata } },
  'the metadata by an absolute target': {
    line: `GET http://b.example${wellKnown} HTTP/1.1`,
    options: { resourceMetadata: metadata }
  },
  'the metadata, spelt otherwise': {
    line: `GET /.well%2Dknown${wellKnown.slice(12)} HTTP/1.1`,
    options: { resourceMetadata: metadata }
  },
  'the metadata by way of dots': { line: `GET /x/..${wellKnown} HTTP/1.1`, options: { resourceMetadata: metadata } },
  'the metadata of a host that a function names': {
    line: `GET ${wellKnown} HTTP/1.1`,
    options: { resourceMetadata: () => metadata }
  },
  'keys that cannot be had': { lines: [good], by: failing(new AssayError('jwks_timeout')) }
}

/** Headers that say nothing of the answer: Node's own, and how a body is framed. */
const FRAMING = /^(date|connection|keep-alive|content-length|transfer-encoding)$/i

/** @param {import('../support/raw-http.js').RawResponse} answer */
function out({ status, statusText, headers, body }) {
  const shown = headers.filter(([name]) => !FRAMING.test(name)).map(([name, value]) => [name.toLowerCase(), value])
  return { status, statusText, headers: shown.sort(), body }
}

/** @param {Case} given @returns {Promise<{ [way: string]: { out: any, seen: any } }>} */
async function run({ line = 'GET /mcp HTTP/1.1', lines = [], body, options = {}, plan = {}, by = verifier }) {
  const results = /** @type {any} */ ({})
  for (const [way, start] of Object.entries(ways)) {
    /** @type {import('../support/four-ways.js').Seen[]} */
    const seen = []
    const { url, close } = await start(options, plan, seen, by)
    results[way] = { out: out(await askRaw(url, line, lines, body)), seen: seen[0] ?? {} }
    await close()
    assert.ok(seen.length < 2, 'the handler ran twice')
    if (seen[0]) seen[0].headers.sort()
  }
  return results
}

/** @param {any} one @param {any} other @returns {string[]} in what they differ */
function differences(one, other) {
  return ['out', 'seen'].flatMap((side) => {
    const names = [...new Set([...Object.keys(one[side]), ...Object.keys(other[side])])]
    return names
      .filter((name) => !isDeepStrictEqual(one[side][name], other[side][name]))
      .map((name) => `${side}.${name}`)
  })
}

const node = ['express', 'node:http', 'fastify', 'fastify 4', 'koa', 'koa 2']
const lambda = ['lambda 1.0', 'lambda 2.0']

const OUT = ['out.status', 'out.statusText', 'out.headers', 'out.body']
const SEEN = ['seen.method', 'seen.path', 'seen.headers', 'seen.body', 'seen.subject']

/**
 * The differences that there are from the guard for fetch, and why.
 * @type {{ [name: string]: { ways: string[], what: string[], why: string } }}
 */
const listed = {
  'a query': {
    ...{ ways: ['lambda 1.0'], what: ['seen.path'] },
    why: 'payload 1.0 has the query decoded, in an object'
  },
  'headers that come twice': {
    ...{ ways: ['lambda 2.0'], what: ['seen.headers'] },
    why: 'payload 2.0 joins them with a comma alone'
  },
  'resourceMetadata: true': {
    ...{ ways: lambda, what: ['out.headers'] },
    why: 'an event has the name of its API, which is where the request went'
  },
  'an absolute target without a token': { ...{ ways: lambda, what: ['out.headers'] }, why: 'the same' },
  'a preflight whose handler fails': {
    ...{ ways: ['next', ...lambda], what: ['out.headers', 'out.body'] },
    why: 'they hand over no object of the server: what answers the error is outside of the guard'
  },
  'QUERY with a good token': {
    ...{ ways: ['fastify', 'fastify 4'], what: [...OUT, ...SEEN] },
    why: 'Fastify 5 answers 400 where a QUERY has no Content-Type (RFC 10008 §2), behind the guard; Fastify 4 has no QUERY'
  },
  'QUERY without a token': { ways: ['fastify 4'], what: OUT, why: 'Fastify 4 has no QUERY, and answers 404 itself' },
  'a path with an escape': {
    ...{ ways: [...node, ...lambda], what: ['seen.path'] },
    why: 'a Request has a URL, whose dots are resolved; node:http has the target as it was sent'
  },
  'an absolute target': {
    ...{ ways: node, what: ['seen.path'] },
    why: 'node:http has the target as it was sent, with the host in it'
  },
  'no Host': {
    ...{ ways: [...node, ...lambda], what: OUT },
    why: 'a Request has a URL: @hono/node-server answers 400 where it can make none'
  },
  'a Host that is none': {
    ...{ ways: [...node, ...lambda], what: OUT },
    why: 'the same'
  },
  'headers named like members of Object.prototype': {
    ...{ ways: node, what: ['seen.headers'] },
    why: 'node:http keeps headers in an object, and no header named __proto__'
  },
  'the metadata by way of dots': {
    ...{ ways: [...node, ...lambda], what: OUT },
    why: 'as for the path with an escape: the target as it was sent is another path'
  }
}

for (const [name, given] of Object.entries(corpus)) {
  test(name, async () => {
    const results = await run(given)
    const { ways: which = [], what = [] } = listed[name] ?? {}
    for (const way of ['hono', 'next', ...node, ...lambda]) {
      assert.deepEqual(differences(results.fetch, results[way]), which.includes(way) ? what : [], way)
    }
    // Whatever they agree on: the handler runs for a verified token, and for a preflight that is handed on, bare.
    for (const { seen } of Object.values(results)) {
      const isHandedOn = given.options?.preflight === 'handler' && seen.subject === undefined
      if (seen.method && isHandedOn) {
        assert.deepEqual([seen.method, seen.body], ['OPTIONS', ''])
        assert.deepEqual(
          seen.headers.filter((/** @type {string[]} */ [each]) => /^(content|transfer)-/.test(each)),
          []
        )
      } else if (seen.method) assert.equal(seen.subject, 'user-1')
    }
  })
}

test('the list of differences is about requests of the corpus', () => {
  for (const name of Object.keys(listed)) assert.ok(name in corpus, name)
})
