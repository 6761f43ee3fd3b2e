// The tarball in programs for servers, as tools build and trace them. What each leaves runs in an empty place, without
// node_modules. What lacks a .wasm says so at once, and where it looked.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { before, test } from 'node:test'
import { installRuntimes, runtimes, commandOf } from '../bench/runtimes.js'
import { withStamp, readStamp } from '../../tools/stamp-wasm.js'
import { readFileSync, writeFileSync } from 'node:fs'
import { root } from '../support/package-exports.js'
import { deployment } from './deployment.js'
import { output } from './project.js'
import { esm, main, runShipped, says, wasm, withProject, withShipped } from './shipped.js'
import { importTool, installTools, inTools, versionOf } from './tools.js'

/** @import { Project } from './shipped.js' */

const [bun] = commandOf('bun')
/** @param {string} name of one of the repository's own packages */
const ownVersion = (name) => JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version
const bunVersion = async () => (await output([bun, '--version'], { cwd: root })).trim()

before(async () => {
  await installTools()
  await installRuntimes(runtimes.filter(({ id }) => id === 'bun'))
})

deployment(
  'nft',
  () => versionOf('@vercel/nft'),
  (row) =>
    withProject(async (project) => {
      const { nodeFileTrace } = await importTool('@vercel/nft')
      const { fileList, warnings } = await nodeFileTrace([project.inside('main.js')], { base: project.directory })
      for (const [path] of wasm) assert.ok(fileList.has(path), path)
      assert.deepEqual([...warnings].map(String), [])
      const shipped = [esm, ...[...fileList].map((path) => /** @type {const} */ ([path, path]))]
      row.assertRuns(await runShipped(project, shipped))
      await row.assertMissing('says', () =>
        assert.rejects(runShipped(project, shipped, 'main.js', { lacks: /\.wasm$/ }), says())
      )
    })
)

/**
 * @typedef {object} Bundler makes one file and knows nothing of .wasm
 * @property {string} file
 * @property {() => string | Promise<string>} version
 * @property {(project: Project) => Promise<unknown>} build
 * @property {string[]} [command] that runs it
 */

const esbuild = (/** @type {string} */ file, /** @type {'esm' | 'cjs'} */ format) => ({
  file,
  version: () => ownVersion('esbuild'),
  build: async (/** @type {Project} */ project) => {
    const { build } = await import('esbuild')
    const options = { bundle: true, platform: /** @type {const} */ ('node'), logLevel: /** @type {const} */ ('silent') }
    await build({
      entryPoints: [project.inside('main.js')],
      format,
      outfile: project.inside(`out/${file}`),
      ...options
    })
  }
})
const bunBuild = (/** @type {'node' | 'bun'} */ target) => ({
  file: 'main.js',
  version: bunVersion,
  build: (/** @type {Project} */ { directory }) =>
    output([bun, 'build', `--target=${target}`, 'main.js', '--outdir', 'out'], { cwd: directory }),
  ...(target === 'bun' ? { command: [bun] } : {})
})

/** @type {{ [id: string]: Bundler }} */
const bundlers = {
  'esbuild-esm': esbuild('main.mjs', 'esm'),
  'esbuild-cjs': esbuild('main.cjs', 'cjs'),
  rollup: {
    file: 'main.mjs',
    version: () => ownVersion('rollup'),
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
    version: () => versionOf('tsup'),
    build: async (project) => {
      const { build } = await importTool('tsup')
      await build({
        ...{ entry: [project.inside('main.js')], outDir: project.inside('out'), config: false, silent: true },
        ...{ format: ['esm'], noExternal: [/.*/], platform: 'node', target: 'node20', clean: false }
      })
    }
  },
  'bun-node': bunBuild('node'),
  'bun-bun': bunBuild('bun')
}

for (const [id, { file, version, build, command }] of Object.entries(bundlers)) {
  deployment(id, version, (row) =>
    withProject(async (project) => {
      await build(project)
      const bundled = /** @type {const} */ ([`out/${file}`, file])
      row.assertRuns(await runShipped(project, [esm, bundled, ...wasm], file, { command }))
      const installed = [esm, bundled, /** @type {const} */ (['node_modules', 'node_modules'])]
      row.assertRuns(await runShipped(project, installed, file, { command }))
      await row.assertMissing('says', () =>
        assert.rejects(runShipped(project, [esm, bundled], file, { command }), says())
      )
    })
  )
}

