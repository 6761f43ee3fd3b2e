import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromAuthorization, fromCookie, fromHeader } from '../../../js/http/index.js'
import { assertError, caught } from '../support/expect.js'
import { request } from '../support/http.js'

const ambiguous = { code: 'REQUEST_INVALID', reason: 'token_ambiguous' }
const ofFetch = (/** @type {[string, string][]} */ ...headers) => new Request('https://a.example', { headers })
/** A mock has no rawHeaders, and an array where a header comes twice. */
const ofMock = (/** @type {[string, string][]} */ ...headers) => {
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))]
  const valuesOf = (/** @type {string} */ name) =>
    headers.filter(([each]) => each.toLowerCase() === name).map(([, v]) => v)
  return { headers: Object.fromEntries(names.map((name) => [name, valuesOf(name)])) }
}
/** node:http joins the values of most headers. */
const ofNode = (/** @type {[string, string][]} */ ...headers) => ({
  headers: Object.fromEntries(
    Object.entries(ofMock(...headers).headers).map(([name, v]) => [name, v.join(name === 'cookie' ? '; ' : ', ')])
  ),
  rawHeaders: headers.flat()
})
const ofHono = (/** @type {[string, string][]} */ ...headers) => ({ req: { raw: ofFetch(...headers) } })
const carriers = { ofFetch, ofNode, ofMock, ofHono }

