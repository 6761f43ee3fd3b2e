import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { metadataUrls, readMetadata } from '../../../js/keys/discovery.js'
import { testApi } from '../support/core.js'
import { assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { respond, startServer } from '../support/server.js'

let server
before(async () => {
  server = await startServer(respond({}))
})
after(() => server.close())
beforeEach(() => void (server.requests.length = 0))

/** Has a verifier discover the keys: what happens is the URL that it then asks for, or the error. */
async function discover({ issuer = server.url, fetch, timeout = 5, ...options } = {}) {
  let found
  const { createVerifier } = testApi()
  const verifier = createVerifier({
    ...{ issuer, audience: null, allowInsecureLoopback: true, jwksCache: { timeout }, ...options },
    fetch(url, init) {
      if (url.includes('/.well-known/') || url === options.metadataUrl) return (fetch ?? globalThis.fetch)(url, init)
      found = url
      return Promise.reject(new Error('only discovery is tested'))
    }
  })
  const error = await rejection(verifier.ready())
  if (found === undefined) throw error
  return found
}

/** Answers by path; every other path is 404. */
const answers = (paths) => (request, response) =>
  request.url in paths ? paths[request.url](request, response) : response.writeHead(404).end()

const oauth = '/.well-known/oauth-authorization-server'
const openid = '/.well-known/openid-configuration'
const metadata = (members) => respond({ issuer: server.url, jwks_uri: `${server.url}/jwks`, ...members })

async function fails(expected, options) {
  const error = await rejection(discover(options))
  assertError(error, expected)
  return error
}

test('RFC 8414 §3.1, OpenID Connect Discovery §4.1: where the documents are', () => {
  assert.deepEqual(metadataUrls('https://a.example'), [`https://a.example${oauth}`, `https://a.example${openid}`])
  assert.deepEqual(metadataUrls('https://a.example/'), [`https://a.example${oauth}`, `https://a.example${openid}`])
  assert.deepEqual(metadataUrls('https://a.example/tenant/1/'), [
    `https://a.example${oauth}/tenant/1`,
    `https://a.example/tenant/1${openid}`
  ])
})

test('RFC 8414 §3: the document of the authorization server is asked for first, and is enough', async () => {
  server.answerWith(answers({ [oauth]: metadata() }))
  assert.equal(await discover(), `${server.url}/jwks`)
  assert.deepEqual(server.requests, [oauth])
})

test('OpenID Connect Discovery §4: is asked where there is no document of RFC 8414', async () => {
  server.answerWith(answers({ [openid]: metadata() }))
  assert.equal(await discover(), `${server.url}/jwks`)
  assert.deepEqual(server.requests, [oauth, openid])
})

test('metadataUrl is asked instead, and nothing else', async () => {
  server.answerWith(answers({ '/custom': metadata(), [oauth]: metadata({ jwks_uri: 'https://wrong.example/' }) }))
  assert.equal(await discover({ metadataUrl: `${server.url}/custom` }), `${server.url}/jwks`)
  assert.deepEqual(server.requests, ['/custom'])
})

test("RFC 8414 §3.3: the document's issuer must be the configured one, exactly", async () => {
  for (const issuer of [
    () => `${server.url}/`,
    () => server.url.toUpperCase(),
    () => undefined,
    () => null,
    () => [server.url]
  ]) {
    server.answerWith(answers({ [oauth]: (...call) => metadata({ issuer: issuer() })(...call) }))
    await fails(keysUnavailable('discovery_issuer_mismatch'))
  }
})

test('a document that speaks for another issuer is no reason not to ask for the next', async () => {
  server.answerWith(answers({ [oauth]: metadata({ issuer: 'https://other.example' }), [openid]: metadata() }))
  assert.equal(await discover(), `${server.url}/jwks`)
})

test('BEHAVIOUR Fetching: jwks_uri is under the same rules as jwksUri', async () => {
  const uris = [
    undefined,
    null,
    1,
    '',
    '/jwks',
    'http://a.example/jwks',
    'ftp://a.example/',
    'https://u:p@a.example/',
    'https://a.example/#x'
  ]
  for (const jwks_uri of uris) {
    server.answerWith(answers({ [oauth]: metadata({ jwks_uri }) }))
    const error = await fails({ ...keysUnavailable('discovery_failed'), message: /jwks_uri/ })
    assert.ok(!error.message.includes('u:p'))
  }
})

test('RFC 8252 §8.3: a jwks_uri on loopback needs allowInsecureLoopback', async () => {
  const text = JSON.stringify({ issuer: 'https://a.example', jwks_uri: 'http://127.0.0.1/jwks' })
  const { kind, detail } = caught(() => readMetadata(text, ['https://a.example'], { allowInsecureLoopback: false }))
  assert.deepEqual([kind, detail], ['jwks_uri', 'must be https, or allowInsecureLoopback must be true'])
  assert.equal(readMetadata(text, ['https://a.example'], { allowInsecureLoopback: true }), 'http://127.0.0.1/jwks')
})

const broken = {
  'a redirect': respond('', 302, { location: '/elsewhere' }),
  'status 500': respond('', 500),
  'HTML with status 200': respond('<html></html>'),
  'an empty body': respond(''),
  'a JSON array': respond([]),
  'a JSON string': respond('"x"'),
  'null as JSON': respond('null'),
  'a body beyond the limit': respond(' '.repeat(70_000)),
  'invalid UTF-8': respond(Buffer.from([0x7b, 0xff, 0x7d])),
  'a connection that is reset': (request) => request.socket.resetAndDestroy()
}
for (const [name, answer] of Object.entries(broken)) {
  test(`ATTACKS 18: discovery ends with discovery_failed on ${name}, having asked twice`, async () => {
    server.answerWith(answer)
    const { reason } = await discover().catch((error) => error)
    assert.ok(['discovery_failed', 'discovery_issuer_mismatch'].includes(reason), reason)
    assert.deepEqual(server.requests, [oauth, openid])
  })
}

/** What is wrong at one of the two places, and what is said of it. */
const outcomes = {
  'status 404': [respond('', 404), 'status 404'],
  'status 503': [respond('a secret body', 503), 'status 503'],
  'a redirect': [
    respond('', 302, { location: 'https://elsewhere.example/?secret' }),
    'a redirect, which is never followed'
  ],
  HTML: [respond('<!doctype html><p>a secret body</p>'), 'no JSON object (HTML)'],
  'no JSON': [respond('a secret body'), 'no JSON object'],
  'a JSON array': [respond([]), 'no JSON object'],
  'too large': [respond(' '.repeat(70_000)), 'larger than the limit'],
  'a hang': [() => {}, 'timeout, it did not answer in time'],
  'a reset': [(request) => request.socket.resetAndDestroy(), /could not be reached( \([A-Z_]+\))?/],
  'an http jwks_uri': [
    (...call) => metadata({ jwks_uri: 'http://a.example/jwks' })(...call),
    'jwks_uri must be an absolute https URL, or allowInsecureHosts must name its host: ["a.example"]'
  ],
  'a missing jwks_uri': [(...call) => metadata({ jwks_uri: undefined })(...call), 'jwks_uri is missing'],
  'another issuer': [
    (...call) => metadata({ issuer: 'https://u:secret@other.example/tenant?secret' })(...call),
    'names another issuer, https://other.example/tenant'
  ],
  'no issuer': [(...call) => metadata({ issuer: undefined })(...call), 'names no issuer']
}
for (const [name, [answer, said]] of Object.entries(outcomes)) {
  test(`both places' outcomes are reported, each with its URL and its own reason: ${name}`, async () => {
    for (const [bad, other] of [
      [oauth, openid],
      [openid, oauth]
    ]) {
      server.answerWith(answers({ [bad]: answer, [other]: respond('', 410) }))
      const error = await rejection(discover({ timeout: 0.2 }))
      const isMismatch = String(said).startsWith('names ')
      const reason = isMismatch ? 'discovery_issuer_mismatch' : 'discovery_failed'
      assertError(error, keysUnavailable(reason), ['secret'])
      const parts = error.message.replace(/^[^:]*: /, '').split('; ')
      assert.equal(parts.length, 2)
      const at = (path) =>
        parts.find((part) => part.startsWith(`${server.url}${path}: `)).slice(`${server.url}${path}: `.length)
      if (said instanceof RegExp) assert.match(at(bad), said)
      else assert.equal(at(bad), said)
      assert.equal(at(other), 'status 410')
    }
  })
}

test('a metadataUrl is named without its query, which may hold a credential', async () => {
  server.answerWith(respond('', 403))
  const error = await rejection(discover({ metadataUrl: `${server.url}/custom?key=secret` }))
  assertError(error, { ...keysUnavailable('discovery_failed'), message: /\/custom: status 403$/ }, ['secret'])
})

test('RFC 9110 §10.2.3: the Retry-After of the metadata is what the verification says', async () => {
  server.answerWith(respond('', 429, { 'retry-after': '77' }))
  const error = await rejection(discover())
  assert.equal(error.retryAfter, 77)
})

test('ATTACKS 18: a server that does not answer is given up', async () => {
  server.answerWith(() => {})
  const expected = { ...keysUnavailable('discovery_failed'), message: /timeout/ }
  await fails(expected, { timeout: 0.05 })
})

test('what Object.prototype has is no metadata', async () => {
  Object.prototype.jwks_uri = 'https://attacker.example/'
  try {
    server.answerWith(answers({ [oauth]: metadata({ jwks_uri: undefined }) }))
    await fails(keysUnavailable('discovery_failed'))
  } finally {
    delete Object.prototype.jwks_uri
  }
})

test('RFC 8414 §3.3: the other issuer is named as it is written: a slash is the difference that people look for', async () => {
  server.answerWith(answers({ [oauth]: metadata() }))
  const error = await rejection(discover({ issuer: `${server.url}/` }))
  assertError(error, keysUnavailable('discovery_issuer_mismatch'))
  assert.ok(error.message.includes(`names another issuer, "${server.url}"`), error.message)
})
