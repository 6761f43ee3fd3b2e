// The tarball in a stranger's project: each subpath in each resolution, with Node's types alone, by three compilers.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeProject, output } from './project.js'
import { runCommand } from '../../tools/lib/command.js'
import { withLock } from '../../tools/lib/lock.js'
import { root } from '../support/package-exports.js'

const tools = fileURLToPath(new URL('type-tools', import.meta.url))
const compilers = {
  5.4: join(tools, 'node_modules/typescript-5.4/bin/tsc'),
  5.9: createRequire(import.meta.url).resolve('typescript/bin/tsc'),
  7: join(tools, 'node_modules/typescript-7/bin/tsc')
}
const { exports, typesVersions } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const subpaths = Object.keys(exports).filter((path) => !/\.(json|wasm)$/.test(path))
/** Their declarations import the framework's own, so that it must be there: attw and tests/docs judge these. */
const needFrameworks = new Set(['./hono', './fastify', './koa'])

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project

before(async () => {
  await withLock(join(root, 'build/type-tools.lock'), async () => {
    const lock = readFileSync(join(tools, 'package-lock.json'), 'utf8')
    const stamp = join(tools, 'node_modules/.assay-lock')
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
    await runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--prefix', tools], {
      log: join(root, 'build/logs/type-tools.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
    writeFileSync(stamp, lock)
  })
  project = await makeProject({})
  mkdirSync(project.inside('node_modules/@types'))
  symlinkSync(join(tools, 'node_modules/undici-types'), project.inside('node_modules/undici-types'))
})
after(() => project?.close())

const strict = { target: 'es2022', lib: ['es2022'], strict: true, noEmit: true, exactOptionalPropertyTypes: true }
const stricter = { noUncheckedIndexedAccess: true, isolatedModules: true, skipLibCheck: false }

/**
 * @param {keyof compilers} version
 * @param {string} file
 * @param {string} text
 * @param {{ types: string, [option: string]: unknown }} options types: whose @types/node
 */
async function compile(version, file, text, { types, ...options }) {
  const node = project.inside('node_modules/@types/node')
  rmSync(node, { force: true })
  symlinkSync(join(tools, 'node_modules/@types', types), node)
  const config = {
    compilerOptions: { ...strict, ...stricter, ...options, types: ['node'], preserveSymlinks: true },
    files: [file]
  }
  writeFileSync(project.inside(file), text)
  writeFileSync(project.inside('tsconfig.json'), JSON.stringify(config))
  await output([process.execPath, compilers[version], '-p', '.', '--pretty', 'false'], { cwd: project.directory })
}

const specifier = (/** @type {string} */ path) => `assay-jwt${path.slice(1)}`
/** A namespace of any has every name: the types are real only where this is an error. */
const imports = (/** @type {string[]} */ paths) =>
  paths
    .map((path, at) => `import * as _${at} from '${specifier(path)}'\n// @ts-expect-error\nvoid _${at}.noSuchName\n`)
    .join('')

const own = subpaths.filter((path) => !needFrameworks.has(path))

for (const [version, types] of /** @type {[keyof compilers, string][]} */ ([
  [5.4, 'node-20'],
  [5.9, 'node-22'],
  [7, 'node-24']
])) {
  test(`TypeScript ${version}, lib es2022 and @types/${types} alone, libraries checked: ES modules and CommonJS`, async () => {
    const node = { types, module: 'nodenext', moduleResolution: 'nodenext' }
    await compile(version, 'a.mts', imports(own), { ...node, verbatimModuleSyntax: true })
    // Before 5.8 TypeScript does not know that Node can require() ES modules: only the main entry, whose declaration says
    // so, and not with its check of that declaration.
    if (version === 5.4) await compile(version, 'a.cts', imports(['.']), { ...node, skipLibCheck: true })
    else await compile(version, 'a.cts', imports(own), node)
    await compile(version, 'b.ts', imports(own), { types, module: 'esnext', moduleResolution: 'bundler' })
  })
}

test('node10 reads typesVersions, which has every subpath', async () => {
  assert.deepEqual(
    Object.keys(typesVersions['*']).sort(),
    subpaths
      .filter((path) => path !== '.')
      .map((path) => path.slice(2))
      .sort()
  )
  const node10 = { module: 'commonjs', moduleResolution: 'node10' }
  for (const version of /** @type {const} */ ([5.4, 5.9]))
    await compile(version, 'c.ts', imports(own), { ...node10, types: version === 5.4 ? 'node-20' : 'node-22' })
  await assert.rejects(
    compile(5.9, 'c.ts', "import {} from 'assay-jwt/nothing'\n", { ...node10, types: 'node-22' }),
    /TS2307|TS2882/
  )
})

test('typesVersions names the declarations that "exports" names', () => {
  for (const [name, [target]] of Object.entries(/** @type {Record<string, string[]>} */ (typesVersions['*']))) {
    const row = exports[`./${name}`]
    assert.equal(`./${target}`, row.types ?? row.default.types, name)
  }
})
