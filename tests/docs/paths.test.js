// docs/guides: each page from its installation to its requests, in an empty folder, as a newcomer follows it. Only the
// issuer, the port and an audience are put in; the issuer is a real authorization server.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commandOf, installRuntimes, runtimes } from '../bench/runtimes.js'
import { installTools } from '../packaging/tools.js'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { launchChromium } from '../support/chromium.js'
import { freePort } from '../support/free-port.js'
import { startRegistry } from '../support/registry.js'
import { wranglerEnvironment } from '../support/wrangler.js'
import { inFolder, install, outputOf, pathOf, whileRunning, withReplaced, write } from './support/newcomer.js'
import { read } from './support/pages.js'

/** @import { Path } from './support/newcomer.js' */

const issuerOnPage = 'https://auth.example.com/'
const scope = 'orders:read tools:read tools:call'
/** @type {Awaited<ReturnType<typeof startAuthorizationServer>>} */
let server
/** @type {Awaited<ReturnType<typeof startRegistry>>} */
let registry

before(async () => {
  await installRuntimes(runtimes.filter(({ id }) => id === 'deno' || id === 'bun'))
  await installTools()
  server = await startAuthorizationServer({ scopes: scope.split(' ') })
  registry = await startRegistry()
})
after(() => Promise.all([server?.close(), registry?.close()]))

/** What the page says of the issuer, as it has to be for one on loopback. @param {string} code */
const trusting = (code) =>
  code
    .replace(`{ issuer: '${issuerOnPage}'`, `{ allowInsecureLoopback: true, issuer: '${server.issuer}'`)
    .replace(
      `verifier: createVerifier({ issuer: '${issuerOnPage}'`,
      `verifier: createVerifier({ issuer: '${server.issuer}'`
    )
    .replace(`ISSUER = "${issuerOnPage}"`, `ISSUER = "${server.issuer}"\nALLOW_INSECURE_LOOPBACK = "true"`)
    .replace(`ISSUER=${issuerOnPage}`, `ALLOW_INSECURE_LOOPBACK=true ISSUER=${server.issuer}`)

/**
 * @typedef {object} Guide
 * @property {string} port on the page
 * @property {string} resource the audience on the page
 * @property {RegExp} answer to the request with a token
 * @property {(folder: string) => NodeJS.ProcessEnv} [env] of its commands
 * @property {string} [program] by which the first word of the start is to be had
 */

