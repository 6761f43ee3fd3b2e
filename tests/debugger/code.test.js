import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { createSign, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { buildDebugger, folder, folderPolicy } from '../../tools/lib/build-debugger.js'
import { serveFolder } from '../../tools/lib/serve-folder.js'
import { launchChromium } from '../support/chromium.js'
import { startHttpServer } from '../support/http-server.js'
import { root } from '../support/package-exports.js'
import { startWorker } from '../support/worker.js'
import { openDebugger, paste, settled, shown } from './support/debugger.js'

// The code that the page offers runs as it stands, for an ordinary policy and for one of hostile strings, and decides as the
// page does.

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function sign(claims) {
  const input = `${encode({ alg: 'RS256', kid: 'k', typ: 'at+jwt' })}.${encode(claims)}`
  return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`
}

const hostile = 'it\'s "x" \\ ${1} `y` </script> $(z) ??/ é\u2028 %n \\u0041'
const running = []
let page
let directory
let keysUrl

before(async () => {
  mkdirSync(join(root, 'build'), { recursive: true })
  directory = mkdtempSync(join(root, 'build/debugger-code-')) // inside the package, whose name the code imports
  running.push({ close: () => rmSync(directory, { recursive: true, force: true }) })
  await buildDebugger()
  const keys = await startHttpServer((_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.end(
      JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
    )
  })
  keysUrl = `${keys.url}/keys`
  const server = await serveFolder({ folder, policy: folderPolicy })
  const chromium = await launchChromium()
  running.push(keys, server, chromium)
  page = (await openDebugger(chromium.browser, server.url)).page
  await page.evaluate(() => (document.getElementById('fetch-keys').open = true))
  await paste(page, '#jwks-uri', keysUrl)
  await page.click('#fetch-url')
  await page.waitForFunction(() => document.getElementById('fetch-status').textContent.startsWith('Fetched'))
  await settled(page)
})

after(async () => {
  for (const each of running.reverse()) await each.close()
})

const now = Math.floor(Date.now() / 1000)
const policies = {
  'an ordinary policy': {
    fields: { '#issuer': 'https://auth.example.com/', '#audience': 'https://api.example.com', '#scopes': 'tools:call' },
    claims: { iss: 'https://auth.example.com/', aud: 'https://api.example.com', scope: 'tools:call' }
  },
  'a policy of hostile strings, with every option': {
    fields: {
      ...{
        '#issuer': hostile,
        '#audience': `${hostile}\nsecond`,
        '#scopes': "it's [x] $(y) `z`",
        '#allowed-scopes': "it's [x] $(y) `z` more"
      },
      ...{
        '#clock-tolerance': '12.5',
        '#max-token-age': '600',
        '#required-claims': "client_id it's",
        '#max-token-bytes': '4096',
        '#typ': 'at+jwt Example/X',
        '#scopes-claim': JSON.stringify([['scope'], [hostile, 'b']]),
        '#claim-rules': JSON.stringify({
          [hostile]: {
            b: { startsWith: hostile.slice(0, 9), not: 'x' },
            c: [1.5, true, hostile],
            d: { not: { startsWith: 'x' } }
          }
        })
      }
    },
    claims: {
      ...{ iss: hostile, aud: [hostile], scope: "it's [x] $(y) `z`", client_id: 'c', jti: 'j', "it's": 1 },
      [hostile]: { b: hostile, c: ['y', true], d: 'y' }
    },
    selects: { '#profile': 'at+jwt' }
  }
}

const codeOf = async (id) => {
  await page.click(`#tab-${id}`)
  return page.$eval('#code', (each) => each.textContent)
}

for (const [name, { fields, claims, selects = {} }] of Object.entries(policies)) {
  describe(name, () => {
    const good = sign({ sub: 'user', iat: now, exp: now + 600, ...claims })
    const bad = sign({ sub: 'user', iat: now, exp: now + 600, ...claims, iss: 'https://other.example/' })

    before(async () => {
      await page.evaluate(() => (document.getElementById('more-policy').open = true))
      for (const [field, value] of Object.entries(fields)) await paste(page, field, value)
      for (const [field, value] of Object.entries(selects)) await page.select(field, value)
      await paste(page, '#token', bad)
      assert.equal((await shown(page)).reason, 'issuer_mismatch')
      await paste(page, '#token', good)
      assert.equal((await shown(page)).title, 'Accepted')
    })

    test('createVerifier', async () => {
      const path = join(directory, 'verifier.js')
      writeFileSync(path, await codeOf('verifier'))
      const { check } = await import(`${pathToFileURL(path)}?${name.length}`)
      assert.equal((await check(good)).subject, 'user')
      assert.equal(await check(bad), undefined)
    })

    test('Worker, on workerd', async () => {
      const entry = join(directory, `worker-${name.length}.js`)
      writeFileSync(entry, await codeOf('worker'))
      const worker = await startWorker({ entry, env: {} })
      try {
        const ask = async (token) => worker.fetch('/', { headers: { authorization: `Bearer ${token}` } })
        assert.deepEqual([(await ask(good)).status, (await (await ask(good)).json()).subject], [200, 'user'])
        const refused = await ask(bad)
        assert.deepEqual([refused.status, (await refused.json()).reason], [401, 'issuer_mismatch'])
        const { headers } = await worker.fetch('/')
        assert.match(headers.get('www-authenticate'), /^Bearer /)
      } finally {
        await worker.close()
      }
    })

    test('Express', async () => {
      const path = join(directory, 'express.js')
      writeFileSync(path, await codeOf('express'))
      const { app } = await import(`${pathToFileURL(path)}?${name.length}`)
      const server = await startHttpServer(app)
      try {
        const ask = async (token) => fetch(server.url, { headers: { authorization: `Bearer ${token}` } })
        assert.equal((await (await ask(good)).json()).subject, 'user')
        assert.equal((await ask(bad)).status, 401)
      } finally {
        await server.close()
      }
    })

    test('C++: the compiler takes it, with all warnings on', async () => {
      const path = join(directory, 'check.cpp')
      // As installed, which tests/native tries, the headers stand beside each other in assay/.
      const installed = '#include <assay/verifier.hpp>'
      const code = await codeOf('cpp')
      assert.ok(code.startsWith(installed))
      writeFileSync(path, code.replace(installed, '#include <verify/verifier.hpp>'))
      const headers = join(root, 'src')
      const boost = process.env.BOOST_INCLUDE_DIR ?? join(root, '.toolchain/sources/boost')
      const botan = join(root, 'build/wasm-release/botan/build/include/public')
      const includes = [headers, boost, botan].flatMap((each) => ['-isystem', each])
      const { status, stderr } = spawnSync(
        'g++',
        ['-std=c++20', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', ...includes, path],
        { encoding: 'utf8' }
      )
      assert.equal(status, 0, stderr)
    })

    test('command line', async () => {
      const text = await codeOf('shell')
      for (const [token, code] of [
        [good, 0],
        [bad, 1]
      ]) {
        writeFileSync(join(directory, 'token.txt'), token)
        const command = text.replace(/^npx assay-jwt/, `${process.execPath} ${join(root, 'js/cli/main.js')}`)
        const result = await promisify(execFile)('bash', ['-c', command], { cwd: directory }).catch((error) => error)
        assert.equal(result.code ?? 0, code, result.stdout + result.stderr)
      }
    })
  })
}
