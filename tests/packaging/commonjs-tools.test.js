// Programs of CommonJS that require the tarball, as bundlers, Jest and tsx have them.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { commandOf, installRuntimes, runtimes } from '../bench/runtimes.js'
import { root } from '../support/package-exports.js'
import { output } from './project.js'
import { runShipped, says, wasm, withProject } from './shipped.js'
import { importTool, installTools, inTools, linkPackages, toolsDirectory } from './tools.js'

/** @import { Project } from './shipped.js' */

before(async () => {
  await installTools()
  await installRuntimes(runtimes.filter(({ id }) => id === 'node24'))
})

const manifest = { 'package.json': '{ "name": "project", "version": "1.0.0", "private": true }' }
const main = `const { AssayError, createVerifier } = require('assay-jwt')
const { AssayError: sameError, guard } = require('assay-jwt/http')
const { testIssuer } = require('assay-jwt/testing')

async function main() {
  const server = await testIssuer()
  const verifier = createVerifier(server.options)
  const { subject } = await verifier.verify(await server.token())
  const error = await verifier.verify(await server.badToken('expired')).catch((each) => each)
  const { status } = await guard(verifier)(() => new Response())(new Request('https://api.test/'))
  const imported = await import('assay-jwt/http')
  const classes = [error instanceof AssayError, sameError === AssayError, imported.AssayError === AssayError]
  console.log(JSON.stringify([subject, error.reason, status, classes]))
}
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
`
const said = '["test-user","expired",401,[true,true,true]]\n'

/**
 * @param {string} tool
 * @param {Project} project
 */
async function pack(tool, project) {
  const { default: bundle } = await importTool(tool)
  const stats = await promisify(bundle)({
    ...{ context: project.directory, mode: 'production', target: 'node', entry: './main.js', performance: false },
    output: { path: project.inside('out'), filename: 'main.js' }
  })
  assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
}

/** @param {Project} project @param {'cjs' | 'esm'} format @param {string} name */
async function esbuild(project, format, name) {
  const { build } = await import('esbuild')
  const options = { bundle: true, platform: /** @type {const} */ ('node'), logLevel: /** @type {const} */ ('silent') }
  const outfile = project.inside(`out/${name}`)
  const { warnings } = await build({ ...options, entryPoints: [project.inside('main.js')], format, outfile })
  assert.deepEqual(warnings, [])
}

/** Which make one file, beside which the .wasm are copied. @type {Record<string, { file?: string, build: (project: Project) => Promise<unknown> }>} */
const bundlers = {
  'esbuild, CommonJS': { build: (project) => esbuild(project, 'cjs', 'main.js') },
  'esbuild, ES module': { file: 'main.mjs', build: (project) => esbuild(project, 'esm', 'main.mjs') },
  webpack: { build: (project) => pack('webpack', project) },
  rspack: { build: (project) => pack('@rspack/core', project) },
  ncc: {
    file: 'index.js',
    build: ({ directory }) => {
      const ncc = [process.execPath, inTools('@vercel/ncc/dist/ncc/cli.js'), 'build', 'main.js', '-o', 'out', '-q']
      return output(ncc, { cwd: directory })
    }
  }
}

for (const [name, { file = 'main.js', build }] of Object.entries(bundlers)) {
  test(`${name}: what is required is one module, and a missing .wasm is told`, () =>
    withProject(
      async (project) => {
        await build(project)
        const out = /** @type {const} */ (['out', '.'])
        assert.equal(await runShipped(project, [out, ...wasm], file), said)
        await assert.rejects(runShipped(project, [out, ...wasm], file, { lacks: /\.wasm$/ }), says())
      },
      { ...manifest, 'main.js': main }
    ))
}

/**
 * @param {(project: Project) => Promise<unknown>} use
 * @param {Record<string, string>} files
 */
const withPackages = (use, files) =>
  withProject(
    async (project) => {
      for (const name of ['express', 'fastify', 'hono', 'koa']) {
        mkdirSync(dirname(project.inside(`node_modules/${name}`)), { recursive: true })
        symlinkSync(join(root, 'node_modules', name), project.inside(`node_modules/${name}`))
      }
      linkPackages(project.inside('node_modules'), toolsDirectory, ['jest', 'ts-jest', 'tsx', 'typescript'])
      await use(project)
    },
    { ...manifest, ...files }
  )

test('tsx runs the program in TypeScript as it is', () =>
  withPackages(
    async ({ directory, inside }) => {
      const printed = await output([process.execPath, inside('node_modules/tsx/dist/cli.mjs'), 'program.ts'], {
        cwd: directory
      })
      assert.match(printed, /^\[\["seven","expired","seven",true,/)
    },
    { 'program.ts': readFileSync(new URL('commonjs/program.ts', import.meta.url), 'utf8') }
  ))

describe('Jest', () => {
  const body = `test('guard', async () => {
  const server = await testIssuer()
  const api = guard(createVerifier(server.options))(() => new Response('x'))
  const ask = (token) => api(new Request('https://api.test/', { headers: { authorization: 'Bearer ' + token } }))
  expect((await ask(await server.token())).status).toBe(200)
  expect((await ask(await server.badToken('expired'))).status).toBe(401)
})
`
  const modules = { createVerifier: 'assay-jwt', guard: 'assay-jwt/http', testIssuer: 'assay-jwt/testing' }
  const lines = (/** @type {(name: string, path: string) => string} */ line) =>
    Object.entries(modules)
      .map(([name, path]) => `${line(name, path)}\n`)
      .join('')
  const transform = "'\\\\.ts$': ['ts-jest', { diagnostics: false }]"
  const files = {
    'jest.config.js': `module.exports = { testEnvironment: 'node', transform: { ${transform} } }\n`,
    'tsconfig.json': '{ "compilerOptions": { "module": "node16", "target": "es2022", "isolatedModules": true } }',
    'plain.test.js': lines((name, path) => `const { ${name} } = require('${path}')`) + body,
    'typed.test.ts': lines((name, path) => `import { ${name} } from '${path}'`) + body
  }
  const { NODE_TEST_CONTEXT: _, ...rest } = process.env
  /** @param {Project} project @param {string} node @param {string} [flags] */
  const jest = ({ directory, inside }, node, flags = '') =>
    output([node, inside('node_modules/jest/bin/jest.js')], {
      ...{ cwd: directory, both: true, env: { ...rest, CI: '1', NO_COLOR: '1', NODE_OPTIONS: flags } }
    })

  test('requires the package on Node 24.9 and newer, also through ts-jest', () =>
    withPackages(async (project) => {
      const printed = await jest(project, commandOf('node24')[0], '--experimental-vm-modules')
      assert.match(printed, /Tests: +2 passed, 2 total/)
    }, files))

  test('says what to do where it cannot', () =>
    withPackages(async (project) => {
      const error = await jest(project, process.execPath).then(assert.fail, (each) => String(each))
      for (const file of ['plain.test.js', 'typed.test.ts']) {
        const told = `FAIL ./${file}\\n.*\\n\\n +assay-jwt is an ES module, .*; Jest from Node 24.9 on, with --exp`
        assert.match(error, new RegExp(told))
      }
    }, files))
})
