// The tarball in projects of CommonJS: what require() gives of each entry, and a program in TypeScript that uses them all.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { resolvePackage, root } from '../support/package-exports.js'
import { compile, exported, installCompilers, nodes, specifier, subpaths } from './compilers.js'
import { makeProject, output } from './project.js'

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project
before(async () => {
  await installCompilers()
  project = await makeProject({ 'package.json': '{ "name": "project", "version": "1.0.0", "private": true }' })
})
after(() => project?.close())

/**
 * @param {string} script
 * @param {string[]} [flags] of Node
 */
const run = (script, flags = []) =>
  output([process.execPath, ...flags, '--eval', script], { cwd: project.directory, both: true })

describe('package.json', () => {
  test('has for each entry of JavaScript a file and types for require(), in Node alone', async () => {
    assert.ok(subpaths.length >= 18)
    for (const path of subpaths) {
      const { node } = exported[path]
      assert.equal(node.require.default, node.default.replace(/\.js$/, '.cjs'), path)
      assert.equal(node.require.types, node.types.replace(/\.d\.ts$/, '.d.cts'), path)
      assert.equal(await resolvePackage(specifier(path), ['node', 'require']), join(root, node.require.default))
      for (const file of [node.require.default, node.require.types])
        assert.ok(existsSync(project.inside(`node_modules/assay-jwt/${file}`)), file)
    }
  })

  test('has nothing else of CommonJS: no import, and no require() of a bundler for another runtime, gets it', async () => {
    for (const path of subpaths) {
      const runtimes = ['workerd', 'edge-light', 'deno', 'bun'].filter((each) => each in exported[path])
      for (const conditions of [
        ...[['node', 'import'], ['node'], ['import'], ['require'], ['browser', 'require'], ['workerd', 'require']],
        ...runtimes.map((each) => [each, 'node', 'require'])
      ]) {
        const found = await resolvePackage(specifier(path), conditions)
        assert.match(found, /\.js$/, `${path}: ${conditions}`)
      }
    }
  })
})

describe('require()', () => {
  test('gives the very module that import() gives, without a warning', async () => {
    const script = `
      const assert = require('node:assert/strict')
      const names = ${JSON.stringify(subpaths.map(specifier))}
      const classes = new Set()
      const compare = async (name) => {
        const required = require(name)
        const imported = await import(name)
        assert.deepEqual(Object.keys(required), Object.keys(imported))
        assert.ok(Object.keys(required).length > 0)
        for (const key of Object.keys(imported)) assert.equal(required[key], imported[key], name + ' ' + key)
        if (required.AssayError) classes.add(required.AssayError)
      }
      Promise.all(names.map(compare)).then(() => console.log(names.length, classes.size))`
    assert.equal(await run(script), `${subpaths.length} 1\n`)
  })

  test('says what to do where Node cannot require an ES module, and that works', async () => {
    for (const name of subpaths.map(specifier)) {
      const script = `
        try {
          require('${name}')
        } catch ({ code, message, cause }) {
          console.log([code, cause.code, message].join())
        }
        import('${name}').then((each) => console.log(Object.keys(each).length > 0))`
      const said = await run(script, ['--no-experimental-require-module'])
      assert.ok(said.startsWith(`ERR_REQUIRE_ESM,ERR_REQUIRE_ESM,${name} is an ES module`), said)
      assert.match(said, new RegExp(`Use: .*await import\\('${name}'\\)\ntrue\n$`))
    }
  })

  test('says what is wrong where a file is missing', async () => {
    const file = project.inside('node_modules/assay-jwt/dist/entry/http.js')
    renameSync(file, `${file}-gone`)
    try {
      const script = "try { require('assay-jwt/http') } catch (error) { console.log(error.code, error.message) }"
      assert.match(await run(script), /^MODULE_NOT_FOUND Cannot find module '\.\/http\.js'/)
    } finally {
      renameSync(`${file}-gone`, file)
    }
  })
})

describe('a program in TypeScript that imports each entry', () => {
  const text = readFileSync(new URL('commonjs/program.ts', import.meta.url), 'utf8')
  const frameworks = [
    'express',
    'fastify',
    'hono',
    'koa',
    ...['express', 'koa', 'node'].map((each) => `@types/${each}`)
  ]
  before(() => {
    for (const name of frameworks) {
      const link = project.inside(`node_modules/${name}`)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, 'node_modules', name), link)
    }
  })

  test('forgets none', () => {
    const names = [...text.matchAll(/(?:from |require\()'(assay-jwt[^']*)'/g)].map(([, name]) => name)
    assert.deepEqual([...new Set(names)].sort(), subpaths.map(specifier).sort())
  })

  for (const { version, modes } of nodes) {
    for (const module of modes) {
      test(`TypeScript ${version}, ${module}, libraries checked: compiles, and decides`, async () => {
        rmSync(project.inside('program.js'), { force: true })
        // Hono's own types need TypeScript 5.7; strangers.test.js checks those of the package by 5.4, too.
        const options = {
          module,
          skipLibCheck: version === 5.4,
          noEmit: false,
          declaration: true,
          esModuleInterop: true
        }
        await compile(project, version, { 'program.ts': text }, { ...options, preserveSymlinks: false })
        assert.match(readFileSync(project.inside('program.js'), 'utf8'), /require\("assay-jwt\/express"\)/)
        assert.doesNotMatch(readFileSync(project.inside('program.d.ts'), 'utf8'), /node_modules/)
        const said = JSON.parse(await output([process.execPath, 'program.js'], { cwd: project.directory }))
        const names = ['seven', 'expired', 'seven', true, 'https://tenant.eu.auth0.com/']
        assert.deepEqual(said, [
          names,
          [
            [200, 401, 401],
            [200, 401, 401]
          ],
          5
        ])
      })
    }
  }
})
