// Which room of js/ may import which: a rule that finds nothing proves nothing.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { rooms } from '../../tools/lib/rooms.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const eslint = new ESLint({ cwd: root })

/** @param {string} path @param {string} text @returns {Promise<string[]>} the rules that it breaks */
async function broken(path, text) {
  const [{ messages }] = await eslint.lintText(text, { filePath: `${root}${path}` })
  return messages.map(({ ruleId }) => String(ruleId)).filter((rule) => rule.startsWith('no-restricted'))
}

/** @type {[path: string, text: string][]} */
const wrong = [
  ['js/core/core.js', "export { a } from '../entry/node.js'"],
  ['js/core/core.js', "export * from '../../examples/worker.js'"],
  ['js/core/core.js', "export {\n  a,\n  b\n} from 'node:fs'"],
  ['js/core/core.js', "export const url = new URL('../../dist/assay.wasm', import.meta.url)"],
  ['js/core/core.js', "export const module = await import('lodash')"],
  ['js/core/core.js', "export { a } from '../verifier/verifier.js'"],
  ['js/core/core.js', "export { a } from '../cli/run.js'"],
  ['js/shared/error.js', "export { a } from '../options/option-checks.js'"],
  ['js/keys/document.js', "export { a } from '../core/core.js'"],
  ['js/keys/machine.js', "export { a } from './freshness.js'"],
  ['js/keys/machine.js', "export { a } from '../shared/error.js'"],
  ['js/keys/stores.js', "export { a } from '../shared/error.js'"],
  ['js/verifier/verifier.js', "export { a } from '../http/guard.js'"],
  // Of a room that it may import, anything but its face.
  ['js/verifier/verifier.js', "export { a } from '../core/core.js'"],
  ['js/entry/node.js', "export { a } from '../verifier/api.js'"],
  ['js/mcp/read-message.js', "export { a } from '../json/other.js'"],
  ['js/cli/explain.js', "export { a } from '../debug/advice.js'"],
  ['js/verifier/verifier.js', "export { a } from '../debug/index.js'"],
  ['js/http/gate.js', "export { a } from '../verifier/verifier.js'"],
  ['js/http/gate.js', "export { a } from '../mcp/index.js'"],
  ['js/http/gate.js', "export { a } from '../adapters/express.js'"],
  ['js/mcp/sdk.js', "export const sdk = await import('@modelcontextprotocol/sdk/server/auth/errors.js')"],
  ['js/debug/index.js', "export { a } from '../cli/run.js'"],
  ['js/lint/index.js', "export { a } from '../../tests/js/support/core.js'"]
]

for (const [path, text] of wrong) {
  test(`${path} may not: ${text.replaceAll('\n', ' ')}`, async () => assert.notDeepEqual(await broken(path, text), []))
}

/** @type {[path: string, text: string][]} */
const right = [
  ['js/core/core.js', "export { a } from '../shared/error.js'"],
  ['js/core/core.js', "export { a } from './embind.js'"],
  ['js/verifier/verifier.js', "export { a } from '../core/index.js'"],
  ['js/mcp/sdk.js', "export { a } from '../http/gate.js'"],
  ['js/keys/document.js', "export { a } from './machine.js'"],
  ['js/entry/node.js', "export const url = new URL('../../dist/assay.wasm', import.meta.url)"],
  ['js/entry/workerd.js', "export { waitUntil } from 'cloudflare:workers'"],
  ['js/cli/run.js', "export { a } from 'node:fs'"],
  ['js/mcp/sdk-errors.js', "export const sdk = await import('@modelcontextprotocol/sdk/server/auth/errors.js')"]
]

for (const [path, text] of right) {
  test(`${path} may: ${text}`, async () => assert.deepEqual(await broken(path, text), []))
}

test('each folder of js/ is a room, says what belongs in it, and no file stands beside them', () => {
  const entries = readdirSync(`${root}js`, { withFileTypes: true })
  const folders = entries.filter((each) => each.isDirectory()).map(({ name }) => name)
  assert.deepEqual(folders.sort(), Object.keys(rooms).sort())
  const files = entries.filter((each) => each.isFile()).map(({ name }) => name)
  assert.deepEqual(files, ['wasm-module.d.ts'], 'which package.json names')
  for (const room of folders) assert.ok(existsSync(`${root}js/${room}/README.md`), room)
})
