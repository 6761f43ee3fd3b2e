import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { compileFrom } from '../../../js/core/compile-streaming.js'
import { respond, startServer } from '../support/server.js'

const bytes = readFileSync(new URL('../../../dist/assay.wasm', import.meta.url))
let server
before(async () => {
  server = await startServer(respond({}))
})
after(() => server.close())
const compiled = () => compileFrom(new URL(`${server.url}/assay.wasm`))

test('the .wasm is compiled whatever type the server gives it', async () => {
  for (const type of ['application/wasm', 'application/octet-stream', 'application/wasm; charset=utf-8', '']) {
    server.answerWith(respond(bytes, 200, type === '' ? {} : { 'content-type': type }))
    assert.ok((await compiled()) instanceof WebAssembly.Module)
  }
})

test('an answer that is no .wasm is refused', async () => {
  server.answerWith(respond('not found', 404))
  await assert.rejects(compiled(), TypeError)
  server.answerWith(respond('<html></html>', 200, { 'content-type': 'text/html' }))
  await assert.rejects(compiled(), WebAssembly.CompileError)
})

test('Vite 7 serves code from node_modules/.vite/deps, where ../../dist is nobody’s: the package’s own is asked for', async () => {
  /** @type {string[]} */
  const asked = []
  server.answerWith((request, response) => {
    asked.push(request.url)
    respond(bytes, 200)(request, response)
  })
  for (const path of [
    '/node_modules/.vite/deps/assay-jwt.js',
    '/base/node_modules/.vite/deps/assay-jwt.js',
    '/dist/a/b.js'
  ])
    await compileFrom(new URL('../../dist/assay.wasm', `${server.url}${path}`))
  assert.deepEqual(asked, [
    '/node_modules/assay-jwt/dist/assay.wasm',
    '/base/node_modules/assay-jwt/dist/assay.wasm',
    '/dist/assay.wasm'
  ])
})
