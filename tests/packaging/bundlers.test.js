// The tarball in projects that are bundled for browsers, each verified in a real Chromium.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { launchChromium } from '../support/chromium.js'
import { freePort } from '../support/free-port.js'
import { root } from '../support/package-exports.js'
import { deployment } from './deployment.js'
import { expected, expectedOfCurves, output } from './project.js'
import { removeFiles, withProject } from './shipped.js'
import { importTool, installTools, versionOf } from './tools.js'
import { contentSecurityPolicy, page, pageScript, serve, visit, visitWithout } from './web.js'

/** @import { Project } from './shipped.js' */
/** @typedef {Parameters<Parameters<typeof deployment>[2]>[0]} Row */

/** @type {Awaited<ReturnType<typeof launchChromium>>} */
let chromium

before(async () => {
  await installTools()
  chromium = await launchChromium()
})

after(() => chromium?.close())

const browser = () => chromium.browser
const esbuildVersion = () => JSON.parse(readFileSync(`${root}node_modules/esbuild/package.json`, 'utf8')).version

/**
 * @param {Row} row
 * @param {any} visited
 * @param {number[]} [requests] for a .wasm, before one by elliptic curves is verified, and after
 */
function assertVisit(row, { verdicts, complaints, wasm, ofCurves, allWasm }, requests = [1, 2]) {
  row.assertRuns([verdicts, ofCurves])
  assert.deepEqual(complaints, [])
  assert.deepEqual([wasm.length, allWasm.length], requests, allWasm.join(' '))
}

/**
 * Asks a page whose .wasm are gone: one line on the console says what to do.
 * @param {Row} row
 * @param {string} url
 */
const assertSays = (row, url) =>
  row.assertMissing('page', async () => {
    const said = (await visitWithout(browser(), url)).filter((line) => line.startsWith('assay-jwt: '))
    assert.equal(said.length, 1, said.join('\n'))
    assert.match(said[0], /The WebAssembly core could not be loaded \(\w+\)\. Deploy .*optimizeDeps\.exclude/)
  })

/**
 * @param {Row} row
 * @param {string} directory with index.html, which is served under the policy
 * @param {number[]} [requests]
 */
async function assertSite(row, directory, requests) {
  const server = await serve(directory)
  try {
    assertVisit(row, await visit(browser(), server.url), requests)
    if (requests?.at(-1) === 0) return
    removeFiles(directory, /\.wasm$/)
    await assertSays(row, server.url)
  } finally {
    await server.close()
  }
}

const files = { 'index.html': page('/main.js'), 'main.js': pageScript }
const quiet = { logLevel: /** @type {const} */ ('error'), configFile: /** @type {const} */ (false) }

deployment(
  'vite-browser',
  () => versionOf('vite'),
  (row) =>
    withProject(async (project) => {
      const { build, preview } = await importTool('vite')
      await build({ root: project.directory, ...quiet })
      const assets = readdirSync(project.inside('dist/assets'))
      assert.equal(assets.filter((name) => /^assay-[\w-]+\.wasm$/.test(name)).length, 3, assets.join(' '))
      const headers = { 'Content-Security-Policy': contentSecurityPolicy }
      const options = { host: '127.0.0.1', port: 0, headers }
      const server = await preview({ root: project.directory, ...quiet, preview: options })
      try {
        const url = server.resolvedUrls.local[0]
        assertVisit(row, await visit(browser(), url))
        removeFiles(project.inside('dist'), /\.wasm$/)
        await assertSays(row, url)
      } finally {
        await server.close()
      }
    }, files)
)

/**
 * @param {string} tool
 * @param {Project} project
 * @param {object} options
 * @param {(url: string) => Promise<unknown>} use
 */
async function withDevServer(tool, project, options, use) {
  const { createServer } = await importTool(tool)
  const server = await createServer({
    ...{ root: project.directory, ...quiet, ...options },
    server: { host: '127.0.0.1', port: await freePort(), strictPort: true, ws: false, hmr: false } // 0 is 5173 to Vite 7
  })
  try {
    await server.listen()
    await use(`http://127.0.0.1:${server.httpServer.address().port}`)
  } finally {
    await server.close()
  }
}

for (const [id, tool] of [
  ['vite-dev', 'vite'],
  ['vite-7-dev', 'vite-7']
]) {
  deployment(
    id,
    () => versionOf(tool),
    (row) =>
      withProject(async (project) => {
        // The server has no web socket here, which its client complains of.
        const asked = (/** @type {string} */ url) => visit(browser(), url).then((each) => ({ ...each, complaints: [] }))
        await withDevServer(tool, project, {}, async (url) => {
          assertVisit(row, await asked(url))
          assert.ok(existsSync(project.inside('node_modules/.vite/deps/assay-jwt.js')), 'it is bundled before')
        })
        const exclude = { optimizeDeps: { exclude: ['assay-jwt'] }, cacheDir: '.cache' }
        await withDevServer(tool, project, exclude, async (url) => assertVisit(row, await asked(url)))
        removeFiles(project.inside('node_modules/assay-jwt'), /\.wasm$/)
        await withDevServer(tool, project, {}, (url) => assertSays(row, url))
      }, files)
  )
}

