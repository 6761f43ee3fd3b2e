import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { openerOf } from '../../js/cli/open-browser.js'
import { buildDebugger } from '../../tools/lib/build-debugger.js'
import { main, run } from './support/cli.js'
import { startDebug } from './support/debug.js'

before(buildDebugger)

describe('what it serves', () => {
  /** @type {Awaited<ReturnType<typeof startDebug>>} */
  let running
  before(async () => (running = await startDebug(main)))
  after(() => running.end())

  /** Asks with exactly this path and these headers, which fetch would tidy up. */
  const ask = async (/** @type {string} */ path, { method = 'GET', headers = {} } = {}) => {
    const { port } = new URL(running.url)
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end()
    const [response] = await once(asked, 'response')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }

  test('the page and its files, with the headers of a page that holds tokens', async () => {
    const page = await ask('/')
    assert.equal(page.status, 200)
    assert.match(page.body, /<title>assay debugger<\/title>/)
    const [, own] = /Content-Security-Policy" content="([^"]+)"/.exec(page.body) ?? []
    assert.equal(page.headers['content-security-policy'], `${own}; frame-ancestors 'none'`)
    assert.match(own, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; /)
    assert.ok(!own.includes('worker-src') && !page.body.includes('data-offline="yes"'), 'no service worker stays')
    for (const [path, type] of [
      ['/app.js', 'text/javascript; charset=utf-8'],
      ['/app.css', 'text/css; charset=utf-8'],
      ['/icon.svg', 'image/svg+xml'],
      ['/assay.wasm', 'application/wasm'],
      ['/assay-ec.wasm', 'application/wasm'],
      ['/?as=ever', 'text/html; charset=utf-8']
    ]) {
      const { status, headers } = await ask(path, { method: 'HEAD' })
      assert.deepEqual([status, headers['content-type']], [200, type], path)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['referrer-policy'], 'no-referrer')
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
      assert.equal(headers['access-control-allow-origin'], undefined)
    }
  })

  test('the .wasm is the one that verifies, byte for byte', async () => {
    const served = Buffer.from(await (await fetch(`${running.url}assay.wasm`)).arrayBuffer())
    assert.ok(served.equals(readFileSync(new URL('../../dist/assay.wasm', import.meta.url))))
  })

  test('another Host is refused: a page elsewhere cannot come in by DNS rebinding', async () => {
    const { port } = new URL(running.url)
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost.:${port}`,
      `0.0.0.0:${port}`,
      `[::1]:${port}`,
      ' '
    ]) {
      const { status, body } = await ask('/', { headers: { host } })
      assert.equal(status, 403, host)
      assert.doesNotMatch(body, /<title>/)
    }
    assert.equal((await ask('/', { headers: { host: `localhost:${port}` } })).status, 200)
  })

  test('only these files, however the path is written', async () => {
    for (const path of [
      '/index.html',
      '/local.html',
      '/package.json',
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '//assay.wasm',
      '/app.js/',
      '/__proto__',
      '/constructor',
      '/debugger/local.html',
      `${running.url}app.js`,
      '/etc/passwd'
    ]) {
      assert.equal((await ask(path)).status, 404, path)
    }
  })

  test('only GET and HEAD, and a preflight grants nothing', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const { status, headers } = await ask('/', { method, headers: { origin: 'https://evil.example' } })
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], method)
      assert.ok(!Object.keys(headers).some((name) => name.startsWith('access-control-')))
    }
  })
})

describe('how it runs', () => {
  test('it says where, and ends by Ctrl+C with a line and exit code 0', async () => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
      const { said, url, end } = await startDebug(main)
      assert.equal(said, `Debugger  ${url}\n`)
      const { code, stderr } = await end(signal)
      assert.equal(code, 0)
      assert.match(stderr, /Ctrl\+C ends it\.\n.*has ended\.\n$/)
      await assert.rejects(fetch(url))
    }
  })

  test('--json: one object', async () => {
    const { said, url, end } = await startDebug(main, ['--json'])
    assert.deepEqual(JSON.parse(said), { url, opened: false })
    await end()
  })

  test('wrong usage is exit code 2, and names what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (taken.address())
    for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
      [['--port', '70000'], /--port must be a number from 0 to 65535/],
      [['--port', 'http'], /--port must be/],
      [['--port', String(port)], /port \d+ cannot be used \(EADDRINUSE\)/],
      [['--host', '0.0.0.0'], /--host must be 127\.0\.0\.1.*\n.*ssh -L/],
      [['--open', '--no-open'], /exclude each other/],
      [['token.txt'], /one argument too many/]
    ])) {
      const { code, stderr, stdout } = await run(['debug', ...args])
      assert.deepEqual([code, stdout], [2, ''], args.join(' '))
      assert.match(stderr, message)
    }
    taken.close()
  })
})

describe('the browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-opener-'))
  const log = join(directory, 'log')
  after(() => rmSync(directory, { recursive: true, force: true }))

  test('is opened by the system’s opener, with the address as its one argument and no shell', async () => {
    const opener = `#!${process.execPath}\nrequire('fs').writeFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)))\n`
    writeFileSync(join(directory, 'xdg-open'), opener, { mode: 0o755 })
    const env = { ...process.env, PATH: directory, DISPLAY: ':0' }
    const { url, said, end } = await startDebug(main, ['--open', '--json'], { env })
    assert.deepEqual(JSON.parse(said), { url, opened: true })
    const read = () => {
      try {
        return JSON.parse(readFileSync(log, 'utf8'))
      } catch {
        return undefined
      }
    }
    while (read() === undefined) await wait(10)
    assert.deepEqual(read(), [url])
    await end()
  })

  test('is not opened without a terminal unless asked, and its absence is said', async () => {
    const empty = mkdtempSync(join(directory, 'empty-'))
    const env = { ...process.env, PATH: empty, DISPLAY: ':0' }
    const silent = await startDebug(main, [], { env })
    assert.doesNotMatch((await silent.end()).stderr, /browser/)
    const { url, end } = await startDebug(main, ['--open'], { env })
    assert.equal((await fetch(url)).status, 200)
    assert.match((await end()).stderr, /No browser was opened: xdg-open cannot run \(ENOENT\)/)
  })

  test('each system’s opener', () => {
    const url = 'http://127.0.0.1:1/'
    assert.deepEqual(openerOf(url, { platform: 'darwin', env: {} }), ['open', url])
    assert.deepEqual(openerOf(url, { platform: 'win32', env: {} }), ['rundll32', 'url.dll,FileProtocolHandler', url])
    assert.deepEqual(openerOf(url, { platform: 'linux', env: { WAYLAND_DISPLAY: 'w' } }), ['xdg-open', url])
    assert.equal(openerOf(url, { platform: 'linux', env: {} }), undefined)
  })
})
