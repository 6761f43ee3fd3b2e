// Who imports one preset, or none, gets the bytes of no other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as presets from 'assay-jwt/providers'
import { bundle } from '../bench/bundle.js'

const names = Object.keys(presets)

/** @param {string} contents @returns {Promise<string[]>} the presets whose code is in the bundle */
async function presetsIn(contents) {
  const text = await bundle({ contents, platform: 'browser', conditions: ['browser'], minify: true })
  // Each names itself in the errors about its parameters.
  return names.filter((name) => text.includes(`"${name}"`))
}

test('a bundle of each entry but assay-jwt/providers has no preset in it', async () => {
  const others = ['', '/slim', '/inline', '/http', '/mcp', '/express', '/fastify', '/hono', '/koa', '/stores']
  for (const other of others) assert.deepEqual(await presetsIn(`export * from 'assay-jwt${other}'`), [], other)
})

test('a bundle that imports one preset has this one alone', async () => {
  assert.equal(names.length, 12)
  for (const name of names) {
    assert.deepEqual(await presetsIn(`export { ${name} } from 'assay-jwt/providers'`), [name])
  }
})
