import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasLoneSurrogate } from '../../../js/shared/lone-surrogate.js'

test('RFC 8259 §8.2: half a surrogate pair is told from a whole one', () => {
  for (const half of ['\ud800', '\udc00', '\ude00\ud83d', 'a\ud83d']) assert.equal(hasLoneSurrogate(half), true)
  for (const whole of ['', 'é', '\ud83d\ude00', '\ufffd']) assert.equal(hasLoneSurrogate(whole), false)
})
