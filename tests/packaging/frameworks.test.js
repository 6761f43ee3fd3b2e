// The tarball in applications of SvelteKit, Astro and Nitro: the programs of their pages, built by the frameworks of
// frameworks/package.json, and asked on a real socket. Each server runs where nothing but its own output is, and what it
// installs with `npm ci --omit=dev`.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { freePort } from '../support/free-port.js'
import { installTarball } from '../support/tarball.js'
import { assertGuarded, filesOf } from './pages.js'
import { makeProject, output } from './project.js'
import { frameworksDirectory as directory, installTools } from './tools.js'

const LIMIT_MS = 60_000
const svelte = `import adapter from '@sveltejs/adapter-node'
export default { kit: { adapter: adapter() } }`
const vite = `import { sveltekit } from '@sveltejs/kit/vite'
export default { plugins: [sveltekit()] }`
const html = '<html><head>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>'

/**
 * @typedef {object} Row
 * @property {string} page
 * @property {{ [path: string]: string }} files beside those of the page
 * @property {string[]} build the command, from node_modules
 * @property {string} out what is deployed
 * @property {string} start in it
 * @property {boolean} installs whether what is deployed needs the package in node_modules
 */

/** @type {{ [name: string]: Row }} */
const rows = {
  SvelteKit: {
    page: 'sveltekit.md',
    files: {
      'package.json': '{ "type": "module", "dependencies": { "assay-jwt": "*" } }',
      'svelte.config.js': svelte,
      'vite.config.js': vite,
      'src/app.html': html
    },
    build: ['vite/bin/vite.js', 'build'],
    out: 'build',
    start: 'index.js',
    installs: true
  },
  Astro: {
    page: 'astro.md',
    files: {},
    build: ['astro/astro.js', 'build', '--silent'],
    out: 'dist',
    start: 'server/entry.mjs',
    installs: true
  },
  Nitro: {
    page: 'nitro.md',
    files: {},
    build: ['nitropack/dist/cli/index.mjs', 'build'],
    out: '.output',
    start: 'server/index.mjs',
    installs: false
  }
}

before(() => installTools(directory))

/** @param {Row} row @param {string} issuer @returns {Promise<string>} the directory of what is deployed, and nothing else */
async function build({ page, files, build: [tool, ...args], out, installs }, issuer) {
  const project = await makeProject({ ...filesOf(page, issuer), ...files }, { install: false })
  try {
    linkModules(project.inside('node_modules'))
    await installTarball(project.directory)
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
    await output([process.execPath, join('node_modules', tool), ...args], { cwd: project.directory, env })
    const place = mkdtempSync(join(tmpdir(), 'assay-framework-'))
    cpSync(project.inside(out), join(place, out), { recursive: true, verbatimSymlinks: true })
    cpSync(project.inside('package.json'), join(place, 'package.json'))
    if (installs) {
      linkModules(join(place, 'node_modules'))
      await installTarball(place)
    }
    return join(place, out)
  } finally {
    project.close()
  }
}

/** @param {string} target a node_modules that has what is installed in frameworks/ */
function linkModules(target) {
  const source = join(directory, 'node_modules')
  for (const name of readdirSync(source).flatMap((each) =>
    each.startsWith('@') ? readdirSync(join(source, each)).map((inner) => `${each}/${inner}`) : each
  )) {
    if (name.startsWith('.')) continue
    mkdirSync(dirname(join(target, name)), { recursive: true })
    symlinkSync(join(source, name), join(target, name))
  }
}

/**
 * @param {string} place
 * @param {string} start
 * @param {(ask: (path: string, init?: RequestInit) => Promise<Response>) => Promise<void>} use
 */
async function serve(place, start, use) {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', NITRO_HOST: '127.0.0.1' }
  const child = spawn(process.execPath, [start], { cwd: place, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'exit')
  const ask = (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { ...init, signal: AbortSignal.timeout(LIMIT_MS) })
  try {
    for (let waited = 0; !(await ask('/').catch(() => undefined)); waited += 50) {
      assert.ok(waited < LIMIT_MS && child.exitCode === null, said)
      await wait(50)
    }
    await use(ask)
  } finally {
    child.kill()
    await ended
  }
}

for (const [name, row] of Object.entries(rows)) {
  test(`${name}: the program of its page guards, however a path is written`, async () => {
    const server = await startAuthorizationServer()
    /** @type {string | undefined} */
    let place
    try {
      place = await build(row, server.issuer)
      const token = await server.issue({ resource: 'https://mcp.example.com' })
      await serve(place, row.start, async (ask) => {
        assert.equal((await assertGuarded(ask, token, '/api/orders/7')).id, '7')
        for (const path of [
          '/%61pi/orders/7',
          '/api/%6frders/7',
          '//api/orders/7',
          '/API/orders/7',
          '/x/../api/orders/7'
        ])
          assertRefused(await ask(path), path)
        if (name === 'Nitro') return
        // Behind the hook, or the middleware, alone.
        for (const path of ['/api/hello', '/%61pi/hello']) assertRefused(await ask(path), path)
        const own = await ask('/api/hello', { headers: { authorization: `Bearer ${token}` } })
        assert.deepEqual(await own.json(), { hello: 'somebody' })
      })
    } finally {
      if (place) rmSync(dirname(place), { recursive: true, force: true })
      await server.close()
    }
  })
}

/** @param {Response} answer, an error: SvelteKit has 500 for two slashes @param {string} path the route’s in other words, or none */
function assertRefused({ status }, path) {
  assert.ok(status >= 400, `${path}: ${status}`)
}
