import assert from 'node:assert/strict'
import { createPublicKey, sign } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { codes } from '../../js/shared/error-table.js'
import { runtimes } from '../conformance/runtimes.js'
import { testNames } from '../conformance/suite.js'
import { compactByCurve, soundCurveKey } from '../js/support/curve-keys.js'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { startHttpServer } from '../support/http-server.js'
import { newPrivateKey } from '../support/new-private-key.js'
import { root } from '../support/package-exports.js'
import { block, blocks, pages, read, runModule, withIssuer } from './support/pages.js'

test('Workers: the first code block is the example Worker, which tests/e2e runs, in forty lines at most', async () => {
  const [code] = blocks(await read('docs/guides/workers.md'))
  assert.equal(code, await read('examples/cloudflare-worker/worker.js'))
  assert.ok(code.trimEnd().split('\n').length <= 40)
})

test('verify: the code block runs as it stands, with a real issuer and token', async () => {
  const code = await block('docs/guides/verify.md', 'verifySync')
  const server = await startAuthorizationServer()
  try {
    const token = await server.issue({ resource: 'https://mcp.example.com' })
    for (const [jwt, output] of [
      [token, /^assay-client \[ 'tools:call', 'tools:read' \] \{/],
      [`${token}AAAA`, /^401 AUTH_TOKEN_INVALID signature_mismatch Provide a valid bearer token$/m]
    ]) {
      assert.match(
        await runModule(withIssuer(code, server.issuer), `const jwt = '${jwt}'`),
        /** @type {RegExp} */ (output)
      )
    }
  } finally {
    await server.close()
  }
})

test('testing: the code block about withdrawn keys runs as it stands, and prints what it says', async () => {
  const code = await block('docs/guides/testing.md', 'withdraw: true })')
  assert.equal(await runModule(code), 'key_not_found\n')
})

test('the code block about keys in a PEM file verifies by the key of one', async () => {
  const code = await block('docs/guides/keys-from-pem.md', 'assay-jwt/keys')
  const privateKey = newPrivateKey('rsa', { modulusLength: 2048 })
  const directory = mkdtempSync(join(tmpdir(), 'assay-readme-'))
  try {
    const pem = join(directory, 'public-key.pem')
    writeFileSync(pem, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
    const encode = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const claims = { iss: 'https://auth.example.com', aud: 'https://api.example.com', sub: 'ada', exp: 4e9 }
    const input = `${encode({ alg: 'RS256', kid: 'any' })}.${encode(claims)}`
    const jwt = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    const asked = `${code.replace('public-key.pem', pem)}\nconsole.log(verifier.verifySync('${jwt}').subject)`
    assert.equal(await runModule(asked), 'ada\n')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('the code block about elliptic curves runs as it stands, with an issuer that signs so', async () => {
  const code = await block('docs/reference/algorithms.md', "algorithms: ['ES256', 'EdDSA']")
  const { url, server, close } = await startHttpServer()
  const keys = ['P-256', 'Ed25519'].map((crv) => soundCurveKey(crv))
  server.on('request', (request, response) =>
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }))
  )
  try {
    const claims = { iss: url, aud: 'https://mcp.example.com', sub: 'ada', exp: Math.floor(Date.now() / 1000) + 300 }
    for (const { alg, crv, kid } of keys) {
      const jwt = compactByCurve({ alg, kid }, claims, crv)
      assert.equal(await runModule(withIssuer(code, url), `const jwt = '${jwt}'`), 'ada\n')
    }
  } finally {
    await close()
  }
})

test('the code block about linting runs as it stands, on the keys of a real authorization server', async () => {
  const code = await block('docs/guides/lint-jwks.md', 'lintJwks')
  const server = await startAuthorizationServer()
  try {
    const url = "'https://auth.example.com/jwks'"
    assert.ok(code.includes(url))
    const [{ kid }] = server.keys
    assert.equal(
      await runModule(code.replace(url, `'${server.jwksUri}'`), ''),
      `true true []\nkeys[0] ${kid} is used\n`
    )
  } finally {
    await server.close()
  }
})

test('the code block about public tools runs as it stands', async () => {
  const code = await block('docs/guides/mcp.md', "'public'")
  const lines = code.split('\n')
  const exported = lines.indexOf('export default {')
  const app = [...lines.slice(0, exported), 'const app = {', ...lines.slice(exported + 1)].join('\n')
  const ask = `
    const ask = async (method, params) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      const headers = { 'content-type': 'application/json' }
      const response = await app.fetch(new Request('https://mcp.example.com/mcp', { method: 'POST', headers, body }))
      const { result, reason } = await response.json()
      console.log(response.status, reason ?? result.tools.map(({ name }) => name).join())
    }
    await ask('tools/list')
    await ask('tools/call', { name: 'search' })
    await ask('tools/call', { name: 'write' })
    // With a token, what has no body reaches the handler.
    for (const method of ['GET', 'DELETE']) {
      const headers = { authorization: 'Bearer ' + jwt }
      const { status } = await app.fetch(new Request('https://mcp.example.com/mcp', { method, headers }))
      console.log(method, status)
    }`
  const server = await startAuthorizationServer()
  try {
    const jwt = await server.issue({ resource: 'https://mcp.example.com/mcp' })
    assert.equal(
      await runModule(withIssuer(app, server.issuer) + ask, `const jwt = '${jwt}'`),
      '200 search\n200 search,write\n401 token_missing\nGET 405\nDELETE 405\n'
    )
  } finally {
    await server.close()
  }
})

test('the table of options names every option of createVerifier and no other', async () => {
  const [section] = /** @type {RegExpExecArray} */ (
    /^# Options$.*?(?=^##)/ms.exec(await read('docs/reference/options.md'))
  )
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)
  const known = optionsFromHint(() => createVerifier(/** @type {any} */ ({ nonsense: true })))
  assert.deepEqual(documented.sort(), known.sort())
})

test('the table of jwksCache’s options is complete too', async () => {
  const [section] = /** @type {RegExpExecArray} */ (/^## jwksCache$.*/ms.exec(await read('docs/reference/options.md')))
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => `jwksCache.${name}`)
  const options = { issuer: 'https://a.example', audience: 'a', jwksCache: { nonsense: 1 } }
  const known = optionsFromHint(() => createVerifier(/** @type {any} */ (options)))
  assert.deepEqual(documented.sort(), known.sort())
})

test('the table of runtimes is that of a run of all of them, with all the tests (else: npm run test:runtimes)', async () => {
  /** @type {import('../conformance/report.js').Results} */
  const { tests, runtimes: kept } = JSON.parse(await read('tests/conformance/results.json'))
  assert.deepEqual(tests, testNames)
  // Not the versions: those are of the machine that ran it last.
  const promised = runtimes.map(({ id, label, under, without }) => {
    return { id, label, under, without: [...without], passed: testNames.length - without.length }
  })
  const found = kept.map(({ id, label, under, without, passed }) => {
    return { id, label, under, without: Object.keys(without), passed }
  })
  assert.deepEqual(found, promised)
  for (const { label, version } of kept) assert.match(version, /\d/, label)
})

test('the table of the guard’s options is complete, with what only some of them take', async () => {
  const [section] = /** @type {RegExpExecArray} */ (
    /^# Guarding an API$.*?(?=^##)/ms.exec(await read('docs/guides/guard.md'))
  )
  const documented = [...section.matchAll(/^\| `([a-z]\w*)` +\|/gm)].map(([, name]) => name)
  const verifier = createVerifier({ issuer: 'https://a.example', audience: 'a', jwks: { keys: [] } })
  const known = optionsFromHint(() => guard(verifier, /** @type {any} */ ({ nonsense: true })))
  assert.deepEqual(documented.sort(), known.sort())
})

test('the table of verdicts has each code, with the status that the table of codes gives it', async () => {
  const [section] = /** @type {RegExpExecArray} */ (
    /<!-- verdicts -->.*?<!-- \/verdicts -->/s.exec(await read('docs/guides/guard.md'))
  )
  const rows = [...section.matchAll(/^\| `([A-Z_]+)` +\| (\d+)/gm)].map(([, code, status]) => [code, Number(status)])
  assert.deepEqual(
    Object.fromEntries(rows),
    Object.fromEntries(Object.entries(codes).map(([code, { status }]) => [code, status]))
  )
})

test('the commands that the pages name exist', async () => {
  const { scripts } = JSON.parse(await read('package.json'))
  const text = (await Promise.all(pages().map(read))).join('\n')
  const named = [...text.matchAll(/npm (start|test|run ([\w:]+))/g)].map(([, command, script]) => script ?? command)
  assert.ok(named.includes('start') && named.includes('test') && named.includes('bench'))
  for (const name of named) assert.ok(name in scripts, name)
})

/** Every page, and the rooms' own. */
const everyPage = [
  ...pages(),
  ...['js', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`)
  )
]

test('the files that the documents link to exist', async () => {
  assert.ok(everyPage.length > 40)
  for (const page of everyPage) {
    // A lambda of C++ looks like a link.
    const prose = (await read(page)).replace(/^```.*?^```/gms, '')
    for (const [, target] of prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      assert.ok(existsSync(new URL(target, new URL(`../../${page}`, import.meta.url))), `${page}: ${target}`)
    }
  }
})

test('the files and folders of the sources that a page for contributors names exist', async () => {
  let count = 0
  for (const page of pages().filter((path) => path.startsWith('docs/') || path === 'CONTRIBUTING.md')) {
    for (const [, path] of (await read(page)).matchAll(
      /`((?:bindings|js|src|tests|tools)\/(?!list`|call`)[\w./-]+)`/g
    )) {
      assert.ok(existsSync(new URL(`../../${path}`, import.meta.url)), `${page}: ${path}`)
      count += 1
    }
  }
  assert.ok(count > 20)
})

/**
 * @param {() => unknown} misuse a call with an unknown option: the hint lists the known ones
 * @returns {string[]}
 */
function optionsFromHint(misuse) {
  try {
    misuse()
  } catch (error) {
    return /** @type {Error & { hint: string }} */ (error).hint.replace(/^.*: /, '').split(', ')
  }
  throw new Error('an unknown option was accepted')
}
