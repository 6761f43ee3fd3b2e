import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { createAssay } from '../../../js/verifier/create-assay.js'
import { code } from '../support/core.js'
import { ecCode } from '../support/ec-module.js'
import { ecOptions, ecToken } from '../support/ec-tokens.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'

const bytes = new Uint8Array(readFileSync(new URL('../../../dist/assay.wasm', import.meta.url)))
const realm = createContext({ bytes })
const inRealm = (/** @type {string} */ source) => runInContext(source, realm)

/** @param {any} given */
function verifyWith(given) {
  return createAssay(given).createVerifier(goodOptions()).verifySync(token(), { now }).subject
}

test('a module works, of this realm or of another', () => {
  const foreign = inRealm('new WebAssembly.Module(bytes)')
  assert.equal(foreign instanceof WebAssembly.Module, false)
  for (const module of [code, foreign]) assert.equal(verifyWith(module), 'user-1')
})

test('the bytes work as a buffer or any view of it, of this realm or of another', () => {
  const { buffer } = bytes.slice()
  const shifted = new Uint8Array(bytes.length + 20)
  shifted.set(bytes, 10)
  const shared = new SharedArrayBuffer(bytes.length)
  new Uint8Array(shared).set(bytes)
  const given = {
    array: bytes,
    buffer,
    'node buffer': Buffer.from(bytes),
    'data view': new DataView(buffer),
    'view with an offset': shifted.subarray(10, 10 + bytes.length),
    'shared buffer': shared,
    'foreign array': inRealm('new Uint8Array(bytes)'),
    'foreign buffer': inRealm('new Uint8Array(bytes).buffer')
  }
  for (const [name, each] of Object.entries(given)) assert.equal(verifyWith(each), 'user-1', name)
})

test('the bytes are copied: what happens to them later changes nothing', () => {
  const given = bytes.slice()
  const { createVerifier } = createAssay(given)
  given.fill(0)
  assert.equal(createVerifier(goodOptions()).verifySync(token(), { now }).subject, 'user-1')
})

test('nothing is compiled before the first verification', () => {
  const { Module } = WebAssembly
  let compiled = 0
  WebAssembly.Module = class extends Module {
    constructor(source) {
      super(source)
      compiled++
    }
  }
  try {
    const verifier = createAssay(bytes).createVerifier(goodOptions())
    assert.equal(compiled, 0)
    verifier.verifySync(token(), { now })
    assert.equal(compiled, 1)
  } finally {
    WebAssembly.Module = Module
  }
})

test('compactVerify works with the same core', async () => {
  const { payload } = await createAssay(code).compactVerify(token(), { jwks: { keys: [publicJwk()] } })
  assert.equal(JSON.parse(new TextDecoder().decode(payload)).sub, 'user-1')
})

const curvesBytes = new Uint8Array(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))

test('the second argument brings elliptic curves: a module or its bytes, of this realm or another, copied', () => {
  const foreign = runInContext('new WebAssembly.Module(curvesBytes)', createContext({ curvesBytes }))
  const given = curvesBytes.slice()
  for (const curves of [ecCode(), foreign, given, given.buffer.slice(0), Buffer.from(given)]) {
    const verifier = createAssay(code, curves).createVerifier(ecOptions())
    given.fill(0)
    assert.equal(verifier.verifySync(ecToken('ES256'), { now }).subject, 'user-1')
    assert.equal(verifier.verifySync(token(), { now }).subject, 'user-1')
    given.set(curvesBytes)
  }
})

test('without it, or with undefined, their algorithms are CONFIG_INVALID', () => {
  for (const { createVerifier } of [createAssay(code), createAssay(code, undefined)]) {
    assert.throws(() => createVerifier(ecOptions()), { code: 'CONFIG_INVALID', option: 'algorithms', hint: /assay-ec/ })
  }
})

test('the two files in the wrong order are told at once, as modules and as bytes', () => {
  const first =
    /takes the core \(assay-jwt\/assay\.wasm\) as .*, not the elliptic curves \(assay-jwt\/assay-ec\.wasm\)$/
  const second =
    /takes the elliptic curves \(assay-jwt\/assay-ec\.wasm\) as .*, not the core \(assay-jwt\/assay\.wasm\)$/
  for (const curves of [ecCode(), curvesBytes]) {
    const toFirst = { code: 'CONFIG_INVALID', message: first, hint: 'Hand it over as the second argument' }
    assert.throws(() => createAssay(curves), toFirst)
    assert.throws(() => createAssay(curves, code), toFirst)
    assert.throws(() => createAssay(curves, curves), toFirst)
  }
  for (const core of [code, bytes]) {
    const toSecond = { code: 'CONFIG_INVALID', message: second, hint: 'Hand it over as the first argument' }
    assert.throws(() => createAssay(code, core), toSecond)
  }
})

