import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearerToken } from '../../../js/http/bearer-token.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { respond, startServer } from '../support/server.js'
import { request } from '../support/http.js'
import { connect } from 'node:net'

const malformed = { code: 'AUTH_TOKEN_INVALID', reason: 'authorization_malformed' }

test('RFC 6750 §2.1: takes the one token behind the scheme', () => {
  for (const token of ['abc', 'a.b.c', 'A-Z._~+/09==', 'undefined']) {
    assert.equal(bearerToken(request(`Bearer ${token}`)), token)
  }
})

test('RFC 9110 §11.1: the scheme may be written in any case, and more than one space may follow', () => {
  for (const scheme of ['bearer', 'BEARER', 'bEaReR']) assert.equal(bearerToken(request(`${scheme} abc`)), 'abc')
  assert.equal(bearerToken(request('Bearer    abc')), 'abc')
  assert.equal(bearerToken({ headers: { get: () => '\tBearer abc \t' } }), 'abc')
})

test('no header, another scheme, or the scheme alone: no token was sent', () => {
  assert.equal(bearerToken(request()), undefined)
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'bearer   ',
    'Basic YTpi',
    'DPoP abc',
    'BearerX abc',
    'Bearerabc',
    'Basic',
    '\u00a0Bearer abc',
    'abc'
  ]
  for (const value of [...values, 'Digest username="a", realm="b", nonce="c"', 'Basic bearer']) {
    assert.equal(bearerToken(request(value)), undefined, value)
  }
})

test('RFC 6750 §3.1: two headers, two tokens and what is no token are an invalid request (400)', () => {
  const values = [
    ...[
      'Bearer a b',
      'Bearer a,b',
      'Bearer a, Bearer b',
      'Bearer a,Bearer b',
      'Basic YTpi, Bearer a',
      'Bearer a, Basic b'
    ],
    ...[
      'Bearer,',
      'Bearer , a',
      'Bearer=abc',
      'Bearer "abc"',
      'Bearer a=b',
      'Bearer a\tb',
      'Bearer\u00a0abc',
      'Bearer abc\u00a0',
      'Bearer\tabc',
      'Bearer a;b'
    ],
    ...[
      'Bearer tökén',
      'Bearer a\\b',
      'Bearer Bearer a',
      'Bearer <script>',
      'Bearer {}',
      ', Bearer a',
      'Digest a="b", bearer'
    ]
  ]
  for (const value of values) {
    const error = caught(() => bearerToken({ headers: { get: () => value } }))
    assertError(error, malformed)
    assert.equal(error.status, 400, value)
    assert.ok(!error.stack.includes('Bearer a b'))
  }
})

test('only the Authorization header is read: neither the query nor the body', async () => {
  const form = { method: 'POST', body: new URLSearchParams({ access_token: 'abc' }) }
  const asked = request(undefined, { url: 'https://a.example/?access_token=abc', ...form })
  assert.equal(bearerToken(asked), undefined)
  assert.equal(await asked.text(), 'access_token=abc')
})

test('a long header takes no long time', () => {
  for (const value of [
    `Bearer ${'a'.repeat(1e6)} `,
    `Bearer ${'a='.repeat(5e5)}`,
    `x${', '.repeat(5e5)}`,
    `x,${' '.repeat(1e6)}b`
  ]) {
    try {
      bearerToken({ headers: { get: () => value } })
    } catch (error) {
      assertError(error, malformed)
    }
  }
})

test('node:http hides a second Authorization header: it is found all the same', async () => {
  const seen = []
  const server = await startServer((incoming, response) => {
    try {
      seen.push(bearerToken(incoming))
    } catch (error) {
      seen.push(error.reason)
    }
    respond({})(incoming, response)
  })
  try {
    const { hostname, port } = new URL(server.url)
    for (const lines of [
      ['Authorization: Bearer a', 'authorization: Bearer b'],
      ['AUTHORIZATION: Bearer a'],
      ['X: y'],
      ['Authorization: Basic a', 'Authorization: Bearer b']
    ]) {
      await new Promise((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`)
        )
        socket.on('data', () => {}).on('close', resolve)
      })
    }
  } finally {
    await server.close()
  }
  assert.deepEqual(seen, ['authorization_malformed', 'a', undefined, 'authorization_malformed'])
})

test('a request without rawHeaders, as mocks have it, is read too', () => {
  assert.equal(bearerToken({ headers: { authorization: 'Bearer a' } }), 'a')
  assert.equal(bearerToken({ headers: {} }), undefined)
  assertError(
    caught(() => bearerToken({ headers: { authorization: ['Bearer a', 'Bearer b'] } })),
    malformed
  )
  void rejection
})
