import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findToken } from '../../../js/debug/index.js'
import { token } from '../support/tokens.js'

const jwt = token()

test('RFC 6750 §2.1: a token is found in whatever carries it', () => {
  const texts = {
    token: [jwt, `  ${jwt}\n`],
    bearer: [`Bearer ${jwt}`, `bearer   ${jwt}\n`, `BEARER ${jwt}`],
    header: [`Authorization: Bearer ${jwt}`, `host: a\r\nauthorization: bearer ${jwt}\r\naccept: */*`],
    curl: [
      `curl -i -H 'Authorization: Bearer ${jwt}' https://api.example.com/`,
      `$ curl "https://api.example.com/" \\\n  -H "authorization: Bearer ${jwt}" --compressed`,
      `curl --oauth2-bearer ${jwt} https://api.example.com/`,
      `curl --oauth2-bearer '${jwt}' https://api.example.com/`
    ],
    text: [
      `{"access_token": "${jwt}", "token_type": "Bearer"}`,
      `GET example1.example.com ${jwt}`,
      `2026-11-25 refused ${jwt} from 10.0.0.1`
    ]
  }
  for (const [as, list] of Object.entries(texts)) {
    for (const text of list) assert.deepEqual(findToken(text), { token: jwt, as }, text)
  }
})

test('a token is never repaired: white space, padding and foreign characters inside it stay', () => {
  for (const broken of [
    jwt.replace('.', '.\n'),
    `${jwt.slice(0, 20)}\n${jwt.slice(20)}`,
    `${jwt}=`,
    `${jwt}é`,
    `${jwt}.more`,
    'opaque-token',
    jwt.slice(0, 30)
  ]) {
    assert.equal(findToken(broken).token, broken)
    assert.equal(findToken(`Bearer ${broken}`).token, broken)
  }
})

test('nothing is found in nothing', () => {
  assert.deepEqual(findToken('  \n'), { token: '', as: 'token' })
})

test('a long text without a token takes no longer than its length: 256 kB, of what makes patterns slow', () => {
  for (const piece of [
    'a',
    '-',
    'a.',
    '.',
    ' ',
    'authorization ',
    'authorization: bearer ',
    '--oauth2-bearer ',
    'eyJ ',
    'bearer\n'
  ]) {
    findToken(`x ${piece.repeat(262_144 / piece.length)}`)
  }
})

test('issue 19: DPoP, quotes, an answer, a cookie, a query, a URL, and what has no width around it', () => {
  const idToken = token({ claims: { aud: 'client' } })
  const texts = {
    bearer: [`DPoP ${jwt}`, `\u200BBearer ${jwt}\u00A0`],
    header: [`Authorization: DPoP ${jwt}`],
    token: [`\uFEFF${jwt}\u200B\n`, `\u00A0${jwt}`],
    text: [
      `"${jwt}"`,
      `“${jwt}”`,
      `'${jwt}'`,
      JSON.stringify({ id_token: idToken, access_token: jwt, refresh_token: 'x' }),
      JSON.stringify({ id_token: idToken, access_token: jwt }, null, 2),
      JSON.stringify({ token: jwt }),
      `__session=${jwt}; Path=/; HttpOnly`,
      `Cookie: a=b; access_token=${jwt}`,
      `access_token=${jwt}&token_type=bearer`,
      `https://app.example.com/cb#access_token=${jwt}&state=1`,
      `${JSON.stringify({ access_token: jwt })};`
    ]
  }
  for (const [as, list] of Object.entries(texts)) {
    for (const text of list) assert.deepEqual(findToken(text), { token: jwt, as }, text)
  }
  assert.equal(findToken('{"access_token":"opaque","id_token":"x"}').token, 'opaque')
})

test('a text of white space or of answers takes no longer than its length, wherever it ends', () => {
  for (const piece of [' ', '\u200B ', '"access_token" : ', '{"access_token":"', '=eyJ'])
    findToken(`x${piece.repeat(262_144 / piece.length)}y`)
})
