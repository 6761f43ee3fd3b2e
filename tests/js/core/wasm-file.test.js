import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { wasm } from '../../../js/core/wasm-file.js'
import { goodOptions } from '../support/tokens.js'

const shipped = new URL('../../../dist/assay.wasm', import.meta.url)
const missing = () => new URL('../../../dist/no-such.wasm', import.meta.url)

test('issue 19: the .wasm is read where the entry expects it, each time it is asked', () => {
  const { loadSync } = wasm('assay.wasm', () => shipped)
  assert.ok(loadSync?.() instanceof WebAssembly.Module)
  assert.ok(loadSync?.() instanceof WebAssembly.Module)
})

test('where it is nowhere, the first failure is thrown, with the places that were looked at', () => {
  const { loadSync } = wasm('no-such.wasm', missing)
  assert.throws(
    () => loadSync?.(),
    (/** @type {any} */ error) => {
      assert.equal(error.code, 'ENOENT')
      assert.deepEqual(error.places, [
        new URL('../../../js/core/no-such.wasm', import.meta.url).href,
        String(missing())
      ])
      return true
    }
  )
})

test('a place that cannot be named is passed over: bundlers to CommonJS leave no import.meta.url', () => {
  const nowhere = () => new URL('../../dist/assay.wasm', undefined)
  const { loadSync } = wasm('assay.wasm', nowhere)
  assert.ok(loadSync?.() instanceof WebAssembly.Module, 'it resolves the package that it is part of')
})

test('a file that is no WebAssembly is passed over, as ncc copies it; where none is, the error is the engine’s', () => {
  const broken = () => new URL(import.meta.url)
  assert.ok(wasm('assay.wasm', broken).loadSync?.() instanceof WebAssembly.Module)
  assert.throws(() => wasm('no-such.wasm', broken).loadSync?.(), WebAssembly.CompileError)
})

test('beside the code: of a copy of the module in an empty directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-wasm-'))
  try {
    copyFileSync(
      fileURLToPath(new URL('../../../js/core/wasm-file.js', import.meta.url)),
      join(directory, 'wasm-file.mjs')
    )
    copyFileSync(fileURLToPath(shipped), join(directory, 'assay.wasm'))
    const program = `import { wasm } from './wasm-file.mjs'
const { loadSync } = wasm('assay.wasm', () => new URL('../no/assay.wasm', import.meta.url))
console.log(loadSync() instanceof WebAssembly.Module)`
    writeFileSync(join(directory, 'main.mjs'), program)
    assert.equal(execFileSync(process.execPath, [join(directory, 'main.mjs')], { encoding: 'utf8' }), 'true\n')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('before Node 20.16 and 22.3 it is loaded by ready(), and verifySync says so until then', () => {
  const program = `process.getBuiltinModule = undefined
const { createVerifier } = await import(${JSON.stringify(pathToFileURL(fileURLToPath(new URL('../../../dist/entry/node.js', import.meta.url))).href)})
const verifier = createVerifier(${JSON.stringify(goodOptions())})
const reason = () => { try { verifier.verifySync('a.b.c') } catch (error) { return error.reason } }
const before = reason()
await verifier.ready()
console.log(before, reason())`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  assert.equal(said, 'core_not_loaded header_base64\n')
})

test('ATTACK: the directory where a program runs brings no core, nor does a package in it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-cwd-'))
  try {
    const planted = join(directory, 'node_modules/assay-jwt')
    mkdirSync(planted, { recursive: true })
    writeFileSync(join(planted, 'package.json'), '{"name":"assay-jwt","exports":{"./*.wasm":"./*.wasm"}}')
    for (const place of [directory, planted]) copyFileSync(fileURLToPath(shipped), join(place, 'planted.wasm'))
    const program = `import { wasm } from ${JSON.stringify(new URL('../../../js/core/wasm-file.js', import.meta.url).href)}
try { wasm('planted.wasm', () => new URL('file:///no/planted.wasm')).loadSync(); console.log('loaded') } catch ({ code }) { console.log(code) }`
    const options = { cwd: directory, encoding: /** @type {const} */ ('utf8') }
    assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', program], options), 'ENOENT\n')
  } finally {
    rmSync(directory, { recursive: true })
  }
})
