import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import * as check from '../../../js/options/option-checks.js'
import { checkNumber } from '../../../js/options/check-number.js'

test('options are read from the object itself, once, into one without a prototype', () => {
  const options = check.readOptions(Object.create({ b: 2 }, { a: { value: 1, enumerable: true } }), ['a', 'b'])
  assert.equal(Object.getPrototypeOf(options), null)
  assert.deepEqual({ ...options }, { a: 1 })
})

test('RFC 6749 §3.3: a scope is printable ASCII without space, quote and backslash', () => {
  for (let code = 0; code < 256; code++) {
    const allowed = code >= 0x21 && code <= 0x7e && code !== 0x22 && code !== 0x5c
    const attempt = () => check.checkScope(`a${String.fromCharCode(code)}`, 'scope')
    if (allowed) assert.equal(attempt(), `a${String.fromCharCode(code)}`)
    else assert.throws(attempt, { reason: 'option_invalid' })
  }
})

test('a string or strings: at least one, each once, a sparse array is refused', () => {
  assert.deepEqual(check.stringOrStrings()('a', 'x'), ['a'])
  assert.deepEqual(check.stringOrStrings()(['a', 'b', 'a'], 'x'), ['a', 'b'])
  assert.throws(() => check.stringOrStrings()(new Array(2), 'x'), { message: /"x\[0\]"/, option: 'x' })
})

test('a number outside of its range is refused with the range', () => {
  const range = [0, 300]
  assert.throws(() => checkNumber(301, 'x', range), {
    message: 'Option "x" must be a number of seconds from 0 to 300'
  })
  assert.equal(checkNumber(1.5, 'x', range), 1.5)
  for (const value of [1.5, -1, NaN, '1', 1n]) {
    assert.throws(() => checkNumber(value, 'x', [...range, 'bytes']), {
      message: 'Option "x" must be a whole number of bytes from 0 to 300'
    })
  }
})

test('bytes from another realm are bytes', () => {
  const bytes = vm.runInNewContext('new Uint8Array(16).fill(7)')
  assert.equal(bytes instanceof Uint8Array, false)
  assert.deepEqual(check.checkSecret(bytes, 'x'), new Uint8Array(16).fill(7))
})
