import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspectToken, readJwkSet } from '../../../js/debug/index.js'
import { brief, faultsOf } from '../../cli/support/hidden-characters.js'
import { testApi } from '../support/core.js'
import { compact, encode, goodClaims, goodOptions, now, token } from '../support/tokens.js'

const verifier = testApi().createVerifier(goodOptions({ maxTokenBytes: 65_536 }))
const header = { alg: 'RS256', kid: 'good', typ: 'at+jwt' }
const kindsOf = ({ marks }) => marks.map(({ kind }) => kind)
const at = (text, { marks }) => marks.map(({ start, end }) => text.slice(start, end))

test('a good token has no marks, and its texts are those that the core read', async () => {
  const jwt = token()
  const { segments, marks } = inspectToken(jwt)
  const report = await verifier.explain(jwt, { now })
  assert.deepEqual(marks, [])
  assert.deepEqual(
    segments.map(({ name, start, end }) => [name, jwt.slice(start, end)]),
    jwt.split('.').map((part, index) => [['header', 'claims', 'signature'][index], part])
  )
  assert.deepEqual(JSON.parse(segments[0].text), report.header)
  assert.deepEqual(JSON.parse(segments[1].text), report.claims)
  assert.equal(segments[2].bytes, 256)
})

describe('RFC 4648 §3.5, §5 and RFC 7515 §2: what is not canonical base64url is marked at its character', () => {
  const [first, second, third] = token().split('.')
  const cases = {
    'padding at the end': [`${first}==.${second}.${third}`, ['=', '=']],
    'plus and slash': [`${first}.${second}.+/${third.slice(2)}`, ['+', '/']],
    'white space': [`${first}.${second.slice(0, 8)}\n${second.slice(8)}.${third}`, ['\n']],
    'a foreign character': [`${first}.${second}.${third.slice(0, -1)}é`, ['é']],
    'one character too many': [`${first}.${second}.${third}AAA`, ['A']],
    'bits that belong to no byte': [
      `${first}.${second}.${third.slice(0, -1)}${nextInAlphabet(third.at(-1))}`,
      undefined
    ]
  }
  for (const [name, [jwt, marked]] of Object.entries(cases)) {
    test(name, () => {
      const inspection = inspectToken(jwt)
      assert.ok(inspection.marks.length > 0)
      assert.ok(kindsOf(inspection).every((kind) => kind === 'base64url'))
      assert.deepEqual(at(jwt, inspection), marked ?? [jwt.at(-1)])
    })
  }
})

test('RFC 7519 §4: both of two members of one name are marked, at every level and after unescaping', () => {
  const texts = [
    ['{"iss":"a","iss":"b"}', ['"iss"', '"iss"']],
    ['{"a":{"x":1,"x":2}}', ['"x"', '"x"']],
    ['{"a":[{"x":1,"y":0,"\\u0078":2,"x":3}]}', ['"x"', '"\\u0078"', '"x"']],
    ['{"":1,"":2}', ['""', '""']],
    ['{"__proto__":1,"__proto__":2}', ['"__proto__"', '"__proto__"']]
  ]
  for (const [text, names] of texts) {
    const jwt = compact(header, text)
    const inspection = inspectToken(jwt)
    assert.deepEqual(at(text, inspection.segments[1]), names, text)
    assert.ok(kindsOf(inspection).every((kind) => kind === 'duplicate'))
    assert.equal(inspection.marks.length, names.length)
    for (const part of at(jwt, inspection)) assert.ok(jwt.split('.')[1].includes(part) && part.length >= 2)
  }
})

test('ATTACKS.md 27: a name in a message has nothing that a terminal obeys or nobody sees', () => {
  const twice = `{${JSON.stringify(brief)}:1,${JSON.stringify(brief)}:2}`
  const { marks } = inspectToken(compact(header, twice))
  assert.equal(marks.length, 2)
  for (const { message } of marks) {
    assert.match(message, /\\u202e/)
    assert.deepEqual(faultsOf(message), [])
  }
  assert.throws(
    () => readJwkSet(twice),
    ({ reason, message }) => {
      assert.deepEqual([reason, faultsOf(message)], ['jwks_duplicate_member', []])
      return true
    }
  )
})

test('a mark in the token stands where the decoded characters come from', () => {
  const text = '{"name":"Ünïcode 🦀","exp":1,"exp":2}'
  const jwt = compact(header, text)
  const [, second] = inspectToken(jwt).marks
  const decoded = Buffer.from(jwt.split('.')[1], 'base64url')
  const offset = decoded.lastIndexOf('"exp"')
  assert.equal(second.start - jwt.indexOf('.') - 1, Math.floor((offset * 4) / 3))
})

