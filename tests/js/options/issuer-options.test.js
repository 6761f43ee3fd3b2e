// Options about where keys come from and whose tokens they verify: what is refused at the door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerifierOptions } from '../../../js/options/options.js'
import { assertError, caught } from '../support/expect.js'

const issuer = 'https://auth.example.com/'
const jwksUri = 'https://auth.example.com/jwks'
const entra = 'https://login.microsoftonline.com/{tid}/v2.0'
const checked = (options) => checkVerifierOptions({ issuer, audience: 'a', ...options }).configs[0]

/** Asserts that the options are refused, and that the error names the option. */
function refused(options, option, message, hidden) {
  const error = caught(() => checkVerifierOptions({ issuer, audience: 'a', ...options }))
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option, message }, hidden)
  return error
}

test('allowInsecureHosts allows http: for exactly this host and port', () => {
  const places = {
    'http://keycloak:8080/jwks': ['keycloak:8080'],
    'http://KEYCLOAK:8080/jwks': ['KeyCloak:8080'],
    'http://keycloak/jwks': ['keycloak:80'],
    'http://keycloak:80/jwks': ['keycloak'],
    'http://my_keycloak:8080/jwks': ['other', 'my_keycloak:8080'],
    'http://10.0.0.1:8080/jwks': ['10.0.0.1:8080'],
    'http://[fd00::1]:8080/jwks': ['[fd00::1]:8080'],
    'http://localhost:3000/jwks': ['localhost:3000']
  }
  for (const [url, allowInsecureHosts] of Object.entries(places)) {
    assert.equal(checked({ jwksUri: url, allowInsecureHosts }).jwksUri, new URL(url).href)
    assert.equal(checked({ metadataUrl: url, allowInsecureHosts }).metadataUrl, new URL(url).href)
  }
  assert.equal(
    checked({ issuer: 'http://keycloak:8080', allowInsecureHosts: ['keycloak:8080'] }).discoverFrom,
    'http://keycloak:8080'
  )
})

test('no other host, port or scheme is allowed with it', () => {
  const allowInsecureHosts = ['keycloak:8080']
  const others = [
    ...['http://keycloak/', 'http://keycloak:80/', 'http://keycloak:8081/', 'http://keycloak.evil.example:8080/'],
    ...[
      'http://evil.keycloak:8080/',
      'http://keycloak.:8080/',
      'http://keycloak:8080@evil.example/',
      'ftp://keycloak:8080/'
    ],
    ...[
      'http://evil.example/keycloak:8080',
      'http://evil.example/?keycloak:8080',
      'http://localhost:8080/',
      'http:keycloak:8080/'
    ]
  ]
  for (const url of others) {
    refused({ jwksUri: url, allowInsecureHosts }, 'jwksUri')
    refused({ metadataUrl: url, allowInsecureHosts }, 'metadataUrl')
    refused({ issuer: url, allowInsecureHosts }, 'issuer')
  }
  refused({ jwksUri: 'http://keycloak:8080/' }, 'jwksUri', /allowInsecureHosts must name its host/)
})

test('an entry of allowInsecureHosts is one host, and the message names it', () => {
  const bad = [
    ...[
      'http://keycloak:8080',
      'keycloak:8080/',
      'keycloak/path',
      'user@keycloak',
      '*.svc',
      '*',
      ' keycloak',
      'keycloak ',
      ''
    ],
    ...[
      'keycloak:',
      'keycloak:99999',
      'keycloak:x',
      '8080',
      '0x7f.1',
      'fd00::1',
      '[FD00:0::1]:1',
      '[x]',
      'a?b',
      'a#b',
      'kéycloak',
      null,
      1
    ]
  ]
  for (const entry of bad) {
    refused({ jwksUri, allowInsecureHosts: ['ok', entry] }, 'allowInsecureHosts', /allowInsecureHosts\[1\]/)
  }
  for (const list of ['keycloak:8080', {}, true, null])
    refused({ jwksUri, allowInsecureHosts: list }, 'allowInsecureHosts')
})