test('anything else as the second argument is CONFIG_INVALID, which names that file', () => {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
  for (const [given, what] of [
    [null, /a value of type null$/],
    [Promise.resolve(ecCode()), /a promise$/],
    [{ default: ecCode() }, /a namespace$/],
    [{}, /an object of another kind$/],
    [new WebAssembly.Module(empty), /another module$/],
    [new Uint8Array(8), /other bytes$/]
  ]) {
    const message = new RegExp(
      `^createAssay takes the elliptic curves \\(assay-jwt/assay-ec\\.wasm\\) .*${what.source}`
    )
    assert.throws(() => createAssay(code, given), { code: 'CONFIG_INVALID', reason: 'option_invalid', message })
  }
  const verifier = createAssay(code, empty).createVerifier(ecOptions())
  assert.equal(verifier.verifySync(token(), { now }).subject, 'user-1')
  assert.throws(() => verifier.verifySync(ecToken('ES256'), { now }), {
    reason: 'core_not_loaded',
    message: 'assay-ec.wasm could not be loaded (CONFIG_INVALID)'
  })
})

test('anything else is CONFIG_INVALID, which says what it is and what to do', () => {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
  /** @type {[any, RegExp, RegExp][]} */
  const wrong = [
    [undefined, /a value of type undefined$/, /^Hand over a WebAssembly\.Module, or the bytes of the file$/],
    [null, /a value of type null$/, /^Hand over/],
    ['assay.wasm', /a value of type string$/, /^Hand over/],
    [() => code, /a value of type function$/, /^Hand over/],
    [Promise.resolve(code), /a promise$/, /^Await it first$/],
    [new Response(bytes), /a response$/, /WebAssembly\.compileStreaming/],
    [{ default: code }, /a namespace$/, /^Hand over its default export$/],
    [{ exports: {} }, /an instance$/, /^Hand over the module/],
    [{}, /an object of another kind$/, /^Hand over/],
    [[], /an object of another kind$/, /^Hand over/],
    [Object.create(WebAssembly.Module.prototype), /an object of another kind$/, /^Hand over/],
    [new WebAssembly.Module(empty), /another module$/, /^Hand over/],
    [new Uint8Array(0), /other bytes$/, /^Hand over/],
    [{ [Symbol.toStringTag]: 'ArrayBuffer' }, /other bytes$/, /^Hand over/],
    [new ArrayBuffer(100), /other bytes$/, /^Hand over/],
    [new TextEncoder().encode('<!doctype html><title>404</title>'), /other bytes$/, /^Hand over/]
  ]
  const detached = [new Uint8Array(100), new ArrayBuffer(100)]
  structuredClone(detached, { transfer: [detached[0].buffer, detached[1]] })
  for (const each of detached) wrong.push([each, /other bytes$/, /^Hand over/])
  for (const [given, message, hint] of wrong) {
    assert.throws(() => createAssay(given), { code: 'CONFIG_INVALID', reason: 'option_invalid', message, hint })
  }
})

test('bytes that this runtime cannot compile are core_not_loaded: older than SIMD, or damaged', () => {
  for (const damaged of [bytes.slice(0, 1000), bytes.with(bytes.length >> 1, 0xff).fill(0xff, 50_000)]) {
    const verifier = createAssay(damaged).createVerifier(goodOptions())
    assert.throws(() => verifier.verifySync(token(), { now }), {
      code: 'AUTH_KEYS_UNAVAILABLE',
      reason: 'core_not_loaded',
      message: 'The WebAssembly core could not be loaded (CompileError)',
      hint: /SIMD/
    })
  }
})

test('bytes of another module are core_not_loaded', () => {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
  const verifier = createAssay(empty).createVerifier(goodOptions())
  assert.throws(() => verifier.verifySync(token(), { now }), {
    reason: 'core_not_loaded',
    message: 'The WebAssembly core could not be loaded (CONFIG_INVALID)'
  })
})
