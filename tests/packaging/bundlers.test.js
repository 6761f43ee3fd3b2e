// The tarball in projects that are bundled for browsers, each verified in a real Chromium.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { launchChromium } from '../support/chromium.js'
import { expected, expectedOfCurves, makeProject, output } from './project.js'
import { importTool, installTools } from './tools.js'
import { contentSecurityPolicy, page, pageScript, serve, visit } from './web.js'

/** @type {Awaited<ReturnType<typeof launchChromium>>} */
let chromium

before(async () => {
  await installTools()
  chromium = await launchChromium()
})

after(() => chromium?.close())

const browser = () => chromium.browser

/**
 * @param {string} directory with index.html, which is served under the policy
 * @param {number[]} [requests] for a .wasm, before one by elliptic curves is verified, and after
 */
async function assertVerdicts(directory, requests = [1, 2]) {
  const server = await serve(directory)
  try {
    assertVisit(await visit(browser(), server.url), requests)
  } finally {
    await server.close()
  }
}

/**
 * @param {{ verdicts: unknown, ofCurves: unknown, complaints: string[], wasm: string[], allWasm: string[] }} visited
 * @param {number[]} [requests]
 */
function assertVisit({ verdicts, complaints, wasm, ofCurves, allWasm }, requests = [1, 2]) {
  assert.deepEqual([verdicts, ofCurves], [expected, expectedOfCurves])
  assert.deepEqual(complaints, [])
  assert.deepEqual([wasm.length, allWasm.length], requests, allWasm.join(' '))
}

describe('Vite', () => {
  const files = { 'index.html': page('/main.js'), 'main.js': pageScript }
  const quiet = { logLevel: /** @type {const} */ ('error'), configFile: /** @type {const} */ (false) }

  test('build and preview: each .wasm is an asset of its own, is fetched when it is needed, and no option is needed', async () => {
    const project = await makeProject(files)
    try {
      const { build, preview } = await importTool('vite')
      await build({ root: project.directory, ...quiet })
      const assets = readdirSync(project.inside('dist/assets'))
      assert.equal(assets.filter((name) => /^assay-[\w-]+\.wasm$/.test(name)).length, 3, assets.join(' '))
      const headers = { 'Content-Security-Policy': contentSecurityPolicy }
      const server = await preview({
        root: project.directory,
        ...quiet,
        preview: { host: '127.0.0.1', port: 0, headers }
      })
      try {
        assertVisit(await visit(browser(), server.resolvedUrls.local[0]))
      } finally {
        await server.close()
      }
    } finally {
      project.close()
    }
  })

  test('dev, with the package left out of optimizeDeps as the docs say', async () => {
    const project = await makeProject(files)
    try {
      const { createServer } = await importTool('vite')
      const server = await createServer({
        root: project.directory,
        ...quiet,
        optimizeDeps: { exclude: ['assay-jwt'] },
        server: { host: '127.0.0.1', port: 0, ws: false, hmr: false }
      })
      try {
        await server.listen()
        const { port } = server.httpServer.address()
        const visited = await visit(browser(), `http://127.0.0.1:${port}`)
        assertVisit({ ...visited, complaints: [] })
      } finally {
        await server.close()
      }
    } finally {
      project.close()
    }
  })
})

test('webpack, without asyncWebAssembly: the .wasm is an asset by new URL(…, import.meta.url)', async () => {
  const project = await makeProject({ 'main.js': pageScript })
  try {
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
    await assertVerdicts(project.inside('out'))
  } finally {
    project.close()
  }
})

describe('esbuild', () => {
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

  test('assay-jwt/slim with the loader "file": the .wasm lies beside the bundle', async () => {
    const project = await makeProject({ 'main.js': slim })
    try {
      await build(project.directory, { loader: { '.wasm': 'file' } })
      await assertVerdicts(project.inside('out'), [2, 4])
    } finally {
      project.close()
    }
  })

  test('assay-jwt/inline and inline-ec: one file, and nothing is fetched', async () => {
    const project = await makeProject({ 'main.js': inline })
    try {
      await build(project.directory)
      assert.deepEqual(readdirSync(project.inside('out')).sort(), ['index.html', 'main.js'])
      await assertVerdicts(project.inside('out'), [0, 0])
    } finally {
      project.close()
    }
  })

  test('for Node: the package stays outside, or assay-jwt/inline goes in', async () => {
    const main =
      "import { verdicts } from './verdicts.js'\nconsole.log(JSON.stringify([await verdicts(), await verdicts('curves')]))\n"
    const whole = `${inline}\nconsole.log(JSON.stringify([await globalThis.verdicts, await globalThis.curveVerdicts()]))\n`
    const project = await makeProject({ 'main.js': main, 'whole.js': whole })
    try {
      const options = { bundle: true, platform: /** @type {const} */ ('node'), format: /** @type {const} */ ('esm') }
      const esbuild = await import('esbuild')
      for (const [name, external] of /** @type {[string, string[]][]} */ ([
        ['main.js', ['assay-jwt']],
        ['whole.js', []]
      ])) {
        const outfile = project.inside(`out/${name}`)
        await esbuild.build({ ...options, entryPoints: [project.inside(name)], outfile, external })
        assert.ok(existsSync(outfile))
        const said = await output([process.execPath, outfile], { cwd: project.directory })
        assert.deepEqual(JSON.parse(said), [expected, expectedOfCurves], name)
      }
    } finally {
      project.close()
    }
  })
})
