// Which build a .wasm is of, and that one of another build is refused. The JavaScript is dist/entry: the sources are of none.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createAssay } from 'assay-jwt/slim'
import { checkBuild } from '../../../js/core/build-stamp.js'
import { distStamp, readStamp, withStamp } from '../../../tools/stamp-wasm.js'
import { ecOptions, ecToken } from '../support/ec-tokens.js'
import { caught } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const read = (/** @type {string} */ name) => readFileSync(new URL(`../../../dist/${name}.wasm`, import.meta.url))
const { bare } = readStamp(read('assay'))
const own = distStamp()
const at = { now }

/** @param {unknown} error of dist/entry, whose AssayError is another class than that of the sources @param {string} message */
function assertRefused(error, message) {
  const { code, reason, hint, ...rest } = /** @type {any} */ (error)
  assert.deepEqual(
    [code, reason, /** @type {any} */ (error).message],
    ['AUTH_KEYS_UNAVAILABLE', 'core_not_loaded', message]
  )
  assert.match(hint, /^Deploy dist\/\*\.wasm of the same version/)
  assert.equal(rest.status, 503)
}

/** @param {Uint8Array} code @returns {WebAssembly.Module} */
const compile = (code) => new WebAssembly.Module(new Uint8Array(code))

test('dist/*.wasm are stamped: the package’s version, and a hash of all three', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  assert.match(own ?? '', /^[\d.]+\+[\da-f]{16}$/)
  assert.ok(own?.startsWith(`${version}+`))
})

test('a stamp is a custom section that engines skip; it is read, replaced and taken out again', () => {
  const once = withStamp(bare, '1.2.3+0123456789abcdef')
  assert.equal(readStamp(once).stamp, '1.2.3+0123456789abcdef')
  assert.ok(Buffer.from(readStamp(once).bare).equals(bare))
  assert.equal(readStamp(bare).stamp, undefined)
  assert.ok(WebAssembly.validate(new Uint8Array(once)))
  assert.throws(() => readStamp(Buffer.from('not a module')), /no WebAssembly/)
  assert.throws(() => readStamp(bare.subarray(0, bare.length - 1)), /beyond the end/)
  assert.throws(() => withStamp(bare, 'x'.repeat(123)), /too long/)
})

test('sources belong to any build; bundled code to its own alone', () => {
  const code = compile(withStamp(bare, '1.0.0+a'))
  assert.equal(checkBuild(code, undefined), code)
  assert.equal(checkBuild(code, '1.0.0+a'), code)
  for (const [stamped, other] of /** @type {[Uint8Array, string][]} */ ([
    [withStamp(bare, '1.0.0+a'), 'is of 1.0.0+a, and this JavaScript of 1.0.0+b'],
    [withStamp(bare, '<script>'), 'is of another build, and this JavaScript of 1.0.0+b'],
    [bare, 'is of another build, and this JavaScript of 1.0.0+b']
  ])) {
    const error = /** @type {any} */ (caught(() => checkBuild(compile(stamped), '1.0.0+b')))
    assert.equal(error.other, other)
  }
})

for (const [title, of] of /** @type {[string, (code: Uint8Array) => any]} */ (
  /** @type {unknown} */ ([
    ['as a module', compile],
    ['as bytes', (/** @type {Uint8Array} */ code) => code]
  ])
)) {
  test(`a core of another build is core_not_loaded, and says which builds they are: ${title}`, () => {
    const other = withStamp(bare, '0.0.9+0123456789abcdef')
    const { createVerifier } = createAssay(of(other))
    /** @type {any[]} */
    const events = []
    const verifier = createVerifier(goodOptions({ onEvent: (/** @type {any} */ event) => events.push(event) }))
    const error = caught(() => verifier.verifySync(token(), at))
    assertRefused(error, `The WebAssembly core is of 0.0.9+0123456789abcdef, and this JavaScript of ${own}`)
    assert.deepEqual(
      events.map(({ type }) => type),
      ['core_load_failed']
    )
  })

  test(`curves of another build are refused, and RSA goes on: ${title}`, () => {
    const other = withStamp(readStamp(read('assay-ec')).bare, '0.0.9+0123456789abcdef')
    const { createVerifier } = createAssay(of(read('assay')), of(other))
    const quiet = { onEvent: () => {} }
    const error = caught(() => createVerifier({ ...ecOptions(), ...quiet }).verifySync(ecToken('ES256'), at))
    assertRefused(error, `assay-ec.wasm is of 0.0.9+0123456789abcdef, and this JavaScript of ${own}`)
    assert.equal(createVerifier(goodOptions(quiet)).verifySync(token(), at).issuer, goodOptions().issuer)
  })
}
