import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJsonText } from '../../../js/lint/json-text.js'
import { coreReport } from '../support/core-report.js'

const values = [
  ...[
    '0',
    '-0',
    '-0.0',
    '1E5',
    '0e5',
    '1e400',
    '-1e309',
    '1e-400',
    '5e-324',
    '2e-324',
    '1e308',
    '1.8e308',
    '0e308',
    '0e309'
  ],
  ...[
    '0e+999999999999',
    '0e-99999999999',
    '0.00e310',
    '0.00e311',
    '0.0000e312',
    '0.0000e313',
    '1000e306',
    '0.00001e310'
  ],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '1e0000000001'],
  ...[
    '12345678901234567890.5',
    '1'.repeat(129),
    `1.${'1'.repeat(126)}`,
    `1.${'1'.repeat(127)}`,
    `0.${'0'.repeat(126)}`
  ],
  ...['-', '+1', '01', '-01', '1.', '.5', '1e', '1e+', '0x1', '1_0', 'NaN', 'Infinity', '-Infinity', 'undefined'],
  ...[
    'true',
    'false',
    'null',
    'tru',
    'nul',
    'TRUE',
    'true ',
    'true\v',
    'true\f',
    'true\u00a0',
    'true\ufeff',
    '\ufeff1'
  ],
  ...[
    '"\\u0000"',
    '"\u0000"',
    '"\n"',
    '"\t"',
    '"\x7f"',
    '"\\x"',
    '"\\u12"',
    '"\\u00zz"',
    '"\\',
    '"',
    '""',
    "'a'",
    '"\\/"'
  ],
  ...[
    '"\\ud800"',
    '"\\udc00"',
    '"\\ud83d\\ude00"',
    '"\\ude00\\ud83d"',
    '"\\ud800\\ud83d\\ude00"',
    '"\ud800"',
    '"\ud83d\\ude00"'
  ],
  ...[
    '[',
    ']',
    '[,]',
    '[1,]',
    '[1 2]',
    '{',
    '{,}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{"a":1 "b":2}',
    '{a:1}',
    '{1:1}',
    '[}'
  ],
  ...[
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1,"A":2}]',
    '{"":1,"":2}',
    '{"é":1,"e\u0301":2}'
  ],
  ...['{"__proto__":1}', '{"__proto__":1,"__proto__":2}', '{"constructor":1,"toString":2}', '/**/1', '1//'],
  ...[30, 31, 32, 1000].flatMap((depth) => [
    '['.repeat(depth) + ']'.repeat(depth),
    `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  ])
]

test('RFC 8259, differential: the linter refuses exactly the JSON texts that the core refuses, for the same reason', () => {
  let refused = 0
  for (const value of values) {
    for (const text of [`{"keys":[],"x":${value}}`, `{"keys":[${value}]}`]) {
      const { faults } = readJsonText(text)
      const kinds = new Set(faults.map(({ kind }) => kind))
      const core = coreReport(text).reason
      const name = `${JSON.stringify(text.slice(0, 80))}: ${core}`
      if (core === 'jwks_duplicate_member') assert.deepEqual([...kinds], ['duplicate_member'], name)
      else assert.equal(faults.length > 0 && !kinds.has('duplicate_member'), core === 'jwks_not_json', name)
      if (faults.length > 0) refused += 1
    }
  }
  assert.ok(refused > 100 && refused < 2 * values.length - 50, `${refused}`)
})

/** @param {number} seed @returns {() => number} from 0 to 1 */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('RFC 8259, differential: the same on 20,000 texts with one to three characters changed', () => {
  const random = randomNumbers(1)
  const alphabet = '{}[]",:\\ud8eE+-.0123456789 \n\u0001atrfn'
  const base = '{"keys":[{"kty":"RSA","n":"\\u0041\\ud83d\\ude00","e":[1.5e3,-0,true,null]}],"a":{"b":{}}}'
  let refused = 0
  for (let round = 0; round < 20_000; round++) {
    const characters = [...base]
    for (let change = 0; change <= random() * 3; change++) {
      const at = Math.floor(random() * characters.length)
      characters.splice(at, random() < 0.5 ? 1 : 0, alphabet[Math.floor(random() * alphabet.length)])
    }
    const text = characters.join('')
    const core = coreReport(text).reason ?? ''
    const { faults } = readJsonText(text)
    const isFaulty = core === 'jwks_not_json' || core === 'jwks_duplicate_member'
    // A text that ends too early may also be one whose value is no object.
    const value = readJsonText(text).value
    const noObject = faults.length === 0 && (typeof value !== 'object' || value === null || Array.isArray(value))
    assert.equal(faults.length > 0 || noObject, isFaulty, `${text}: ${core}`)
    if (isFaulty) refused += 1
  }
  assert.ok(refused > 5000 && refused < 19_500, `${refused}`)
})

test('RFC 7517 §4: every duplicate member is found, with its place', () => {
  const { faults, value } = readJsonText('{"keys":[{},{"kid":"a","k\\u0069d":"b","x":{"y":1,"y":2}}],"keys":[]}')
  assert.deepEqual(
    faults.map(({ kind, path }) => [kind, path]),
    [
      ['duplicate_member', ['keys', 1, 'kid']],
      ['duplicate_member', ['keys', 1, 'x', 'y']],
      ['duplicate_member', ['keys']]
    ]
  )
  assert.equal(/** @type {any} */ (value).keys[1].kid, 'a')
})

test('a text of nothing but faults gives a hundred of them, and objects have no prototype', () => {
  const { faults, value } = readJsonText(`{${'"a":1,'.repeat(1000)}"__proto__":{"b":1}}`)
  assert.equal(faults.length, 100)
  assert.equal(Object.getPrototypeOf(value), null)
  assert.equal(/** @type {any} */ (value).b, undefined)
  assert.deepEqual(Object.keys(/** @type {any} */ (value)), ['a', '__proto__'])
})

test('the values are those of JSON.parse', () => {
  const text = ' {"a" : [1, -2.5e3, "x\\n\\u00e9", true, false, null, {}, []] , "b":{"c":""}}\r\n'
  assert.deepEqual(JSON.parse(JSON.stringify(readJsonText(text).value)), JSON.parse(text))
})
