// The tarball in applications of Next.js, as `output: 'standalone'` leaves them: copied to another place, where nothing
// of the build is, and asked there. A route of Node's, a route of the edge runtime, and what stands before both.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { freePort } from '../support/free-port.js'
import { installTarball } from '../support/tarball.js'
import { deployment } from './deployment.js'
import { assertGuarded, filesOf } from './pages.js'
import { expected, makeProject, output } from './project.js'
import { removeFiles, says } from './shipped.js'

const LIMIT_MS = 60_000

const route = (/** @type {string} */ runtime) => `import { verdicts } from '../../verdicts.js'

export const dynamic = 'force-dynamic'
export const runtime = '${runtime}'
export async function GET() {
  return Response.json([await verdicts(), await verdicts('curves')])
}
`
/** For /api the page's own, for the others the verdicts. */
const before = `import { NextResponse } from 'next/server'
import { proxy as guarded } from './guarded.js'
import { verdicts } from './verdicts.js'

export async function NAME(request, event) {
  if (request.nextUrl.pathname.startsWith('/api')) return guarded(request, event)
  const response = NextResponse.next()
  response.headers.set('x-verdicts', JSON.stringify(await verdicts()))
  return response
}
`

/** @type {readonly { version: string, before: string, config: object }[]} */
const versions = [
  // Its bundles have no file of the package's, unless it stays outside of them: docs, "Next.js".
  { version: '15', before: 'middleware', config: { serverExternalPackages: ['assay-jwt'] } },
  { version: '16', before: 'proxy', config: {} }
]

/**
 * @param {(typeof versions)[number]} row
 * @param {object} config
 * @param {{ [path: string]: string }} page the files of docs/guides/nextjs.md
 * @returns {Promise<string>} the directory of the standalone server, with nothing of the build beside it
 */
async function buildStandalone({ version, before: name }, config, page) {
  const { 'proxy.js': guarded, 'app/api/orders/[id]/route.js': orders, ...others } = page
  const files = {
    ...others,
    'guarded.js': guarded.replace(/^export const config.*$/m, ''),
    'app/api/orders/[id]/route.js': orders,
    'app/api/at-edge/[id]/route.js': `${orders.replace('new URL(request.url)', 'request.nextUrl')}\nexport const runtime = 'edge'`,
    // Not behind the proxy.
    'app/direct/any/[id]/route.js': orders,
    'next.config.mjs': `export default ${JSON.stringify({ output: 'standalone', ...config })}`,
    'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>',
    'app/page.js': 'export default () => <p>nothing</p>',
    'app/node/route.js': route('nodejs'),
    'app/edge/route.js': route('edge'),
    [`${name}.js`]: before.replace('NAME', name)
  }
  const project = await makeProject(files, { install: false })
  try {
    cpSync(fileURLToPath(new URL(`next/${version}`, import.meta.url)), project.directory, { recursive: true })
    const options = { cwd: project.directory, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } }
    await output(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress'], options)
    await installTarball(project.directory)
    await output([process.execPath, 'node_modules/next/dist/bin/next', 'build'], options)
    const place = mkdtempSync(join(tmpdir(), 'assay-next-'))
    renameSync(project.inside('.next/standalone'), join(place, 'server'))
    return place
  } finally {
    project.close()
  }
}

/**
 * @template T
 * @param {string} place of buildStandalone
 * @param {(ask: (path: string, init?: RequestInit) => Promise<Response>, said: () => string) => Promise<T>} use
 */
async function serveStandalone(place, use) {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, ['server.js'], { cwd: join(place, 'server'), env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'exit')
  try {
    const ask = (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { ...init, signal: AbortSignal.timeout(LIMIT_MS) })
    for (let waited = 0; !said.includes('Ready'); waited += 50) {
      assert.ok(waited < LIMIT_MS && child.exitCode === null, said)
      await wait(50)
    }
    await use(ask, () => said)
  } finally {
    child.kill()
    await ended
  }
}

/** @param {string} version of Next.js, as the lock file of its folder has it */
function exactVersion(version) {
  const lock = fileURLToPath(new URL(`next/${version}/package-lock.json`, import.meta.url))
  return JSON.parse(readFileSync(lock, 'utf8')).packages['node_modules/next'].version
}

for (const each of versions) {
  deployment(
    `next-${each.version}`,
    () => exactVersion(each.version),
    async (row) => {
      const server = await startAuthorizationServer()
      let place = ''
      try {
        place = await buildStandalone(each, each.config, filesOf('nextjs.md', server.issuer))
        await serveStandalone(place, async (ask) => {
          for (const path of ['/node', '/edge']) {
            const response = await ask(path)
            row.assertRuns(await response.json())
            assert.deepEqual(JSON.parse(response.headers.get('x-verdicts') ?? 'null'), expected, path)
          }
          await assertPage(ask, await server.issue({ resource: 'https://mcp.example.com' }))
        })
        // Where Node reads it: what the edge runtime has is part of its bundle.
        removeFiles(place, /^assay.*\.wasm$/)
        await serveStandalone(place, (ask, said) =>
          row.assertMissing('says', async () => {
            const { status } = await ask('/node')
            assert.equal(status, 500)
            assert.match(said(), says())
          })
        )
      } finally {
        if (place) rmSync(place, { recursive: true, force: true })
        await server.close()
      }
    }
  )
}

/**
 * @param {(path: string, init?: RequestInit) => Promise<Response>} ask the program of docs/guides/nextjs.md
 * @param {string} token
 */
async function assertPage(ask, token) {
  for (const path of ['/api/orders/7', '/api/at-edge/7', '/direct/any/7']) {
    const { id, path: shown } = await assertGuarded(ask, token, path)
    assert.deepEqual([id, shown], ['7', path])
  }
  const wellKnown = '/.well-known/oauth-protected-resource'
  assert.equal((await (await ask(wellKnown)).json()).resource, 'https://mcp.example.com')
  assert.equal((await ask(`${wellKnown}/x`)).status, 404)
  await assertPreflight(ask)
}

/** @param {(path: string, init?: RequestInit) => Promise<Response>} ask */
async function assertPreflight(ask) {
  const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
  for (const path of ['/direct/any/7', '/api/orders/7']) {
    const answer = await ask(path, { method: 'OPTIONS', headers })
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [204, headers.origin], path)
  }
  // However a path is written, and whatever a client says that the proxy has done: the route has a guard of its own.
  for (const path of ['/%61pi/orders/7', '/api//orders/7', '/API/orders/7', '/api/orders/%37']) {
    const answer = await ask(path, { headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } })
    assert.ok([401, 404].includes(answer.status), `${path}: ${answer.status}`)
  }
}
