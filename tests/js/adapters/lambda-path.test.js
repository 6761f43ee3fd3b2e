// The URL of an event, for DPoP proofs: HTTP APIs decode the path (payload 1.0 and 2.0), REST APIs, function URLs and load
// balancers hand it on as it came.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard } from '../../../js/adapters/lambda.js'
import { createVerifier } from '../support/dpop-server.js'
import { boundToken, proofFor } from '../support/dpop.js'
import { balancerEvent, functionUrlEvent, httpEvent, restEvent } from '../support/lambda-events.js'
import { goodOptions } from '../support/tokens.js'

const host = 'abcdef1234.execute-api.eu-central-1.amazonaws.com'
const urlHost = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws'
const origin = 'https://api.example.com'
const jwt = boundToken()

/** @typedef {(headers: [string, string][], path: string) => any} EventOf the path as the platform delivers it */

/** @type {{ [kind: string]: { eventOf: EventOf, base: string, options?: any } }} */
const decoding = {
  'HTTP API, payload 2.0': { eventOf: (headers, rawPath) => httpEvent(headers, { rawPath }), base: `https://${host}` },
  'HTTP API, payload 2.0, custom domain': {
    eventOf(headers, rawPath) {
      const event = httpEvent(headers, { rawPath })
      return { ...event, requestContext: { ...event.requestContext, domainName: 'api.example.com' } }
    },
    base: origin
  },
  'HTTP API, payload 1.0': {
    eventOf: (headers, path) => restEvent(headers, { version: '1.0', path, requestContext: { path } }),
    base: `https://${host}`
  },
  'HTTP API, option origin': {
    eventOf: (headers, rawPath) => httpEvent(headers, { rawPath }),
    base: origin,
    options: { dpop: { origin } }
  }
}

/** @type {{ [kind: string]: { eventOf: EventOf, base: string, options?: any } }} */
const keeping = {
  'REST API': {
    eventOf: (headers, path) => restEvent(headers, { path: 'not this one', requestContext: { path } }),
    base: `https://${host}`
  },
  'function URL': {
    eventOf: (headers, rawPath) => ({ ...functionUrlEvent(headers), rawPath }),
    base: `https://${urlHost}`
  },
  'load balancer': {
    eventOf: (headers, path) => ({ ...balancerEvent(Object.fromEntries(headers), false), path }),
    base: origin,
    options: { dpop: { origin } }
  }
}

/**
 * @param {{ eventOf: EventOf, base: string, options?: any }} kind
 * @param {string} delivered @param {string} htu with the kind's base, unless it is absolute
 */
async function ask({ eventOf, base, options = { dpop: true } }, delivered, htu) {
  const handler = guard(createVerifier(goodOptions(options)))(() => ({ statusCode: 200, body: 'in' }))
  const dpop = proofFor(jwt, { claims: { htu: htu.startsWith('/') ? base + htu : htu } })
  /** @type {[string, string][]} */
  const headers = [
    ['authorization', `DPoP ${jwt}`],
    ['dpop', dpop]
  ]
  const { statusCode, body } = /** @type {any} */ (await handler(eventOf(headers, delivered), /** @type {any} */ ({})))
  return statusCode === 200 ? body : JSON.parse(body).reason
}

