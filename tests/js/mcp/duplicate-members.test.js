import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasDuplicateMember } from '../../../js/mcp/duplicate-members.js'

test('RFC 8259 §4: a member that is there twice is found at any depth, however it is written', () => {
  const twice = [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"method":"x","m\\u0065thod":"y"}',
    '[{"b":{}},{"a":[{"c":1 , "c" : 2}]}]',
    '{"a":{"b":1,"c":{},"b":2}}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a\\"b":1,"a\\"b":2}',
    '{"\\\\":1,"\\\\":2}',
    `{"a"${' '.repeat(100)}\n:1,"a"\t\r\n:2}`
  ]
  for (const json of twice) {
    JSON.parse(json)
    assert.equal(hasDuplicateMember(json), true, json)
  }
})

test('ATTACKS: two names are one to parsers that cut at NUL or replace what is no character', () => {
  const same = ['{"a":1,"a\\u0000b":2}', '[{"x":{"\\u0000":1,"\\u0000x":2}}]', '{"\\ud800":1,"\\udc00":2}']
  same.push('{"a\\ud800":1,"a\ufffd":2}', '{"path":"a","path\\u0000":"b"}')
  for (const json of same) {
    JSON.parse(json)
    assert.equal(hasDuplicateMember(json), true, json)
  }
  for (const json of [
    '{"a\\u0001":1,"a":2}',
    '{"\\ud83d\\ude00":1,"\\ud83d\\ude01":2}',
    '{"a":"\\u0000","b":"\\ud800"}'
  ]) {
    assert.equal(hasDuplicateMember(json), false, json)
  }
})

test('strings that look like members are none, and the same name in two objects is not twice', () => {
  const once = [
    ...['{}', '[]', '1', '"a"', '["a","a"]', '{"a":"a","b":"a"}', '{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]'],
    ...[
      '{"a":"\\"a\\":1,\\"a\\":2"}',
      '{"a":"{","b":"}"}',
      '{"a":"\\\\","b":"\\\\"}',
      '{"A":1,"a":2}',
      '{"a":["a","a"],"b":1}'
    ],
    '{"\\u00e9":1,"e\\u0301":2}'
  ]
  for (const json of once) {
    JSON.parse(json)
    assert.equal(hasDuplicateMember(json), false, json)
  }
})

test('a large body is looked through in one pass', () => {
  const wide = `[${Array.from({ length: 50_000 }, (_, i) => `{"k${i}":"${'x'.repeat(10)}"}`).join(',')}]`
  assert.equal(hasDuplicateMember(wide), false)
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  assert.equal(hasDuplicateMember(deep), false)
  assert.equal(hasDuplicateMember(JSON.stringify('\\'.repeat(500_000))), false)
})
