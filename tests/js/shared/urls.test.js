import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkUrl } from '../../../js/options/check-url.js'
import { parseKeyUrl } from '../../../js/shared/urls.js'

test('BEHAVIOUR Fetching: an https URL is taken, normalised, also as a URL object', () => {
  assert.equal(checkUrl('https://Auth.Example.com/jwks?x=1', 'jwksUri', false), 'https://auth.example.com/jwks?x=1')
  assert.equal(
    checkUrl(new URL('https://auth.example.com:8443/jwks'), 'jwksUri', false),
    'https://auth.example.com:8443/jwks'
  )
})

const refused = [
  ...['http://auth.example.com/jwks', 'ftp://auth.example.com/', 'file:///etc/passwd', 'data:application/json,{}'],
  ...['javascript:1', '/jwks', '//auth.example.com/jwks', 'auth.example.com', '', ' https://a.example/', 'https://'],
  ...[
    'https://a.example/\n',
    'https:\\\\a.example\\',
    ...['https:evil', 'https:/evil', 'https:///evil', 'HTTPS:evil.example/jwks', 'http:127.0.0.1/jwks'],
    'https://a.example/a b',
    'https://a.example/#x',
    'https://a.example/#'
  ],
  ...['https://user@a.example/', 'https://user:secret@a.example/', 'https://:@a.example:x/']
]
for (const url of refused) {
  test(`BEHAVIOUR Fetching: refuses ${JSON.stringify(url)} as a place of keys`, () => {
    for (const insecure of [false, true]) {
      assert.throws(() => checkUrl(url, 'jwksUri', insecure), { code: 'CONFIG_INVALID', option: 'jwksUri' })
    }
  })
}

test('refuses what is no string', () => {
  for (const value of [undefined, null, 1, {}, ['https://a.example/'], { href: 'https://a.example/' }]) {
    assert.throws(() => checkUrl(value, 'jwksUri', true), { reason: 'option_invalid' })
  }
})

test('RFC 8252 §8.3: http is for loopback hosts alone, and only when that is said aloud', () => {
  const loopback = [
    'http://localhost:8080/',
    'http://127.0.0.1/',
    'http://127.8.9.10/',
    'http://[::1]:1/',
    'http://0x7f.1/'
  ]
  for (const url of loopback) {
    assert.ok(parseKeyUrl(url, true) instanceof URL)
    assert.match(String(parseKeyUrl(url, false)), /allowInsecureLoopback/)
  }
  const others = [
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://10.0.0.1/',
    'http://[::2]/',
    'http://0.0.0.0/'
  ]
  for (const url of others) assert.equal(typeof parseKeyUrl(url, true), 'string')
})

test('a message never shows the credentials that it refuses', () => {
  assert.throws(
    () => checkUrl('https://user:secret@a.example/', 'jwksUri', false),
    (error) => !/secret|user/.test(String(error))
  )
})
