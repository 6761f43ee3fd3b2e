import assert from 'node:assert/strict'
import fs, { readFileSync, readdirSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { test } from 'node:test'
import { choose } from '../../../js/core/relaxed-simd.js'
import { ecOptions, ecToken } from '../support/ec-tokens.js'
import { goodOptions, now, token } from '../support/tokens.js'

const directory = new URL('../../../js/entry/', import.meta.url)

test('STYLE 8: an entry point is at most 12 lines and only chooses bytes', () => {
  for (const name of readdirSync(directory).filter((each) => each.endsWith('.js'))) {
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
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'decode', 'lintJwks'])
  assert.equal(api.createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
  assert.throws(() => api.createVerifier({}), api.AssayError)
})

test('the browser entry has the same names and loads nothing at import', async () => {
  const api = await import('../../../js/entry/browser.js')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'decode', 'lintJwks'])
  const verifier = api.createVerifier(goodOptions())
  assert.throws(() => verifier.verifySync(token(), { now }), { reason: 'core_not_loaded' })
})

test('the Node entry reads assay-ec.wasm for the first key that needs it, and never for RSA', async (t) => {
  const read = t.mock.method(fs, 'readFileSync')
  syncBuiltinESMExports()
  try {
    const { createVerifier } = await import('assay-jwt')
    const reads = () =>
      read.mock.calls.filter(({ arguments: [file] }) => String(file).endsWith('/assay-ec.wasm')).length
    const verifier = createVerifier(goodOptions({ jwks: ecOptions().jwks }))
    await verifier.ready()
    await verifier.verify(token(), { now })
    verifier.verifySync(token(), { now })
    assert.equal(reads(), 0)
    const curves = createVerifier(ecOptions())
    curves.verifySync(token(), { now })
    assert.equal(reads(), 0)
    for (const alg of ['ES256', 'EdDSA']) assert.equal(curves.verifySync(ecToken(alg), { now }).subject, 'user-1')
    assert.equal(reads(), 1)
  } finally {
    read.mock.restore()
    syncBuiltinESMExports()
  }
})

test('the browser entry fetches assay-ec.wasm for the first key that needs it, and never for RSA', async (t) => {
  const fetched = []
  t.mock.method(globalThis, 'fetch', async (/** @type {string} */ url) => {
    fetched.push(new URL(url).pathname.split('/').pop())
    return new Response(fs.readFileSync(new URL(url)))
  })
  const { createVerifier, compactVerify } = await import('../../../js/entry/browser.js')
  const rsa = createVerifier(goodOptions({ jwks: ecOptions().jwks }))
  await rsa.ready()
  await rsa.verify(token(), { now })
  await compactVerify(token(), { jwks: ecOptions().jwks })
  assert.deepEqual(fetched, [choose('assay.wasm', 'assay-relaxed.wasm')])
  const verifier = createVerifier(ecOptions())
  assert.throws(() => verifier.verifySync(ecToken('ES256'), { now }), {
    reason: 'core_not_loaded',
    message: /^assay-ec/
  })
  await Promise.all(['ES256', 'ES384', 'EdDSA'].map((alg) => verifier.verify(ecToken(alg), { now })))
  assert.equal(verifier.verifySync(ecToken('ES512'), { now }).subject, 'user-1')
  assert.deepEqual(fetched.slice(1), ['assay-ec.wasm'])
})

test('assay-jwt/slim loads no core, and works with the one it is given', async () => {
  const api = await import('assay-jwt/slim')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'createAssay', 'decode', 'lintJwks'])
  const { createVerifier } = api.createAssay(readFileSync(new URL('../../../dist/assay.wasm', import.meta.url)))
  assert.equal(createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
})

test('assay-jwt/inline has the names of the main entry and needs no file', async (t) => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('fetched'))
  const api = await import('assay-jwt/inline')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'decode', 'lintJwks'])
  assert.equal(api.createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
})

test('assay-jwt/inline-ec has elliptic curves, too, and needs no file; assay-jwt/inline says to import it', async (t) => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('fetched'))
  const api = await import('assay-jwt/inline-ec')
  assert.deepEqual(Object.keys(api).sort(), ['AssayError', 'compactVerify', 'createVerifier', 'decode', 'lintJwks'])
  const verifier = api.createVerifier(ecOptions())
  for (const jwt of [token(), ecToken('ES256')]) assert.equal(verifier.verifySync(jwt, { now }).subject, 'user-1')
  const { createVerifier } = await import('assay-jwt/inline')
  assert.throws(() => createVerifier(ecOptions()), { code: 'CONFIG_INVALID', hint: /^Import assay-jwt\/inline-ec/ })
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

test('nothing but assay-jwt/inline and inline-ec brings the core as text, and inline no curves', () => {
  for (const name of readdirSync(directory).filter((each) => /\.c?js$/.test(each))) {
    const text = readFileSync(new URL(name, directory), 'utf8')
    assert.equal(text.includes('assay-base64'), ['inline.js', 'inline-ec.js'].includes(name), name)
    assert.equal(text.includes('assay-ec-base64'), name === 'inline-ec.js', name)
  }
})

test('require() gives the module that import gives, where the runtime can require an ES module', async () => {
  const required = createRequire(import.meta.url)('assay-jwt')
  assert.equal(required.createVerifier, (await import('assay-jwt')).createVerifier)
})
