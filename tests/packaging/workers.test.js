// The tarball where code is deployed: wrangler with examples/cloudflare-worker, and the edge runtime of Next.js.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { bundleMain } from '../conformance/runners/bundle.js'
import { askWorker, prepareDeployment } from '../support/eight-tokens.js'
import { root } from '../support/package-exports.js'
import { startWranglerDev, wranglerCommand, wranglerEnvironment } from '../support/wrangler.js'
import { deployment } from './deployment.js'
import { removeFiles } from './shipped.js'
import { expected, expectedOfCurves, makeProject, output } from './project.js'

const ownVersion = () => JSON.parse(readFileSync(`${root}node_modules/wrangler/package.json`, 'utf8')).version
const example = (/** @type {string} */ name) => readFileSync(`${root}examples/cloudflare-worker/${name}`, 'utf8')

/** @param {Record<string, string>} [variables] in place of those of wrangler.toml */
function exampleProject(variables = {}) {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
  return makeProject({
    'worker.js': example('worker.js'),
    'wrangler.toml': example('wrangler.toml'),
    '.dev.vars': lines.join('')
  })
}

test('wrangler deploy --dry-run takes examples/cloudflare-worker and the .wasm, without an option', async () => {
  const project = await exampleProject()
  try {
    const command = [...wranglerCommand, 'deploy', '--dry-run', '--outdir', 'out']
    await output(command, { cwd: project.directory, env: wranglerEnvironment(project.inside('home')) })
    const files = readdirSync(project.inside('out'))
    const worker = readFileSync(project.inside('out/worker.js'), 'utf8')
    for (const name of ['assay-relaxed.wasm', 'assay-ec.wasm']) {
      const wasm = files.find((each) => each.endsWith(name))
      const packed = readFileSync(project.inside(`node_modules/assay-jwt/dist/${name}`))
      assert.ok(wasm && readFileSync(project.inside(`out/${wasm}`)).equals(packed), files.join(' '))
      assert.ok(worker.includes(wasm))
    }
    assert.doesNotMatch(worker, /["'`]node:|new Function|\beval\(/)
  } finally {
    project.close()
  }
})

deployment('wrangler', ownVersion, async (row) => {
  const worker = `import { verdicts } from './verdicts.js'
export default { fetch: async () => Response.json([await verdicts(), await verdicts('curves')]) }
`
  const configuration = 'name = "api"\nmain = "worker.js"\ncompatibility_date = "2026-04-01"\n'
  const project = await makeProject({ 'worker.js': worker, 'wrangler.toml': configuration })
  try {
    const { url, close } = await startWranglerDev(project.directory)
    try {
      row.assertRuns(await (await fetch(url)).json())
    } finally {
      await close()
    }
    removeFiles(project.inside('node_modules/assay-jwt'), /\.wasm$/)
    const command = [...wranglerCommand, 'deploy', '--dry-run', '--outdir', 'out']
    const options = { cwd: project.directory, env: wranglerEnvironment(project.inside('home')) }
    await row.assertMissing('build', () => assert.rejects(output(command, options), /assay-\w+\.wasm/))
  } finally {
    project.close()
  }
})

test('wrangler dev serves examples/cloudflare-worker: the eight tokens get their status, code and reason', async () => {
  const deployment = await prepareDeployment()
  const project = await exampleProject(deployment.env)
  try {
    const worker = await startWranglerDev(project.directory)
    try {
      assert.equal(deployment.cases.length, 8)
      for (const { name, token, expected: answer } of deployment.cases) {
        assert.deepEqual(await askWorker(worker.url, token), answer, name)
      }
    } finally {
      await worker.close()
    }
  } finally {
    project.close()
    await deployment.close()
  }
})

test('the edge runtime of Next.js, which makes no code from strings or bytes', async () => {
  const { EdgeRuntime } = await import('edge-runtime')
  const project = await makeProject({
    'main.js': `import { verdicts } from './verdicts.js'

addEventListener('fetch', (event) => event.respondWith(answer()))

async function answer() {
  const refused = {}
  for (const [name, action] of Object.entries({
    strings: () => new Function('return 1')(),
    bytes: () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
  })) {
    try {
      action()
      refused[name] = false
    } catch {
      refused[name] = true
    }
  }
  return Response.json({ refused, verdicts: [await verdicts(), await verdicts('curves')] })
}
`
  })
  try {
    const codeOf = (/** @type {string} */ file) =>
      new WebAssembly.Module(readFileSync(project.inside(`node_modules/assay-jwt/dist/${file}`)))
    const modules = { wasm_assay: codeOf('assay.wasm'), wasm_assay_ec: codeOf('assay-ec.wasm') }
    // As Next.js does it: what is imported with ?module is compiled outside and handed in under a name.
    const handed = (/** @type {string} */ file) =>
      `export default globalThis.wasm_${file.replace('.wasm', '').replace('-', '_')}`
    const runtime = new EdgeRuntime({
      initialCode: await bundleMain(project.inside('main.js'), ['edge-light', 'worker', 'browser'], handed),
      codeGeneration: { strings: false, wasm: false },
      extend: (context) => Object.assign(context, modules)
    })
    const response = await runtime.dispatchFetch('http://edge/')
    assert.deepEqual(await response.json(), {
      refused: { strings: true, bytes: true },
      verdicts: [expected, expectedOfCurves]
    })
  } finally {
    project.close()
  }
})