test('headers are a plain object of strings, copied, or a function', () => {
  const given = { Authorization: 'Bearer secret', 'user-agent': 'orders/1.0' }
  const { headers } = checked({ jwksUri, headers: given })
  given.Authorization = 'changed'
  assert.deepEqual({ ...headers }, { authorization: 'Bearer secret', 'user-agent': 'orders/1.0' })
  const ask = () => given
  assert.equal(checked({ jwksUri, headers: ask }).headers, ask)
})

test('RFC 9110 §5: a header that cannot be sent is refused, and its value is not shown', () => {
  const bad = [
    ...[new Headers({ a: 'secret' }), new Map(), ['secret'], 'secret', null, 1, true],
    ...[
      'secret\r\nx: y',
      'secret\n',
      'secret\0',
      ' secret',
      'secret ',
      '\tsecret',
      'secret…',
      1,
      null,
      undefined,
      ['secret'],
      {}
    ].map((a) => ({ a })),
    ...[{ 'secret x': 'y' }, { 'secret\n': 'y' }, { 'secret:': 'y' }, { '': 'secret' }, { [Symbol('a')]: 'secret' }],
    ...[{ a: 'secret', A: 'secret' }]
  ]
  for (const headers of bad) refused({ jwksUri, headers }, 'headers', /^Option "headers" (must|has)/, ['secret'])
})

test('Fetch §2.2.2: headers that fetch forbids or that are ours are refused by name', () => {
  const names = [
    ...[
      'Host',
      'cookie',
      'Content-Length',
      'content-type',
      'connection',
      'transfer-encoding',
      'te',
      'trailer',
      'upgrade',
      'via'
    ],
    ...[
      'If-None-Match',
      'if-modified-since',
      'range',
      'accept',
      'Accept-Encoding',
      'origin',
      'referer',
      'proxy-authorization',
      'sec-x',
      'date',
      'expect'
    ]
  ]
  for (const name of names) {
    refused({ jwksUri, headers: { [name]: 'secret' } }, 'headers', new RegExp(`"${name.toLowerCase()}"`), ['secret'])
  }
})

test('issuer takes several spellings, each once', () => {
  const { issuer: first, spellings } = checked({ issuer: [issuer, 'auth.example.com', issuer] })
  assert.deepEqual([first, spellings], [issuer, [issuer, 'auth.example.com']])
})

test('the keys are discovered from the first spelling that is an https URL', () => {
  const discovered = (...spellings) => checked({ issuer: spellings }).discoverFrom
  assert.equal(discovered('accounts.google.com', 'https://accounts.google.com'), 'https://accounts.google.com')
  assert.equal(discovered('https://a.example', 'https://b.example'), 'https://a.example')
  assert.equal(checked({ issuer: ['a', 'b'], jwksUri }).discoverFrom, undefined)
  refused({ issuer: ['a', 'http://b.example', 'https://c.example?x'] }, 'issuer', /discovered/)
})

test('in a name that is no URL a brace is a character', () => {
  for (const issuer of ['{tid}', 'a ${1} b']) assert.deepEqual(checked({ issuer, jwksUri }).spellings, [issuer])
})

