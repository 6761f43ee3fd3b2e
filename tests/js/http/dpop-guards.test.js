// What guards of one verifier share, and how they answer: RFC 9449 §8, §11.1.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { authorizer } from '../../../js/adapters/lambda.js'
import { authenticate, errorResponse, guard } from '../../../js/http/index.js'
import { boundToken, proofFor } from '../support/dpop.js'
import { behind, createVerifier, headersFor, secret } from '../support/dpop-server.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions } from '../support/tokens.js'

test('guards of one verifier share its store, whatever options of their own they have', async () => {
  const verifier = createVerifier(goodOptions())
  const jwt = boundToken()
  const headers = headersFor(jwt, 'https://a.example')
  const ask = () => new Request('https://a.example/tools', { headers })
  const guards = [{ dpop: true }, { dpop: { required: true } }].map((options) =>
    guard(verifier, /** @type {any} */ (options))(() => new Response('in'))
  )
  assert.equal((await guards[0](ask())).status, 200)
  assert.equal((await guards[1](ask())).status, 401)
  const error = await rejection(authenticate(ask(), verifier, { dpop: { required: true } }))
  assertError(error, { code: 'AUTH_PROOF_INVALID', reason: 'proof_replayed' })
})

test('RFC 9449 §8: errorResponse() has the nonce and the challenge of what refused', async () => {
  const verifier = createVerifier(goodOptions({ dpop: { nonce: secret, algorithms: ['ES256'] } }))
  const jwt = boundToken()
  const ask = (/** @type {any} */ claims = {}) =>
    authenticate(
      new Request('https://a.example/tools', { headers: headersFor(jwt, 'https://a.example', { claims }) }),
      verifier
    )
  const answer = errorResponse(await rejection(ask()))
  assert.match(answer.headers.get('www-authenticate') ?? '', /^DPoP error="use_dpop_nonce", .*algs="ES256"$/)
  const nonce = answer.headers.get('dpop-nonce')
  assert.equal((await ask({ nonce })).subject, 'user-1')
  const missing = await rejection(authenticate(new Request('https://a.example/'), verifier))
  assert.equal(errorResponse(missing).headers.get('www-authenticate'), 'Bearer realm="api", DPoP algs="ES256"')
})

test('proof_url: the decision names the URL that the guard saw and that of the proof, the client in debug mode alone', async () => {
  const verifier = createVerifier(goodOptions({ dpop: true }))
  const jwt = boundToken()
  const sees = 'http://10.0.0.7:3000/tools'
  const meant = 'https://api.example.com/tools'
  /** @type {[any, string, string][]} */
  const cases = [
    [{ htu: meant }, `${sees}?secret=in-a-query`, `the guard sees ${sees}, and the proof is for ${meant}`],
    [{ htu: `${meant}?code=SECRET#x` }, sees, `and the proof is for ${meant}`],
    [{ htu: 'https://user:SECRET@api.example.com/a\nb' }, sees, 'and the proof is for https://api.example.com/ab'],
    [{ htu: 'no URL SECRET' }, sees, 'and the htu of the proof is no absolute URL'],
    [{ htu: '/tools' }, sees, `the guard sees ${sees}, and the htu of the proof is no absolute URL`]
  ]
  for (const [claims, url, says] of cases) {
    for (const debug of [false, true]) {
      /** @type {any[]} */
      const decisions = []
      const options = { debug, onDecision: (/** @type {any} */ each) => decisions.push(each) }
      const asked = new Request(url, { headers: headersFor(jwt, 'https://api.example.com', { claims }) })
      const answer = await guard(verifier, options)(() => new Response('in'))(asked)
      const [{ reason, claim, message, hint }] = decisions
      assert.deepEqual([answer.status, reason, claim], [401, 'proof_url', 'htu'])
      assert.ok(message.endsWith(says), message)
      assert.match(hint, /proxy.*dpop\.origin|the whole URL into htu/)
      assert.ok(!/SECRET|secret|\n/.test(message), message)
      const told = `${answer.headers.get('www-authenticate')} ${await answer.text()}`
      assert.equal(told.includes('10.0.0.7'), debug, told)
    }
  }
})

test('proof_method: the decision names both methods, and no text that a client chose', async () => {
  const verifier = createVerifier(goodOptions({ dpop: true }))
  const jwt = boundToken()
  for (const [htm, shown] of [
    ['POST', '"POST"'],
    [`a\nb${'c'.repeat(300)}`, `"a\\nb${'c'.repeat(17)}"`]
  ]) {
    /** @type {any[]} */
    const decisions = []
    const options = { onDecision: (/** @type {any} */ each) => decisions.push(each) }
    const headers = headersFor(jwt, 'https://a.example', { claims: { htm } })
    await guard(verifier, options)(() => new Response())(new Request('https://a.example/tools', { headers }))
    const [{ reason, message }] = decisions
    assert.equal(reason, 'proof_method')
    assert.ok(message.endsWith(`: the request has "GET", and the proof is for ${shown}`), message)
  }
})

/** @param {string} url @param {string} target as it stands in the request line @param {{ [name: string]: string }} headers */
function askRaw(url, target, headers) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const lines = Object.entries({ host: 'a', connection: 'close', ...headers }).map((header) => header.join(': '))
  socket.write([`GET ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
  return text(socket)
}

test('a target that would become a part of the origin is no URL', async () => {
  await behind({ dpop: { origin: 'https://api.example.co' }, way: 'express' }, async (_ask, url) => {
    const jwt = boundToken()
    const dpop = proofFor(jwt, { claims: { htu: 'https://api.example.com://h/y' } })
    const answer = await askRaw(url, 'm://h/y', { authorization: `DPoP ${jwt}`, dpop })
    assert.match(answer, /^HTTP\/1.1 401[^]*proof_url/)
  })
})

for (const way of /** @type {const} */ (['express', 'koa', 'fastify'])) {
  test(`${way}: a proof for /tools opens no other route by dot segments`, async () => {
    const origin = 'https://api.example.com'
    await behind({ dpop: { origin }, way }, async (_ask, url) => {
      const jwt = boundToken()
      for (const target of ['/admin/../tools', '/admin/%2e%2E/tools', '/admin//../../tools', '/./tools']) {
        const answer = await askRaw(url, target, headersFor(jwt, origin))
        assert.match(answer, /^HTTP\/1.1 401[^]*proof_url/, target)
      }
      assert.match(await askRaw(url, '/tools', headersFor(jwt, origin)), /^HTTP\/1.1 200/)
    })
  })
}

test('a replay store that never answers is 503, or lets pass where that is said', async () => {
  const replayStore = { add: () => new Promise(() => {}) }
  const statuses = await Promise.all(
    ['refuse', 'accept'].map(async (onStoreFailure) => {
      const open = guard(createVerifier(goodOptions({ dpop: { replayStore, onStoreFailure } })))(
        () => new Response('in')
      )
      const headers = headersFor(boundToken(), 'https://a.example')
      return (await open(new Request('https://a.example/tools', { headers }))).status
    })
  )
  assert.deepEqual(statuses, [503, 200])
})

test('an authorizer of API Gateway takes no proofs: its answer is kept for the token', () => {
  const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid' }
  assertError(
    caught(() => authorizer(createVerifier(goodOptions({ dpop: true })))),
    { ...expected, option: 'dpop' }
  )
  assertError(
    caught(() => authorizer(createVerifier(goodOptions()), { clientCertificate: () => 'a' })),
    { ...expected, option: 'clientCertificate' }
  )
})
