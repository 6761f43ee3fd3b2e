// CommonJS callers of the installed package, on each runtime that has require().
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { commandOf } from '../../bench/runtimes.js'
import { makeProject } from '../project.js'

/** @type {import('../project.js').Project} */
let project
before(async () => {
  project = await makeProject()
})
after(() => project.close())

/**
 * @param {string} script CommonJS
 * @param {string[]} [flags] of Node
 */
async function run(script, flags = []) {
  const [node] = commandOf('node20')
  const args = [...flags, '--input-type=commonjs', '--eval', script]
  return promisify(execFile)(node, args, { cwd: project.directory })
}

const withoutRequire = ['--no-experimental-require-module']

test('require() gives the module, without a warning, and instanceof holds across import and require', async () => {
  const script = `
    const required = require('assay-jwt')
    import('assay-jwt').then((imported) => {
      console.log(Object.keys(required).join(), required.AssayError === imported.AssayError)
    })`
  const { stdout, stderr } = await run(script)
  assert.equal(stdout, 'AssayError,compactVerify,createVerifier,decode,lintJwks true\n')
  assert.equal(stderr, '')
})

test('where an ES module cannot be required, the error says what to do', async () => {
  await assert.rejects(run("require('assay-jwt')", withoutRequire), ({ stderr }) => {
    assert.match(stderr, /Error: assay-jwt is an ES module, and this runtime cannot require\(\) one/)
    assert.match(stderr, /Use: const \{ createVerifier \} = await import\('assay-jwt'\)/)
    assert.match(stderr, /code: 'ERR_REQUIRE_ESM'/)
    return true
  })
})

test('what it says to do works there', async () => {
  const script = `
    async function main() {
      const { createVerifier } = await import('assay-jwt')
      const jwks = { keys: [] }
      const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: null, jwks })
      await verifier.verify('a.b.c').catch(({ reason }) => console.log(reason))
    }
    main()`
  assert.equal((await run(script, withoutRequire)).stdout, 'header_base64\n')
})

test('slim and inline can be required, too', async () => {
  const script =
    "console.log(typeof require('assay-jwt/slim').createAssay, typeof require('assay-jwt/inline').createVerifier)"
  assert.match((await run(script)).stdout, /^function function$/m)
})