test('JSON that the core refuses is marked where it breaks', () => {
  const texts = [
    ['[]', '[]'],
    ['{"a":1}x', 'x'],
    ['{"a":1,}', '}'],
    ['{"a" 1}', '1'],
    ['{a:1}', 'a'],
    ['{"a":01}', '1'],
    ['{"a":1e400}', '1e400'],
    ['{"a":"\\ud800"}', '"\\ud800"'],
    ['{"a":"', '"'],
    [`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, '{'],
    ['\uFEFF{}', '\uFEFF']
  ]
  for (const [text, marked] of texts) {
    const [, claims] = inspectToken(compact(header, text)).segments
    assert.deepEqual(at(text, claims), [marked], text)
  }
})

test('RFC 8259 §8.1: bytes that are no UTF-8 are marked', () => {
  const bytes = Buffer.concat([Buffer.from('{"sub":"é'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])
  const { segments, marks } = inspectToken(compact(header, bytes))
  assert.equal(marks[0].kind, 'utf8')
  assert.equal(segments[1].text.slice(segments[1].marks[0].start)[0], '\uFFFD')
})

test('RFC 7515 §7.1: too few and too many segments', () => {
  assert.deepEqual(kindsOf(inspectToken(encode('{}'))), ['segments'])
  assert.ok(kindsOf(inspectToken('a.b')).includes('segments'))
  const jwe = 'e30.AAAA.AAAA.AAAA.AAAA'
  assert.deepEqual(kindsOf(inspectToken(jwe)).filter((kind) => kind === 'segments').length, 2)
  assert.deepEqual(inspectToken(''), { segments: [], marks: [] })
})

test('RFC 7515 §4.1.2, §4.1.3: a key or a URL of one in the header is marked', () => {
  const jwt = token({ header: { jwk: { kty: 'RSA' }, jku: 'https://evil.example/' } })
  assert.deepEqual(kindsOf(inspectToken(jwt)), ['key', 'key'])
})

test('a token of nothing but faults has a hundred marks a segment, and is cheap', () => {
  const twice = compact(header, `{${'"a":1,'.repeat(8000)}"a":1}`)
  for (const jwt of [
    twice,
    `${'='.repeat(65_000)}.${'+'.repeat(65_000)}.${' '.repeat(65_000)}`,
    '.'.repeat(65_000),
    `${'['.repeat(65_000)}`
  ]) {
    const { marks } = inspectToken(jwt)
    assert.ok(marks.length > 0 && marks.length <= 500)
  }
})

test('what the core refuses is marked, and what it reads has no mark: 3,000 tokens changed at random', async () => {
  const random = generator(7)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const pieces = [
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u0061',
    'ü',
    '1e999',
    '-0',
    '"a":1,',
    ' ',
    '\u0001',
    '\ud800',
    '0',
    '.5'
  ]
  const letters = ['=', '+', '/', '.', ' ', 'A', '_', 'é']
  const insert = (text, piece) => {
    const place = Math.floor(random() * (text.length + 1))
    return text.slice(0, place) + piece + text.slice(place + Math.floor(random() * 2))
  }
  const failed = { header: ['header_base64', 'header_json'], claims: ['claims_base64', 'claims_json'] }
  const seen = { marked: 0, unmarked: 0 }
  for (let round = 0; round < 3000; ++round) {
    let text = JSON.stringify(goodClaims({ a: { b: [1, 'x', { c: null }] } }))
    for (let change = 0; change < random() * 3; ++change) text = insert(text, pick(pieces))
    let jwt = `${encode(header)}.${encode(text)}.${'A'.repeat(342)}`
    if (random() < 0.3) jwt = insert(jwt, pick(letters))
    const { segments, marks } = inspectToken(jwt)
    const { checks } = await verifier.explain(jwt, { now })
    const status = (name) => checks.find(({ check }) => check === name).status
    const broken = marks.some(({ kind }) => kind === 'segments')
    assert.equal(status('segments') === 'fail', broken, jwt)
    if (broken) continue
    for (const { name, start, end } of segments) {
      const inside = marks.filter((mark) => mark.start >= start && mark.start <= end && mark.kind !== 'key')
      const names = name === 'signature' ? ['signature_base64'] : failed[name]
      const refused = names.some((check) => status(check) === 'fail')
      const own = inside.filter((mark) => mark.start < end || start === end)
      assert.equal(own.length > 0, refused, `${name} of ${jwt}: ${text}`)
      seen[refused ? 'marked' : 'unmarked'] += 1
    }
  }
  assert.ok(seen.marked > 500 && seen.unmarked > 500)
})

/** @param {string} letter @returns {string} its neighbour, whose last bit is another */
function nextInAlphabet(letter) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(letter) ^ 1]
}

/** @param {number} seed @returns {() => number} numbers in [0, 1), the same on each run */
function generator(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
