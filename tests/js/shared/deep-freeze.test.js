import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deepFreeze } from '../../../js/shared/deep-freeze.js'

test('everything in a JSON value is frozen, whatever its name', () => {
  const value = deepFreeze(JSON.parse('{"a":[{"b":{}}],"__proto__":{"c":[]},"d":null,"e":"x"}'))
  const seen = [value, value.a, value.a[0], value.a[0].b, Object.getOwnPropertyDescriptor(value, '__proto__').value]
  for (const each of seen) assert.ok(Object.isFrozen(each))
  assert.throws(() => value.a.push(1), TypeError)
  assert.ok(!Object.isFrozen(Object.prototype))
})

test('what is no object is given back as it is', () => {
  for (const value of [null, undefined, 1, 'x', true]) assert.equal(deepFreeze(value), value)
})
