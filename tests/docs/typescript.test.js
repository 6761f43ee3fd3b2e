// Every example of every page, and every program in examples/, compiles in TypeScript: strictly, against the packed
// tarball, in the types of the real frameworks.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../support/package-exports.js'
import { countFences, examplesOf, modules, needs } from './support/examples.js'
import { pages, read } from './support/pages.js'
import { compileStrictly } from './support/typescript-project.js'

/** @type {ReturnType<typeof examplesOf>} */
const examples = []
let fences = 0
for (const page of pages()) {
  const text = await read(page)
  fences += countFences(text)
  examples.push(...examplesOf(page, text))
}

test('no block is passed over, and each fragment says what it needs', () => {
  assert.equal(examples.length, fences)
  assert.ok(fences >= 56, String(fences))
  const used = examples.flatMap(({ names }) => names)
  assert.deepEqual([...new Set(used)].sort(), Object.keys(needs).sort())
  // JavaScript with types in its comments is for JavaScript: what is copied into a .ts has none.
  const scripts = examples.filter(({ path }) => path.endsWith('.js'))
  assert.ok(scripts.length <= 3, scripts.map(({ path }) => path).join())
})

test('a block with a fault is named by page and line', async () => {
  const text = "# Title\n\n```js\nimport { createVerifier } from 'assay-jwt'\ncreateVerifier({ isuer: 'a' })\n```\n"
  const [{ path, code }] = examplesOf('docs/a.md', text)
  const [error] = await compileStrictly({ [path]: code })
  assert.match(error, /^docs\/a\.md\/3\.ts\(5,\d+\): error TS2769/)
})

test('each block compiles as it stands', async () => {
  // What a block, or what it imports, declares for a whole program is not for the others.
  const [ordinary, global] = [false, true].map((isGlobal) =>
    examples.filter(({ code }) => /^declare (global|module)|from 'express-oauth2-jwt-bearer'/m.test(code) === isGlobal)
  )
  for (const program of [ordinary, ...global.map((each) => [each])]) {
    const files = Object.fromEntries(
      program.flatMap(({ path, code, calledAs = path }) => [
        [calledAs, code],
        [path, code]
      ])
    )
    assert.deepEqual(await compileStrictly({ ...files, 'modules.d.ts': modules }), [])
  }
})

test('the programs in examples/ compile', async () => {
  const paths = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.js') && !path.startsWith('browser-debugger')
  )
  assert.ok(paths.length >= 7, String(paths))
  const texts = await Promise.all(paths.map(async (path) => [`examples/${path}`, await read(`examples/${path}`)]))
  assert.deepEqual(await compileStrictly({ ...Object.fromEntries(texts), 'modules.d.ts': modules }), [])
})