test('Vite 7, dev server, with a cacheDir that nobody can know: the page’s console says what to do', () =>
  withProject(async (project) => {
    await withDevServer('vite-7', project, { cacheDir: '.cache' }, async (url) => {
      const said = (await visitWithout(browser(), url)).filter((line) => line.startsWith('assay-jwt: '))
      assert.equal(said.length, 1)
      assert.match(said[0], /could not be loaded.*in Vite optimizeDeps\.exclude/)
    })
  }, files))

deployment(
  'webpack-browser',
  () => versionOf('webpack'),
  (row) =>
    withProject(
      async (project) => {
        const { default: webpack } = await importTool('webpack')
        const stats = await promisify(webpack)({
          context: project.directory,
          mode: 'production',
          entry: './main.js',
          experiments: { asyncWebAssembly: false },
          performance: false, // it warns of any asset above 244 KiB, such as this one before compression
          output: { path: project.inside('out'), filename: 'main.js' }
        })
        assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
        writeFileSync(project.inside('out/index.html'), page('/main.js'))
        await assertSite(row, project.inside('out'))
      },
      { 'main.js': pageScript }
    )
)

const slim = `import { createAssay } from 'assay-jwt/slim'
import core from 'assay-jwt/assay.wasm'
import curves from 'assay-jwt/assay-ec.wasm'
import { judge } from './judge.js'

const load = async () => createAssay(...(await Promise.all([core, curves].map(async (url) => WebAssembly.compileStreaming(fetch(url))))))
globalThis.verdicts = load().then(({ createVerifier }) => judge(createVerifier))
globalThis.curveVerdicts = () => load().then(({ createVerifier }) => judge(createVerifier, 'curves'))
`
const inline = `import { createVerifier } from 'assay-jwt/inline'
import { createVerifier as createWithCurves } from 'assay-jwt/inline-ec'
import { judge } from './judge.js'

globalThis.verdicts = judge(createVerifier)
globalThis.curveVerdicts = () => judge(createWithCurves, 'curves')
`

/**
 * @param {string} directory
 * @param {import('esbuild').BuildOptions} [options]
 */
async function build(directory, options) {
  const esbuild = await import('esbuild')
  const { warnings } = await esbuild.build({
    entryPoints: [join(directory, 'main.js')],
    outdir: join(directory, 'out'),
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'silent',
    ...options
  })
  assert.deepEqual(warnings, [])
  writeFileSync(join(directory, 'out/index.html'), page('/main.js'))
}

deployment('esbuild-slim', esbuildVersion, (row) =>
  withProject(
    async (project) => {
      await build(project.directory, { loader: { '.wasm': 'file' } })
      const server = await serve(project.inside('out'))
      try {
        assertVisit(row, await visit(browser(), server.url), [2, 4])
      } finally {
        await server.close()
      }
      removeFiles(project.inside('node_modules/assay-jwt'), /\.wasm$/)
      await row.assertMissing('build', () =>
        assert.rejects(
          build(project.directory, { loader: { '.wasm': 'file' } }),
          /Could not resolve "assay-jwt\/assay\.wasm"/
        )
      )
    },
    { 'main.js': slim }
  )
)

deployment('esbuild-inline', esbuildVersion, (row) =>
  withProject(
    async (project) => {
      await build(project.directory)
      await row.assertMissing('never', () =>
        assert.deepEqual(readdirSync(project.inside('out')).sort(), ['index.html', 'main.js'])
      )
      await assertSite(row, project.inside('out'), [0, 0])
    },
    { 'main.js': inline }
  )
)

test('esbuild for Node: the package stays outside, or assay-jwt/inline goes in', () => {
  const said = `console.log(JSON.stringify([await verdicts(), await verdicts('curves')]))\n`
  const main = `import { verdicts } from './verdicts.js'\n${said}`
  const whole = `${inline}\nconsole.log(JSON.stringify([await globalThis.verdicts, await globalThis.curveVerdicts()]))\n`
  return withProject(
    async (project) => {
      const options = { bundle: true, platform: /** @type {const} */ ('node'), format: /** @type {const} */ ('esm') }
      const esbuild = await import('esbuild')
      for (const [name, external] of /** @type {[string, string[]][]} */ ([
        ['main.js', ['assay-jwt']],
        ['whole.js', []]
      ])) {
        const outfile = project.inside(`out/${name}`)
        await esbuild.build({ ...options, entryPoints: [project.inside(name)], outfile, external })
        const printed = await output([process.execPath, outfile], { cwd: project.directory })
        assert.deepEqual(JSON.parse(printed), [expected, expectedOfCurves], name)
      }
    },
    { 'main.js': main, 'whole.js': whole }
  )
})
