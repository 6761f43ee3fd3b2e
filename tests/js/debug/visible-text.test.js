import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTime, visibleText } from 'assay-jwt/debug'
import { faultsOf, hostile } from '../../cli/support/hidden-characters.js'

test('what a terminal obeys or nobody sees is escaped as RFC 8259 §7 escapes it', () => {
  assert.equal(visibleText('a\u001b[2J\u009b\u202e\u200b\u061c'), 'a\\u001b[2J\\u009b\\u202e\\u200b\\u061c')
  assert.equal(visibleText('\u{e0041}\ud800'), '\\udb40\\udc41\\ud800')
  assert.deepEqual(faultsOf(visibleText(hostile)), [])
})

test('a JSON text stays the same JSON', () => {
  const value = { [hostile]: [hostile, '\ud800'] }
  assert.deepEqual(JSON.parse(visibleText(JSON.stringify(value, null, 2), '\n')), value)
})

test('writing that can be seen stays as it is, of every direction', () => {
  for (const text of ['Grüße, 東京 🎉', 'שלום', 'مرحبا', 'e\u0301', 'a b\u00a0c']) assert.equal(visibleText(text), text)
})

test('a date has no marks of direction, whatever the language', () => {
  for (const locale of ['ar-EG', 'fa', 'he', 'en'])
    assert.deepEqual(faultsOf(String(localTime(0, { locale, timeZone: 'UTC' }))), [], locale)
})
