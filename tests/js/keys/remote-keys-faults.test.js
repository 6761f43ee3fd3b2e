// docs/attacks.md 18: endpoints that fail, on a real server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf, until } from '../support/remote.js'
import { respond } from '../support/server.js'
import { now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const at = () => ({ now })

test('ATTACKS 18: an endpoint that answers 500 is asked once in a cooldown', async () => {
  fixture.server.answerWith(respond('', 500))
  const verifier = fixture.remote()
  for (let call = 0; call < 20; call++) {
    assertError(await rejection(verifier.verify(good)), { ...keysUnavailable('jwks_status'), message: /: 500\)$/ })
  }
  assert.equal(fixture.fetches(), 1)
  fixture.clock.advance(30)
  fixture.server.answerWith(setOf('good'))
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 2)
})

test('BEHAVIOUR Codes: while the keys cannot be had, the answer is 503 and may be retried', async () => {
  fixture.server.answerWith(respond('', 500))
  const error = await rejection(fixture.remote().verify(good))
  assert.equal(error.status, 503)
  assert.equal(error.retryable, true)
})

const badSets = {
  'status 404': [respond('', 404), 'jwks_status'],
  'a redirect': [respond('', 301, { location: 'http://10.0.0.1/' }), 'jwks_redirect'],
  'HTML with status 200': [respond('<html></html>', 200, { 'content-type': 'text/html' }), 'jwks_not_json'],
  'an empty body': [respond(''), 'jwks_not_json'],
  'bad JSON': [respond('{"keys":[}'), 'jwks_not_json'],
  'an array': [respond([publicJwk()]), 'jwks_not_json'],
  'two BOMs': [respond(`\ufeff\ufeff${JSON.stringify({ keys: [publicJwk()] })}`), 'jwks_not_json'],
  'invalid UTF-8': [respond(Buffer.from([0xff])), 'jwks_not_json'],
  '{}': [respond({}), 'jwks_malformed'],
  '{"keys":{}}': [respond({ keys: {} }), 'jwks_malformed'],
  'keys twice': [respond('{"keys":[],"keys":[]}'), 'jwks_duplicate_member'],
  '10,000 keys': [respond({ keys: Array(10_000).fill(publicJwk()) }), 'jwks_too_large'],
  '64 MiB': [respond(Buffer.alloc(64 * 1024 * 1024, 0x20)), 'jwks_too_large'],
  'a connection that is reset': [(request) => request.socket.resetAndDestroy(), 'jwks_fetch_failed']
}
for (const [name, [answer, reason]] of Object.entries(badSets)) {
  test(`ATTACKS 18: ${name} is ${reason}; a good set stays; explain() says it at the key check`, async () => {
    fixture.server.answerWith(setOf('good'))
    const warm = fixture.remote()
    await warm.verify(good)
    fixture.server.answerWith(answer)
    const cold = fixture.remote()
    assertError(await rejection(cold.verify(good)), keysUnavailable(reason), [publicJwk().n])
    assertError(await rejection(cold.ready()), keysUnavailable(reason))
    const report = await cold.explain(good)
    assert.equal(report.error.reason, reason)
    assert.equal(report.valid, false)
    const [check] = report.checks.filter(({ status }) => status === 'fail')
    assert.equal(check.check, 'key')
    assert.equal(check.message, report.error.message)
    fixture.clock.advance(600)
    await refreshing(warm, () => warm.verify(good, at()))
    assert.equal(warm.status().lastError.reason, reason)
    warm.verifySync(good, at())
  })
}

test('ATTACKS 18: an endpoint that never answers is given up', async () => {
  fixture.server.answerWith(() => {})
  const verifier = fixture.remote({ jwksCache: { timeout: 0.05 } })
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_timeout'))
})

test('ATTACKS 18: an endpoint whose TLS handshake fails is not believed', async () => {
  const { createServer } = await import('node:tls')
  const tls = createServer({}, () => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => tls.once('listening', resolve))
  const { port } = tls.address()
  const verifier = fixture.remote({ jwksUri: `https://127.0.0.1:${port}/jwks` })
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_fetch_failed'))
  tls.close()
})

test('BEHAVIOUR Keys: the size limit of the set is an option', async () => {
  fixture.server.answerWith(setOf('good', 'other'))
  const bytes = JSON.stringify({ keys: [publicJwk(), publicJwk('other')] }).length
  await fixture.remote({ jwksCache: { maxBytes: bytes } }).verify(good)
  const verifier = fixture.remote({ jwksCache: { maxBytes: bytes - 1 } })
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_too_large'))
  fixture.server.answerWith(respond({ keys: [publicJwk()], padding: 'x'.repeat(100_000) }))
  await fixture.remote({ jwksCache: { maxBytes: 200_000 } }).verify(good)
})

test('an error names the host and not the query, which may hold a credential', async () => {
  fixture.server.answerWith(respond('', 503))
  const error = await rejection(fixture.remote({ jwksUri: `${fixture.server.url}/jwks?key=secret` }).verify(good))
  assertError(error, { ...keysUnavailable('jwks_status'), message: /127\.0\.0\.1:\d+: 503/ }, ['secret'])
})

test('BEHAVIOUR Keys: more than 100 keys, most of no use, are no reason to refuse a set; more than 1,000 usable ones are', async () => {
  const others = Array.from({ length: 900 }, (_, index) => ({ kty: 'EC', crv: 'P-256', kid: String(index) }))
  fixture.server.answerWith(respond({ keys: [...others, publicJwk()] }))
  await fixture.remote().verify(good)
  const same = Array.from({ length: 1001 }, (_, index) => publicJwk('good', { kid: String(index) }))
  fixture.server.answerWith(respond({ keys: same }))
  const verifier = fixture.remote({ jwksCache: { maxBytes: 1_000_000 } })
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_too_many_keys'))
})

test('whatever else a fetch of one’s own gives is a fetch that failed', async () => {
  const keys = JSON.stringify({ keys: [publicJwk()] })
  for (const odd of [{ status: 304 }, { status: 200 }, {}, null, undefined, 7]) {
    let calls = 0
    const fetch = async () => (++calls === 1 ? new Response(keys, { headers: { etag: '"1"' } }) : odd)
    const verifier = fixture.remote({ fetch })
    await verifier.verify(good)
    fixture.clock.advance(31)
    const error = await rejection(verifier.verify(token({ header: { kid: 'nobody' } }), at()))
    assert.equal(calls, 2)
    assert.deepEqual([error.code, error.retryable], ['AUTH_KEYS_UNAVAILABLE', true], JSON.stringify(odd))
    assert.match(error.reason, /^jwks_(fetch_failed|status|not_json)$/)
    assert.match(verifier.status().lastError.reason, /^jwks_/)
    verifier.verifySync(good, at())
  }
})

test('what a fetch gives that knows no signal, after its time, is cancelled', async () => {
  let cancelled = false
  const body = new ReadableStream({ cancel: () => void (cancelled = true) })
  const fetch = () => new Promise((resolve) => setTimeout(resolve, 60, new Response(body)))
  const verifier = fixture.remote({ fetch, jwksCache: { timeout: 0.02 } })
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_timeout'))
  await until(() => cancelled)
})
