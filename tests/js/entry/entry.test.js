import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { goodOptions, now, token } from '../support/tokens.js'

const directory = new URL('../../../js/entry/', import.meta.url)

test('STYLE 8: an entry point is at most 12 lines and only chooses bytes', () => {
  for (const name of readdirSync(directory).filter((each) => /\.c?js$/.test(each))) {
    const text = readFileSync(new URL(name, directory), 'utf8')
    assert.ok(text.trimEnd().split('\n').length <= 12, name)
    const code = text.replace(/'[^'\n]*'|"[^"\n]*"/g, "''")
    assert.doesNotMatch(code, /\b(if|for|while|switch|await|class)\b|\?/, name)
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
  const api = await import('../../../js/entry/browser.js')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'lintJwks'])
  const verifier = api.createVerifier(goodOptions())
  assert.throws(() => verifier.verifySync(token(), { now }), { reason: 'core_not_loaded' })
})

test('assay-jwt/slim loads no core, and works with the one it is given', async () => {
  const api = await import('assay-jwt/slim')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'createAssay', 'lintJwks'])
  const { createVerifier } = api.createAssay(readFileSync(new URL('../../../dist/assay.wasm', import.meta.url)))
  assert.equal(createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
})

test('assay-jwt/inline has the names of the main entry and needs no file', async (t) => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('fetched'))
  const api = await import('assay-jwt/inline')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'lintJwks'])
  assert.equal(api.createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
})

test('the entries share one AssayError, so that instanceof holds whichever threw it', async () => {
  const [main, slim, inline] = await Promise.all([
    import('assay-jwt'),
    import('assay-jwt/slim'),
    import('assay-jwt/inline')
  ])
  assert.equal(slim.AssayError, main.AssayError)
  assert.equal(inline.AssayError, main.AssayError)
})

test('nothing but assay-jwt/inline brings the core as text', () => {
  for (const name of readdirSync(directory).filter((each) => /\.c?js$/.test(each))) {
    const text = readFileSync(new URL(name, directory), 'utf8')
    assert.equal(text.includes('assay-base64'), name === 'inline.js', name)
  }
})

test('require() gives the module that import gives, where the runtime can require an ES module', async () => {
  const required = createRequire(import.meta.url)('assay-jwt')
  assert.equal(required.createVerifier, (await import('assay-jwt')).createVerifier)
})