const api = { port: '3000', resource: 'https://api.example.com', answer: /\{"hello":"assay-client"\}$/ }
const subject = /\{"subject":"assay-client"\}$/
/** @type {{ [page: string]: Guide }} */
const guides = {
  node: api,
  express: { ...api, port: '8080', answer: subject },
  fastify: { ...api, port: '8080', answer: subject },
  koa: { ...api, port: '8080', answer: subject },
  hono: { ...api, port: '8080', answer: subject },
  deno: {
    ...api,
    program: 'deno',
    env: (folder) => ({ NPM_CONFIG_REGISTRY: registry.url, DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' })
  },
  bun: {
    ...api,
    program: 'bun',
    env: (folder) => ({ BUN_CONFIG_REGISTRY: registry.url, BUN_INSTALL_CACHE_DIR: join(folder, 'bun') })
  },
  workers: {
    ...{ port: '8787', resource: 'https://mcp.example.com' },
    answer: /\{"subject":"assay-client","scopes":\["tools:call","tools:read"\]\}$/,
    env: (folder) => wranglerEnvironment(join(folder, 'home'))
  },
  mcp: {
    port: '8080',
    resource: 'https://mcp.example.com/mcp',
    answer: /"tools":\[.*"name":"get_positions".*"place_order"/
  }
}

/** @param {string} folder @param {Path} path @param {NodeJS.ProcessEnv} env */
async function prepare(folder, { install: commands, files }, env) {
  for (const command of commands) {
    if (command.startsWith('npm install ')) {
      write(folder, { 'package.json': '{}' })
      await install(folder, command)
    } else await outputOf(folder, command, env)
  }
  write(folder, files)
}

for (const [name, { port: given, resource, answer, env: envIn = () => ({}), program }] of Object.entries(guides)) {
  test(`docs/guides/${name}.md: installed, started, 401 without a token and 200 with one`, () =>
    inFolder(async (folder) => {
      const path = pathOf(await read(`docs/guides/${name}.md`))
      assert.equal(path.ask.length, 2)
      /** @type {NodeJS.ProcessEnv} */
      const env = envIn(folder)
      if (program) env.PATH = `${join(commandOf(program)[0], '..')}:${process.env.PATH}`
      const port = await freePort()
      const local = (/** @type {string} */ text) => trusting(text).replaceAll(given, String(port))
      const files = Object.fromEntries(Object.entries(path.files).map(([file, code]) => [file, local(code)]))
      assert.ok((Object.values(files).join() + local(path.start)).includes(server.issuer))
      await prepare(folder, { ...path, files }, env)
      write(folder, { 'token.txt': await server.issue({ resource, scope }) })
      const start = local(path.start) + (name === 'workers' ? ` --ip 127.0.0.1 --port ${port} --inspector-port 0` : '')
      await whileRunning(folder, start, port, env, async () => {
        const [without, withToken] = path.ask.map((command) =>
          withReplaced(command, { [`localhost:${given}`]: `127.0.0.1:${port}` })
        )
        const refused = await outputOf(folder, without)
        assert.match(refused, /^HTTP\/1\.1 401/)
        assert.match(refused, /^www-authenticate: Bearer/im)
        assert.match(refused, /"reason":"token_missing"/)
        const accepted = await outputOf(folder, withToken)
        if (withToken.includes(' -i ')) assert.match(accepted, /^HTTP\/1\.1 200/)
        assert.match(accepted, answer)
        write(folder, { 'token.txt': await server.issue({ resource: 'https://other.example.com', scope }) })
        assert.match(await outputOf(folder, withToken), /"reason":"audience_mismatch"/)
      })
    }))
}

test('docs/guides/deno.md: the narrow permissions are enough, with the package in the project', () =>
  inFolder(async (folder) => {
    const page = await read('docs/guides/deno.md')
    const path = pathOf(page)
    const [narrow] = /--allow-read=node_modules --allow-net=\S+(?=`)/.exec(page) ?? []
    assert.ok(narrow && page.includes('`"nodeModulesDir": "auto"`') && page.includes('`deno install`'))
    const { env: envIn = () => ({}), port: given, resource } = guides.deno
    const env = { ...envIn(folder), PATH: `${join(commandOf('deno')[0], '..')}:${process.env.PATH}` }
    await prepare(folder, { ...path, files: { 'server.js': trusting(path.files['server.js']) } }, env)
    const settings = JSON.parse(await readFile(join(folder, 'deno.json'), 'utf8'))
    write(folder, { 'deno.json': JSON.stringify({ ...settings, nodeModulesDir: 'auto' }) })
    await outputOf(folder, 'deno install', env)
    const port = await freePort()
    const permissions = withReplaced(narrow, { 'auth.example.com': new URL(server.issuer).host, [given]: String(port) })
    const start = withReplaced(path.start, { '--allow-net --allow-read': permissions, [given]: String(port) })
    await whileRunning(folder, start, port, env, async () => {
      const authorization = `Bearer ${await server.issue({ resource, scope })}`
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization } })
      assert.equal(answer.status, 200)
    })
  }))

test('docs/guides/browser.md: installed, started; the page shows the subject of a good token, and why another is refused', () =>
  inFolder(async (folder) => {
    const path = pathOf(await read('docs/guides/browser.md'))
    assert.deepEqual(Object.keys(path.files), ['index.html', 'main.ts'])
    const files = { ...path.files, 'main.ts': trusting(path.files['main.ts']) }
    await prepare(folder, { ...path, files }, {})
    const port = await freePort()
    const start = `${path.start} --host 127.0.0.1 --port ${port} --strictPort`
    await whileRunning(folder, start, port, {}, async () => {
      const chromium = await launchChromium()
      try {
        const page = await chromium.browser.newPage()
        await page.goto(`http://127.0.0.1:${port}/`)
        const good = await server.issue({ resource: api.resource, scope })
        const other = await server.issue({ resource: 'https://other.example.com', scope })
        for (const [token, shown] of [
          [good, 'assay-client'],
          [`${good}AAAA`, 'AUTH_TOKEN_INVALID: signature_mismatch'],
          [other, 'AUTH_INVALID_AUDIENCE: audience_mismatch']
        ]) {
          // The script listens once it has the keys.
          await page.waitForFunction(
            (text, expected) => {
              const field = /** @type {any} */ (document.querySelector('textarea'))
              field.value = text
              field.dispatchEvent(new Event('input'))
              return document.querySelector('output')?.textContent === expected
            },
            { polling: 100, timeout: 20_000 },
            token,
            shown
          )
        }
      } finally {
        await chromium.close()
      }
    })
  }))