/** What is delivered, and how clients may have written it. @type {[string, string[]][]} */
const decoded = [
  ['/a b', ['/a%20b']],
  ['/ä/日本', ['/%C3%A4/%E6%97%A5%E6%9C%AC', '/%c3%a4/%e6%97%a5%e6%9c%ac']],
  ['/r#/admin', ['/r%23/admin', '/r%23%2Fadmin']],
  ['/r?/admin', ['/r%3F/admin']],
  ['/50%', ['/50%25']],
  ['/a%20b', ['/a%2520b']],
  ['/a%2Fb', ['/a%252Fb', '/%61%252Fb']],
  ['/users/a@b.example', ['/users/a@b.example', '/users/a%40b.example', '/users%2Fa%40b.example']],
  ['/urn:x:1,2;3', ['/urn:x:1,2;3', '/urn%3Ax%3A1%2C2%3B3']],
  ['/a/b', ['/a/b', '/a%2Fb', '/%61/b']],
  ['/a\\b', ['/a%5Cb']],
  ['/a\tb"<>^`{|}[]', ['/a%09b%22%3C%3E%5E%60%7B%7C%7D%5B%5D']],
  ['/~a-b_c.d', ['/~a-b_c.d', '/%7Ea%2Db%5Fc%2Ed']],
  ['//evil.example/r', ['//evil.example/r']],
  ['/', ['/', '']]
]
/** What is delivered, and what would open it by another proof's reading. @type {[string, string[]][]} */
const otherRoutes = [
  ['/r#/admin', ['/r', '/r#/admin', '/r/admin']],
  ['/r?/admin', ['/r', '/r?/admin']],
  ['/a%20b', ['/a%20b', '/a b', '/a+b']],
  ['/a%2Fb', ['/a%2Fb', '/a/b', '/a%252fb']],
  ['/50%', ['/50']],
  ['/a%2540', ['/a%2540', '/a%40', '/a@']],
  ['/a/../b', ['/b', '/a/../b', '/a%2F..%2Fb', '/a/%2E%2E/b']],
  ['/a/./b', ['/a/b', '/a%2F.%2Fb']],
  ['/b/..', ['/', '/b%2F..']],
  ['/a/b', ['/a', '/a/b/', '/a%252Fb', '/a/%ff', '/a/b%']],
  ['/a\\..\\b', ['/b', '/a/../b']],
  ['\ud800/a', ['/a']],
  ['/\ud800', ['/']]
]

for (const [name, kind] of Object.entries(decoding)) {
  test(`${name}: the path is encoded again, and however the client wrote it, its proof fits`, async () => {
    for (const [delivered, spellings] of decoded)
      for (const htu of spellings)
        assert.equal(await ask(kind, delivered, kind.base + htu), 'in', `${delivered} ${htu}`)
  })

  test(`${name}: a proof opens no other route`, async () => {
    for (const [delivered, others] of otherRoutes)
      for (const htu of others)
        assert.match(await ask(kind, delivered, htu), /^proof_(url|claims?|member)/, `${delivered} ${htu}`)
    assert.equal(await ask(kind, '/a b', 'https://evil.example/a%20b'), 'proof_url')
    assert.equal(await ask(kind, '/a@b', `${kind.base.replace('https', 'http')}/a%40b`), 'proof_url')
  })
}

for (const [name, kind] of Object.entries(keeping)) {
  test(`${name}: the path is as the client wrote it`, async () => {
    for (const [delivered, htu] of [
      ['/a%20b', '/a%20b'],
      ['/a%2Fb', '/a%2fb'],
      ['/%C3%A4', '/%c3%a4'],
      ['/a%2520b', '/a%2520b'],
      ['/%7Ea', '/~a'],
      ['/50%25', '/50%25'],
      ['/users/a@b.example', '/users/a@b.example'],
      ['/users/a%40b.example', '/users/a%40b.example'],
      // What no client can send, should one deliver it all the same.
      ['/a b', '/a%20b'],
      ['/ä', '/%C3%A4'],
      ['/r#x', '/r%23x'],
      ['/r?x', '/r%3Fx']
    ])
      assert.equal(await ask(kind, delivered, htu), 'in', `${delivered} ${htu}`)
    for (const [delivered, htu] of [
      ['/a%2Fb', '/a/b'],
      ['/a/b', '/a%2Fb'],
      ['/a%2520b', '/a%20b'],
      ['/a%20b', '/a%2520b'],
      ['/users/a@b', '/users/a%40b'],
      ['/r#/admin', '/r'],
      ['/r?/admin', '/r'],
      ['/r%23/admin', '/r']
    ])
      assert.equal(await ask(kind, delivered, htu), 'proof_url', `${delivered} ${htu}`)
  })
}

for (const [name, kind] of Object.entries({ ...decoding, ...keeping })) {
  test(`${name}: a path without its slash moves no origin`, async () => {
    for (const delivered of ['.evil/r', ':8443/r', '@evil.example/r', 'r', '', '*', '?/r', '#/r', '\\r'])
      for (const htu of [
        `${kind.base}${delivered}`,
        `${kind.base}/r`,
        `${kind.base}/${delivered}`,
        'https://evil.example/r'
      ])
        assert.match(await ask(kind, delivered, htu), /^proof_(url|claims?|member)/, `${delivered} ${htu}`)
  })
}
