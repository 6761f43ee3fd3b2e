// The tarball in programs for servers, as tools build, trace and prune them: what each leaves is copied to an empty place,
// without node_modules, and run there. What lacks a .wasm says so at once, and where it looked.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { packTarball } from '../support/tarball.js'
import { expected, expectedOfCurves, makeProject, output } from './project.js'
import { importTool, installTools, inTools } from './tools.js'

const main = `import { verdicts } from './verdicts.js'
const all = async () => [await verdicts(), await verdicts('curves')]
all().then((each) => console.log(JSON.stringify(each)))
`
const files = { 'main.js': main }

before(() => installTools())

/** @typedef {Awaited<ReturnType<typeof makeProject>>} Project */

/**
 * @param {(project: Project) => Promise<unknown>} use
 * @param {Parameters<typeof makeProject>[1]} [options]
 */
async function withProject(use, options) {
  const project = await makeProject(files, options)
  try {
    await use(project)
  } finally {
    project.close()
  }
}

/**
 * Copies what a server gets to an empty place, and runs it there.
 * @param {Project} project
 * @param {readonly (readonly [from: string, to: string])[]} shipped
 * @param {string} [entry]
 * @returns {Promise<string>} what it prints
 */
async function runShipped(project, shipped, entry = 'main.js') {
  const place = mkdtempSync(join(tmpdir(), 'assay-server-'))
  try {
    for (const [from, to] of shipped) {
      mkdirSync(dirname(join(place, to)), { recursive: true })
      cpSync(project.inside(from), join(place, to), { recursive: true })
    }
    return await output([process.execPath, entry], { cwd: place })
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** @param {string} said */
const assertVerdicts = (said) => assert.deepEqual(JSON.parse(said), [expected, expectedOfCurves])

/** The .wasm, copied beside a bundle. */
const wasm = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm'].map(
  (name) => /** @type {const} */ ([`node_modules/assay-jwt/dist/${name}`, name])
)

/** @param {string} cause @returns {RegExp} what an operator reads */
const says = (cause) =>
  new RegExp(
    `assay-jwt: The WebAssembly core could not be loaded \\(${cause}\\)\\. It was looked for at .*\\. Deploy dist/\\*\\.wasm`
  )

const esm = /** @type {const} */ (['package.json', 'package.json'])

test('@vercel/nft lists each .wasm, and what it lists runs', () =>
  withProject(async (project) => {
    const { nodeFileTrace } = await importTool('@vercel/nft')
    const { fileList, warnings } = await nodeFileTrace([project.inside('main.js')], { base: project.directory })
    for (const [path] of wasm) assert.ok(fileList.has(path), path)
    assert.deepEqual([...warnings].map(String), [])
    assertVerdicts(
      await runShipped(project, [esm, ...[...fileList].map((path) => /** @type {const} */ ([path, path]))])
    )
  }))

describe('one file by a bundler that knows nothing of .wasm', () => {
  /** @type {{ [title: string]: { file: string, build: (project: Project) => Promise<unknown> } }} */
  const tools = {
    'esbuild, ES module': {
      file: 'main.mjs',
      build: (project) => bundle(project, { format: 'esm', outfile: project.inside('out/main.mjs') })
    },
    'esbuild, CommonJS': {
      file: 'main.cjs',
      build: (project) => bundle(project, { format: 'cjs', outfile: project.inside('out/main.cjs') })
    },
    Rollup: {
      file: 'main.mjs',
      build: async (project) => {
        const { rollup } = await import('rollup')
        const { nodeResolve } = await importTool('@rollup/plugin-node-resolve')
        const built = await rollup({
          input: project.inside('main.js'),
          plugins: [nodeResolve({ exportConditions: ['node'] })],
          external: /^node:/
        })
        await built.write({ file: project.inside('out/main.mjs'), format: 'es', inlineDynamicImports: true })
      }
    },
    tsup: {
      file: 'main.js',
      build: async (project) => {
        const { build } = await importTool('tsup')
        await build({
          ...{ entry: [project.inside('main.js')], outDir: project.inside('out'), config: false, silent: true },
          ...{ format: ['esm'], noExternal: [/.*/], platform: 'node', target: 'node20', clean: false }
        })
      }
    }
  }

  /**
   * @param {Project} project
   * @param {import('esbuild').BuildOptions} options
   */
  async function bundle(project, options) {
    const { build } = await import('esbuild')
    const entryPoints = [project.inside('main.js')]
    await build({ entryPoints, bundle: true, platform: 'node', logLevel: 'silent', ...options })
  }

  for (const [title, { file, build }] of Object.entries(tools)) {
    test(`${title}: runs with dist/*.wasm beside it, or with the package still installed; else it says what is missing`, () =>
      withProject(async (project) => {
        await build(project)
        const bundled = /** @type {const} */ ([`out/${file}`, file])
        assertVerdicts(await runShipped(project, [esm, bundled, ...wasm], file))
        assertVerdicts(await runShipped(project, [esm, bundled, ['node_modules', 'node_modules']], file))
        await assert.rejects(runShipped(project, [esm, bundled], file), says('\\w+'))
      }))
  }
})

test('webpack, target node: each .wasm is an asset, and the output runs alone', () =>
  withProject(async (project) => {
    const { default: webpack } = await importTool('webpack')
    const stats = await promisify(webpack)({
      ...{ context: project.directory, mode: 'production', target: 'node', entry: './main.js', performance: false },
      output: { path: project.inside('out'), filename: 'main.cjs' }
    })
    assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
    assertVerdicts(await runShipped(project, [['out', '.']], 'main.cjs'))
  }))

test('ncc, which copies a .wasm as if it were text: runs with dist/*.wasm beside it; else it says what is missing', () =>
  withProject(async (project) => {
    const ncc = [process.execPath, inTools('@vercel/ncc/dist/ncc/cli.js'), 'build', 'main.js', '-o', 'out', '-q']
    await output(ncc, { cwd: project.directory })
    assertVerdicts(await runShipped(project, [['out', '.'], ...wasm], 'index.js'))
    await assert.rejects(runShipped(project, [['out', '.']], 'index.js'), says('CompileError'))
  }))

test('Vite, build for a server: the package stays external, or is bundled with its files', () =>
  withProject(async (project) => {
    const { build } = await importTool('vite')
    const options = { root: project.directory, logLevel: 'error', configFile: false }
    await build({ ...options, build: { ssr: 'main.js', outDir: 'out' } })
    assertVerdicts(await runShipped(project, [esm, ['out', '.'], ['node_modules', 'node_modules']]))
    await build({ ...options, build: { ssr: 'main.js', outDir: 'whole' }, ssr: { noExternal: ['assay-jwt'] } })
    assertVerdicts(await runShipped(project, [esm, ['whole', '.'], ...wasm]))
  }))

test('npm ci without development dependencies, as images and Lambda’s zip files are made: runs', () =>
  withProject(
    async (project) => {
      const tarball = await packTarball()
      const quiet = ['--offline', '--no-audit', '--no-fund', '--cache', project.inside('.npm')]
      await output(['npm', 'install', ...quiet, tarball], { cwd: project.directory })
      rmSync(project.inside('node_modules'), { recursive: true })
      await output(['npm', 'ci', '--omit=dev', ...quiet], { cwd: project.directory })
      const shipped = ['package.json', 'main.js', 'verdicts.js', 'judge.js', 'fixture.js', 'node_modules']
      assertVerdicts(
        await runShipped(
          project,
          shipped.map((path) => [path, path])
        )
      )
      assert.match(readFileSync(project.inside('package.json'), 'utf8'), /assay-jwt/)
    },
    { install: false }
  ))
