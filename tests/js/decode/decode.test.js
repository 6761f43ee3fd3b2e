// decode() reads what the core reads and refuses what the core refuses, and verifies nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode } from '../../../js/decode/index.js'
import { AssayError } from '../../../js/shared/error.js'
import { testApi } from '../support/core.js'
import { caught, rejection } from '../support/expect.js'
import { formsOf } from '../support/token-forms.js'
import { encode, goodOptions, token } from '../support/tokens.js'

const good = token()
const [header, claims, signature] = good.split('.')

/** @param {string} jwt @returns {string} the reason, or 'read' */
function outcome(jwt) {
  try {
    decode(jwt)
    return 'read'
  } catch (error) {
    assert.ok(error instanceof AssayError)
    assert.equal(error.code, 'AUTH_TOKEN_INVALID')
    return error.reason
  }
}

test('a token is shown with its header and claims, marked as unverified, and frozen', () => {
  const shown = decode(good)
  assert.deepEqual(Object.keys(shown), ['verified', 'header', 'claims'])
  assert.equal(shown.verified, false)
  assert.equal(shown.header.alg, 'RS256')
  assert.equal(shown.claims.sub, 'user-1')
  assert.ok(Object.isFrozen(shown) && Object.isFrozen(shown.header) && Object.isFrozen(shown.claims))
})

test('it proves nothing: a forged signature, none at all, and alg none are shown as well', () => {
  for (const jwt of [`${header}.${claims}.AAAA`, `${header}.${claims}.`, `${encode({ alg: 'none' })}.${claims}.`])
    assert.equal(decode(jwt).verified, false)
})

/** @type {{ [jwt: string]: string }} texts in place of header or claims -> the reason */
const texts = {
  '': 'json',
  x: 'json',
  null: 'json',
  '[]': 'json',
  '"a"': 'json',
  1: 'json',
  '{': 'json',
  '{} {}': 'json',
  "{'a':1}": 'json',
  '{"a":1,}': 'json',
  '\ufeff{}': 'json',
  '{"a":"\\ud800"}': 'json',
  '{"\\udc00":1}': 'json',
  '{"a":[1e400]}': 'json',
  '{"a":-1e400}': 'json',
  '{"a":01}': 'json',
  '{"a":"\n"}': 'json',
  '{"a":1,"a":1}': 'duplicate_member',
  '{"a":1,"\\u0061":2}': 'duplicate_member',
  '{"b":{"a":1,"c":{},"a":1}}': 'duplicate_member',
  '{"b":[{"a":1},{"a":1}]}': 'read',
  '{"__proto__":1,"valueOf":1,"toString":2}': 'read',
  '{"a":"\\ud83d\\ude00 \u{1f600}"}': 'read',
  ' {"a" : null }\n': 'read',
  [`${'{"a":'.repeat(32)}1${'}'.repeat(32)}`]: 'read',
  [`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`]: 'json',
  [`{"a":${'['.repeat(30_000)}`]: 'json'
}

/** Segments in place of header or claims, and why they are refused. @type {{ [segment: string]: string }} */
const segments = {
  'e30=': 'base64',
  e: 'base64',
  e31: 'base64',
  'e3 0': 'base64',
  'e30\n': 'base64',
  'e+0/': 'base64',
  eé0: 'base64',
  gIA: 'json'
}

for (const [name, place] of /** @type {const} */ ([
  ['header', (/** @type {string} */ each) => `${each}.${claims}.${signature}`],
  ['claims', (/** @type {string} */ each) => `${header}.${each}.${signature}`]
])) {
  test(`RFC 7515 §2, RFC 8259: what the ${name} must be`, () => {
    const all = [...Object.entries(texts).map(([text, reason]) => [encode(text), reason]), ...Object.entries(segments)]
    for (const [segment, reason] of all)
      assert.equal(outcome(place(segment)), reason === 'read' ? reason : `${name}_${reason}`, segment.slice(0, 40))
  })
}

test('RFC 7515 §7.1: three segments, a string, and not endless', () => {
  for (const jwt of ['', 'a', header, `${header}.${claims}`, `${good}.`, `${good}.e30.e30`, 'a.b.c.d.e'])
    assert.equal(outcome(jwt), 'malformed_segments', jwt)
  assert.equal(outcome(`Bearer ${good}`), 'header_base64')
  assert.equal(outcome(`${header}.${claims}.A`), 'signature_base64')
  assert.equal(outcome(`${header}.${claims}.AB`), 'signature_base64')
  assert.equal(outcome('a'.repeat(65_537)), 'token_too_large')
  for (const jwt of [undefined, null, 1, {}, [good], new String(good)])
    assert.equal(outcome(/** @type {any} */ (jwt)), 'token_not_string')
  assert.throws(() => decode('opaque'), { hint: /opaque/ })
  assert.throws(() => decode('a.b.c.d.e'), { hint: /encrypted/ })
})

test('no error quotes the token', () => {
  const secret = 'tell-nobody'
  for (const text of [secret, `{"${secret}":1,"${secret}":2}`, `{"a":"${secret}`])
    assert.throws(
      () => decode(`${header}.${encode(text)}.${signature}`),
      (error) => !JSON.stringify(error).includes(secret) && !String(/** @type {Error} */ (error).stack).includes(secret)
    )
})

test('the core reads the same tokens: whatever one of both refuses, the other refuses as well', async () => {
  const verifier = testApi().createVerifier(goodOptions())
  for (const text of Object.keys(texts)) {
    const jwt = `${header}.${encode(text)}.${signature}`
    const report = await verifier.explain(jwt, { now: 1_800_000_000 })
    assert.equal(report.claims !== undefined, outcome(jwt) === 'read', text.slice(0, 40))
  }
  for (const segment of Object.keys(segments)) {
    const report = await verifier.explain(`${segment}.${claims}.${signature}`)
    assert.equal(report.header, undefined, segment)
  }
  verifier.dispose()
})

test('what is no token has the hint that verify() gives', async () => {
  const verifier = testApi().createVerifier(goodOptions())
  const more = [
    'a',
    ' ',
    '.',
    'a.b',
    'a.b.c.d',
    'eyJ.',
    `${good}\\n`,
    `x ${good}`,
    `${good} `,
    'a.b.',
    '..',
    'a=b',
    'ab='
  ]
  for (const [name, text] of [...formsOf(good), ...more.map((each) => [each, each])]) {
    const error = await rejection(verifier.verify(text))
    const ours = caught(() => decode(text))
    assert.deepEqual([ours.reason, ours.hint], [error.reason, error.hint], name)
  }
  for (const given of [Promise.resolve(good), Buffer.from(good), { access_token: good }, [good], 5]) {
    const error = await rejection(verifier.verify(/** @type {any} */ (given)))
    assert.equal(caught(() => decode(/** @type {any} */ (given))).hint, error.hint)
  }
  assert.match(caught(() => decode(/** @type {any} */ (undefined))).hint, /There is no token/)
  verifier.dispose()
})
