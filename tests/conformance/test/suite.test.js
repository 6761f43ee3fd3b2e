// The suite must be able to fail: a package that decides wrongly, or a runtime that breaks it, is red in the right cells.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { createAssay } from '../../../js/verifier/create-assay.js'
import { AssayError } from '../../../js/shared/error.js'
import * as inline from '../../../js/entry/inline.js'
import * as inlineEc from '../../../js/entry/inline-ec.js'
import * as slim from '../../../js/entry/slim.js'
import { makeFixture } from '../fixture.js'
import { startKeyServer } from '../key-server.js'
import { runSuite, testNames } from '../suite.js'

const fixture = JSON.parse(JSON.stringify(makeFixture()))
const code = readFileSync(new URL('../../../dist/assay.wasm', import.meta.url))
const curvesCode = readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url))
let runs = 0
let instances = 0
const { Instance } = WebAssembly
/** @type {{ url: string, close: () => Promise<void> }} */
let keys
before(async () => {
  keys = await startKeyServer(fixture)
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      instances += 1
      return new target(module, imports)
    }
  })
})
after(async () => {
  WebAssembly.Instance = Instance
  await keys.close()
})

/** @param {Uint8Array} [bytes] @returns {any} the package, with a core of its own that is not loaded yet */
const fresh = (bytes = code) => ({ ...createAssay(/** @type {any} */ (bytes), curvesCode), AssayError })

/**
 * @param {Partial<import('../suite.js').Environment>} [differences]
 * @returns {Promise<string[]>} the tests that failed
 */
async function failed(differences = {}) {
  const { api = fresh() } = differences
  const own = {
    calls: () => instances,
    callsAtImport: 0,
    require: () => api,
    noEval: 'not in this process',
    patience: 5
  }
  const place = { base: keys.url, id: `run ${++runs}` }
  const rows = await runSuite({
    api,
    inline,
    inlineEc,
    slim,
    code,
    curvesCode,
    fixture,
    ...own,
    ...place,
    ...differences
  })
  assert.deepEqual(
    rows.map(({ test }) => test),
    testNames
  )
  return rows.filter(({ ok }) => ok === false).map(({ test }) => test)
}

/** @param {(verifier: any) => object} change what is different in each verifier @returns {any} the package with it */
function changed(change) {
  const api = fresh()
  const names = ['ready', 'verify', 'verifySync', 'explain', 'dispose']
  return {
    ...api,
    createVerifier(/** @type {any} */ options) {
      const verifier = api.createVerifier(options)
      return { ...Object.fromEntries(names.map((name) => [name, verifier[name].bind(verifier)])), ...change(verifier) }
    }
  }
}

test('the package as it is passes', async () => {
  assert.deepEqual(await failed(), [])
})

test('a package that does something at import is red under import, and so is a counter that counts nothing', async () => {
  assert.deepEqual(await failed({ calls: () => 1, callsAtImport: 1 }), ['import'])
  assert.deepEqual(await failed({ calls: () => 0 }), ['import'])
  assert.deepEqual(await failed({ instancesAtImport: 1 }), ['import'], 'a Worker without its instance')
})

test('a core that cannot be loaded is red wherever something is verified', async () => {
  const damaged = code.subarray(0, 1000)
  const red = await failed({ api: fresh(damaged) })
  assert.deepEqual(
    red,
    testNames.slice(0, testNames.indexOf('slim')).filter((name) => name !== 'misuse')
  )
  assert.deepEqual(await failed({ code: damaged }), ['slim'])
  assert.deepEqual(await failed({ inline: fresh(damaged) }), ['inline'])
  assert.deepEqual(await failed({ inlineEc: fresh(damaged) }), ['inline-ec'])
  assert.deepEqual(await failed({ curvesCode: damaged }), ['slim'])
})

test('one signature in ten thousand that is accepted wrongly is red', async () => {
  let count = 0
  const lenient = changed((verifier) => ({
    verifySync(/** @type {string} */ token, /** @type {any} */ options) {
      if (token === fixture.many[1].token && ++count === 200) return { subject: 'user-1' }
      return verifier.verifySync(token, options)
    }
  }))
  assert.deepEqual(await failed({ api: lenient }), ['10,000'])
})

test('a package without elliptic curves is red where they are needed, and there alone', async () => {
  const without = { ...createAssay(code), AssayError }
  const red = ['import', 'accept', 'curves', 'explain', 'compact', 'to a curve']
  assert.deepEqual(await failed({ api: without }), red)
  assert.deepEqual(await failed({ inlineEc: without }), ['inline-ec'])
})

test('a verify that decides otherwise than verifySync is red', async () => {
  const other = changed((verifier) => ({
    verify: (/** @type {string} */ token) => verifier.verify(token) // forgets the options of the call
  }))
  const red = await failed({ api: other })
  for (const name of ['accept', 'claims', 'remote']) assert.ok(red.includes(name), name)
})

test('an explain that comes to another verdict is red', async () => {
  const kind = changed((verifier) => ({
    explain: async (/** @type {any[]} */ ...args) => ({ ...(await verifier.explain(...args)), valid: true })
  }))
  assert.deepEqual(await failed({ api: kind }), ['explain'])
})

test('errors of another class than the one that is exported are red', async () => {
  const red = await failed({ api: { ...fresh(), AssayError: class extends Error {} } })
  for (const name of ['form', 'misuse', 'compact', 'outage', 'disposal']) assert.ok(red.includes(name), name)
})

test('a runtime that can make code from strings, and must not, is red', async () => {
  assert.deepEqual(await failed({ noEval: true }), ['no eval'])
})

test('a require() that gives another copy of the package is red', async () => {
  assert.deepEqual(await failed({ require: () => fresh() }), ['require'])
})

test('keys that are fetched once and for all are red', async () => {
  const api = fresh()
  /** @type {Map<string, string>} */
  const seen = new Map()
  const once = async (/** @type {string} */ url, /** @type {any} */ init) => {
    if (url.includes('outage')) return fetch(url, init)
    if (!seen.has(url)) seen.set(url, await (await fetch(url, init)).text())
    return new Response(seen.get(url))
  }
  const { createVerifier } = api
  api.createVerifier = (/** @type {any} */ options) =>
    createVerifier({ ...options, ...(options.jwks ? {} : { fetch: once }) })
  assert.deepEqual(await failed({ api }), ['discovery', 'rotation', 'to a curve'])
})
