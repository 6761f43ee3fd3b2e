// The tarball in a stranger's project: each subpath in each resolution, with Node's types alone, by three compilers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { compile, exported, installCompilers, nodes, specifier, subpaths, typesVersions } from './compilers.js'
import { makeProject } from './project.js'

/** Their declarations import the framework's own, so that it must be there: attw and commonjs.test.js judge these. */
const needFrameworks = new Set(['./hono', './fastify', './koa'])
const own = subpaths.filter((path) => !needFrameworks.has(path))

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project
before(async () => {
  await installCompilers()
  project = await makeProject({})
})
after(() => project?.close())

/**
 * A namespace of any has every name: the types are real only where this is an error.
 * @param {readonly string[]} paths
 * @param {(at: number, name: string) => string} [statement]
 */
const imports = (paths, statement = (at, name) => `import * as _${at} from '${name}'`) =>
  paths.map((path, at) => `${statement(at, specifier(path))}\n// @ts-expect-error\nvoid _${at}.noSuchName\n`).join('')
const required = (/** @type {readonly string[]} */ paths) =>
  imports(paths, (at, name) => `import _${at} = require('${name}')`)

for (const { version, types, modes } of nodes) {
  for (const module of modes) {
    test(`TypeScript ${version}, ${module}, lib es2022 and @types/${types} alone, libraries checked: ES modules and CommonJS`, async () => {
      const files = { 'a.mts': imports(own), 'a.cts': imports(own), 'b.cts': required(own) }
      await compile(project, version, files, { types, module })
      if (module !== 'nodenext') return
      const verbatim = { 'a.mts': imports(own), 'b.cts': required(own) }
      await compile(project, version, verbatim, { types, module, verbatimModuleSyntax: true })
    })
  }

  test(`TypeScript ${version}, bundler`, async () => {
    const options = { types, module: 'esnext', moduleResolution: 'bundler' }
    await compile(project, version, { 'b.ts': imports(own) }, options)
  })
}

test('a .wasm cannot be required by Node, and TypeScript says so', async () => {
  const files = { 'a.cts': "import code from 'assay-jwt/assay.wasm'\nvoid code\n" }
  await assert.rejects(compile(project, 5.9, files, { types: 'node-22', module: 'node16' }), /TS1479/)
})

test('node10 reads typesVersions, which has every subpath', async () => {
  assert.deepEqual(
    Object.keys(typesVersions['*']).sort(),
    subpaths
      .filter((path) => path !== '.')
      .map((path) => path.slice(2))
      .sort()
  )
  const node10 = { module: 'commonjs', moduleResolution: 'node10' }
  const files = { 'c.ts': imports(own), 'd.ts': required(own) }
  for (const version of /** @type {const} */ ([5.4, 5.9]))
    await compile(project, version, files, { ...node10, types: version === 5.4 ? 'node-20' : 'node-22' })
  await assert.rejects(
    compile(project, 5.9, { 'c.ts': "import {} from 'assay-jwt/nothing'\n" }, { ...node10, types: 'node-22' }),
    /TS2307|TS2882/
  )
})

test('typesVersions names the declarations that "exports" names', () => {
  for (const [name, [target]] of Object.entries(/** @type {Record<string, string[]>} */ (typesVersions['*']))) {
    const row = exported[`./${name}`]
    assert.equal(`./${target}`, row.types ?? row.default.types, name)
  }
})
