import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { goodOptions, now, token } from './support/tokens.js'

const directory = new URL('../../js/entry/', import.meta.url)

test('STYLE 8: an entry point is at most 12 lines and only chooses bytes', () => {
  for (const name of readdirSync(directory)) {
    const text = readFileSync(new URL(name, directory), 'utf8')
    assert.ok(text.trimEnd().split('\n').length <= 12, name)
    assert.doesNotMatch(text, /\b(if|for|while|switch|await|class)\b|\?/, name)
  }
})

test('DESIGN: importing the package does nothing; a verifier of the Node entry works at once', async () => {
  const { Module } = WebAssembly
  WebAssembly.Module = class {
    constructor() {
      assert.fail('compiled at import')
    }
  }
  let api
  try {
    api = await import('assay-jwt')
  } finally {
    WebAssembly.Module = Module
  }
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'lintJwks'])
  assert.equal(api.createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
  assert.throws(() => api.createVerifier({}), api.AssayError)
})

test('the browser entry has the same names and loads nothing at import', async () => {
  const api = await import('../../js/entry/browser.js')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'lintJwks'])
  const verifier = api.createVerifier(goodOptions())
  assert.throws(() => verifier.verifySync(token(), { now }), { reason: 'core_not_loaded' })
})