test('a template has each {claim} as a whole segment of its path', () => {
  const good = [entra, 'https://a.example/{a}/{b.c:d-e_F0}', 'https://a.example:8443/x/{tid}/', 'urn-x://a/{tid}']
  for (const template of good) assert.deepEqual(checked({ issuer: template, jwksUri }).spellings, [template])
  const bad = [
    ...[
      'https://{tid}.example/',
      'https://{tid}/',
      'https://a.example{tid}',
      '{s}://a.example/',
      'https://{u}@a.example/{t}'
    ],
    ...[
      'https://a.example/x{tid}',
      'https://a.example/{tid}x',
      'https://a.example/{a}{b}',
      'https://a.example/{}',
      'https://a.example/{a b}'
    ],
    ...[
      'https://a.example/{a/b}',
      'https://a.example/{{tid}}',
      'https://a.example/{tid',
      'https://a.example/tid}',
      'https://a.example/}{'
    ],
    ...[
      'https://a.example/?x={tid}',
      'https://a.example/{tid}?x',
      'https://a.example/{tid}#x',
      'https://a.example/{t%69d}'
    ]
  ]
  for (const template of bad) {
    const error = refused({ issuer: template, jwksUri }, 'issuer', /whole segment/)
    assert.match(error.hint, /\{tid\}\/v2\.0/)
    refused({ issuer: [issuer, template], jwksUri }, 'issuer', /issuer\[1\]/)
  }
})

test('the keys of a template are not discovered, and the hint says what to give', () => {
  for (const template of [entra, [issuer, entra]]) {
    const error = refused({ issuer: template }, 'issuer', /is a template/)
    assert.match(error.hint, /jwksUri.*common\/v2\.0\/\.well-known\/openid-configuration/)
    for (const place of [{ jwksUri }, { metadataUrl: jwksUri }, { jwks: { keys: [] } }])
      checked({ issuer: template, ...place })
  }
})

test('two entries of issuers must not have the same spelling or the same template', () => {
  const both = (a, b) => ({ issuer: undefined, issuers: [a, b].map((each) => ({ issuer: each, jwksUri })) })
  refused(both([issuer, 'x'], ['y', 'x']), 'issuer', /issuers\[1\].*must not (be the same twice|fit the same tokens)/)
  refused(
    both(entra, entra.replace('tid', 'tenantid')),
    'issuer',
    /issuers\[1\].*must not (be the same twice|fit the same tokens)/
  )
  assert.equal(checkVerifierOptions({ audience: 'a', ...both(entra, [issuer, 'x']) }).configs.length, 2)
})

test('what stands beside a function issuers is checked at once', () => {
  const issuers = () => undefined
  refused({ issuer: undefined, issuers, clockTolerance: -1 }, 'clockTolerance')
  refused({ issuers }, 'issuer', /each entry/)
  refused({ issuer: undefined, issuers, headers: { a: 'b' } }, 'headers', /each entry/)
  refused({ issuer: undefined, issuers: 'x' }, 'issuers', /array.*function/)
  assert.ok(checkVerifierOptions({ issuers }).asked)
  assert.ok(checkVerifierOptions({ issuers, audience: null }).asked)
})

test('the message about http: names the host that allowInsecureHosts lacks, with its port', () => {
  refused(
    { jwksUri: 'http://sso.internal:8443/jwks' },
    'jwksUri',
    /allowInsecureHosts must name its host: \["sso\.internal:8443"\]/
  )
})

test('templates in the list issuers must not fit the same tokens', () => {
  const jwks = { keys: [] }
  const list = (...issuers) => ({ issuer: undefined, issuers: issuers.map((each) => ({ issuer: each, jwks })) })
  for (const [one, other] of [
    [entra, 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['https://a.example/{x}/b', 'https://a.example/a/{y}'],
    ['https://a.example/{x}/{y}', 'https://a.example/{x}/b'],
    ['https://a.example/{x}', 'https://a.example/{x}']
  ]) {
    refused(list(one, other), 'issuer', /issuers\[1\].*must not/)
    refused(list(other, one), 'issuer', /issuers\[1\].*must not/)
  }
  const apart = ['https://a.example/{x}', 'https://a.example/{x}/b', 'https://a.example/{x}/c', 'https://b.example/{x}']
  checkVerifierOptions({
    audience: 'a',
    issuers: [...apart, entra, 'https://a.example/own'].map((each) => ({ issuer: each, jwks }))
  })
  checkVerifierOptions({
    audience: 'a',
    issuers: [{ issuer: ['https://a.example/{x}/b', 'https://a.example/a/{y}'], jwks }]
  })
})