test('a .wasm of another build beside a bundle is refused, and both builds are named', () =>
  withProject(async (project) => {
    await bundlers['esbuild-esm'].build(project)
    for (const [path] of wasm) {
      const file = project.inside(path)
      writeFileSync(file, withStamp(readStamp(readFileSync(file)).bare, '0.0.9+0123456789abcdef'))
    }
    const other = /The WebAssembly core is of 0\.0\.9\+0123456789abcdef, and this JavaScript of 0\.[^ ]+\. Deploy dist/
    await assert.rejects(runShipped(project, [['out/main.mjs', 'main.mjs'], ...wasm], 'main.mjs'), other)
  }))

for (const name of ['webpack', 'rspack']) {
  const tool = name === 'rspack' ? '@rspack/core' : name
  deployment(
    `${name}-node`,
    () => versionOf(tool),
    (row) =>
      withProject(async (project) => {
        const { default: bundle } = await importTool(tool)
        const stats = await promisify(bundle)({
          ...{ context: project.directory, mode: 'production', target: 'node', entry: './main.js', performance: false },
          output: { path: project.inside('out'), filename: 'main.cjs' }
        })
        assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
        row.assertRuns(await runShipped(project, [['out', '.']], 'main.cjs'))
        await row.assertMissing('says', () =>
          assert.rejects(runShipped(project, [['out', '.']], 'main.cjs', { lacks: /\.wasm$/ }), says())
        )
      })
  )
}

deployment(
  'ncc',
  () => versionOf('@vercel/ncc'),
  (row) =>
    withProject(async (project) => {
      const ncc = [process.execPath, inTools('@vercel/ncc/dist/ncc/cli.js'), 'build', 'main.js', '-o', 'out', '-q']
      await output(ncc, { cwd: project.directory })
      row.assertRuns(await runShipped(project, [['out', '.'], ...wasm], 'index.js'))
      // It copies a .wasm as if it were text.
      await row.assertMissing('says', () =>
        assert.rejects(runShipped(project, [['out', '.']], 'index.js'), says('CompileError'))
      )
    })
)

deployment(
  'vite-ssr',
  () => versionOf('vite'),
  (row) =>
    withProject(async (project) => {
      const { build } = await importTool('vite')
      const options = { root: project.directory, logLevel: 'error', configFile: false }
      await build({ ...options, build: { ssr: 'main.js', outDir: 'out' } })
      const external = [
        esm,
        /** @type {const} */ (['out', '.']),
        /** @type {const} */ (['node_modules', 'node_modules'])
      ]
      row.assertRuns(await runShipped(project, external))
      await build({ ...options, build: { ssr: 'main.js', outDir: 'whole' }, ssr: { noExternal: ['assay-jwt'] } })
      row.assertRuns(await runShipped(project, [esm, ['whole', '.'], ...wasm]))
      await row.assertMissing('says', () =>
        assert.rejects(runShipped(project, external, 'main.js', { lacks: /\.wasm$/ }), says())
      )
    })
)

const inline = main.replace(
  "import { verdicts } from './verdicts.js'",
  "import { createVerifier } from 'assay-jwt/inline-ec'\nimport { judge } from './judge.js'\nconst verdicts = (name) => judge(createVerifier, name)"
)

deployment('bun-compile', bunVersion, (row) =>
  withProject(
    async (project) => {
      for (const name of ['main', 'inline']) {
        await output([bun, 'build', '--compile', `${name}.js`, '--outfile', name], { cwd: project.directory })
      }
      await withShipped(project, [['inline', 'app']], async (place) => {
        row.assertRuns(await output([`${place}/app`], { cwd: place }))
        await row.assertMissing('never', () => assert.deepEqual(readdirSync(place), ['app']))
      })
      await withShipped(project, [['main', 'app']], (place) =>
        assert.rejects(output([`${place}/app`], { cwd: place }), says())
      )
    },
    { 'main.js': main, 'inline.js': inline }
  )
)
