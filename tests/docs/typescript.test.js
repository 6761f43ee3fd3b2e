// Every example of every page, and every program in examples/, compiles in TypeScript: strictly, against the packed
// tarball, in the types of the real frameworks.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
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

/**
 * @param {typeof examples} program
 * @returns {{ [path: string]: string }}
 */
const filesOf = (program) =>
  Object.fromEntries(
    program.flatMap(({ path, code, calledAs = path }) => [
      [calledAs, code],
      [path, code]
    ])
  )

/** A block with a fault, compiled with the others: each program takes TypeScript seconds. */
const faulty = examplesOf(
  'docs/faulty.md',
  "# Title\n\n```js\nimport { createVerifier } from 'assay-jwt'\ncreateVerifier({ isuer: 'a' })\n```\n"
)
// What a block, or what it imports, declares for a whole program is not for the others.
const [ordinary, global] = [false, true].map((isGlobal) =>
  examples.filter(({ code }) => /^declare (global|module)|from 'express-oauth2-jwt-bearer'/m.test(code) === isGlobal)
)
const programs = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.js') && !path.startsWith('browser-debugger')
)

describe('in one program', () => {
  /** @type {string[]} */
  let errors
  before(async () => {
    const texts = await Promise.all(programs.map(async (path) => [`examples/${path}`, await read(`examples/${path}`)]))
    const files = { ...filesOf([...ordinary, ...faulty]), ...Object.fromEntries(texts) }
    errors = await compileStrictly({ ...files, 'modules.d.ts': modules })
  })

  test('a block with a fault is named by page and line', () => {
    const [error, ...more] = errors.filter((each) => each.startsWith('docs/faulty.md/'))
    assert.match(error, /^docs\/faulty\.md\/3\.ts\(5,\d+\): error TS2769/)
    assert.deepEqual(more, [])
  })

  test('each block compiles as it stands, and so do the programs in examples/', () => {
    assert.ok(programs.length >= 7, String(programs))
    assert.deepEqual(
      errors.filter((each) => !each.startsWith('docs/faulty.md/')),
      []
    )
  })
})

test('each block that declares for a whole program compiles in its own', async () => {
  assert.ok(global.length > 0)
  for (const each of global) {
    assert.deepEqual(await compileStrictly({ ...filesOf([each]), 'modules.d.ts': modules }), [])
  }
})