for (const [kind, make] of Object.entries(carriers)) {
  describe(kind, () => {
    test('fromHeader takes the value, or what stands behind Bearer', () => {
      const read = fromHeader('CF-Access-JWT-Assertion')
      for (const [value, token] of [
        ['a.b.c', 'a.b.c'],
        [' a.b.c ', 'a.b.c'],
        ['Bearer a.b.c', 'a.b.c'],
        ['bearer   a.b.c', 'a.b.c'],
        ['', ''],
        ['Bearer', ''],
        ['bearer.b.c', 'bearer.b.c'],
        ['Basic eA', 'Basic eA'],
        ['\ta.b.c \t', 'a.b.c'],
        ['\u00a0a.b.c', '\u00a0a.b.c'],
        ['a.b.c\u00a0', 'a.b.c\u00a0'],
        ['\u00a0Bearer a.b.c', '\u00a0Bearer a.b.c'],
        ['Bearer\u00a0a.b.c', 'Bearer\u00a0a.b.c']
      ]) {
        assert.equal(read(make(['Cf-Access-Jwt-Assertion', value])), token, value)
      }
      assert.equal(read(make(['authorization', 'Bearer a'])) ?? '', '')
    })

    test('fromHeader refuses a header that comes twice, equal or not, and names it', () => {
      const read = fromHeader('x-token')
      for (const headers of [
        [
          ['x-token', 'a'],
          ['X-Token', 'b']
        ],
        [
          ['x-token', 'a'],
          ['x-token', 'a']
        ],
        [['x-token', 'a, b']],
        [['x-token', 'Bearer a,Bearer b']],
        [
          ['x-token', ','],
          ['x-other', 'c']
        ]
      ]) {
        const error = caught(() => read(make(.../** @type {[string, string][]} */ (headers))))
        assertError(error, { ...ambiguous, message: 'The header x-token must hold exactly one token' })
        assert.equal(error.status, 400)
      }
    })

    test('fromCookie finds the cookie by its exact name, wherever it stands', () => {
      const read = fromCookie('__session')
      for (const header of [
        '__session=a.b.c',
        'a=1; __session=a.b.c',
        '__session=a.b.c; b=2',
        'a=1;__session=a.b.c;b=2',
        'a=1;  __session = a.b.c ; b=2',
        '__session="a.b.c"',
        '; ;=; x; __session=a.b.c;',
        'a="x; __session=a.b.c'
      ]) {
        assert.equal(read(make(['Cookie', header])), 'a.b.c', header)
      }
      for (const none of [
        '',
        'a=1',
        '__Session=a',
        '__session_x=a',
        'x__session=a',
        '__session',
        'a=__session=b',
        'a=1,__session=b',
        '__session%3Da',
        '%5F_session=a',
        // RFC 6265 §5.2: browsers strip space and tab alone. With another character before it, a name is another name.
        '\u00a0__session=a',
        '__session\u00a0=a',
        'a=1; \u00a0__session=a',
        '\u0085__session=a'
      ]) {
        assert.equal(read(make(['Cookie', none])), undefined, none)
      }
      assert.equal(read(make(['x', 'y'])), undefined)
      assert.equal(read(make(['Cookie', '__session='])), '')
      assert.equal(read(make(['Cookie', '__session=""'])), '')
      assert.equal(read(make(['Cookie', '__session=a=b=='])), 'a=b==')
      assert.equal(read(make(['Cookie', '__session=a%2Eb'])), 'a%2Eb')
      assert.equal(read(make(['Cookie', '\t__session\t=\ta.b\t;'])), 'a.b')
      assert.equal(read(make(['Cookie', '__session=\u00a0a\u00a0'])), '\u00a0a\u00a0')
      assert.equal(read(make(['Cookie', '__session=a; \u00a0__session=b'])), 'a')
    })

    test('RFC 6265 §8.6: fromCookie refuses a cookie that comes twice: it does not choose', () => {
      const read = fromCookie('__session')
      for (const headers of [
        [['cookie', '__session=a; __session=b']],
        [['cookie', '__session=a; __session=a']],
        [['cookie', '__session=; x=1; __session=b']],
        [['cookie', '__session="a"; __session=a']],
        [
          ['cookie', '__session=a'],
          ['Cookie', '__session=b']
        ]
      ]) {
        const error = caught(() => read(make(.../** @type {[string, string][]} */ (headers))))
        assertError(error, { ...ambiguous, message: 'The cookie __session must come exactly once' })
        assert.equal(error.status, 400)
      }
      assert.equal(read(make(['cookie', 'a=1'], ['Cookie', '__session=b'])), 'b')
    })

    test('fromAuthorization reads as a guard does without getToken', () => {
      const read = fromAuthorization()
      assert.equal(read(make(['Authorization', 'Bearer a.b.c'])), 'a.b.c')
      assert.equal(read(make(['Authorization', 'Basic eA'])), undefined)
      assertError(
        caught(() => read(make(['Authorization', 'Bearer a b']))),
        {
          code: 'AUTH_TOKEN_INVALID',
          reason: 'authorization_malformed'
        }
      )
    })
  })
}

test('names that other names inherit from are no headers', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    assert.equal(fromHeader(name)({ headers: {} }), '')
  }
})

test('a long header takes no long time', () => {
  const long = (/** @type {string} */ text) => request(undefined, { headers: { cookie: text, 'x-token': text } })
  for (const text of [
    `a${' '.repeat(1e6)}b`,
    ';'.repeat(1e6),
    '='.repeat(1e6),
    `a=${'"'.repeat(1e6)}`,
    ' a=1;'.repeat(2e5)
  ]) {
    assert.equal(fromCookie('x')(long(text)), undefined)
    assert.equal(fromHeader('x-token')(long(text)), text.trim())
  }
})

test('STYLE 7: a name that is none is CONFIG_INVALID at once', () => {
  for (const name of ['', 'a b', 'a:b', 'a\r\nb', 'ä', 7, null, undefined, request()]) {
    for (const [option, make] of Object.entries({ fromHeader, fromCookie })) {
      const error = caught(() => make(/** @type {any} */ (name)))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
    }
  }
  for (const [name, other] of [
    ['Authorization', 'fromAuthorization'],
    ['COOKIE', 'fromCookie']
  ]) {
    const error = caught(() => fromHeader(name))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'fromHeader' })
    assert.match(error.message, new RegExp(`take ${other}\\(\\)`))
  }
})
