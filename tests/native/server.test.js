// examples/native-server with a real authorization server: its keys are fetched by assay::jwks, and rotate.
import assert from 'node:assert/strict'
import { spawn, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { createPrivateKey, sign } from 'node:crypto'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { startHttpServer } from '../support/http-server.js'
import { root } from '../support/package-exports.js'
import { buildWith, install, temporaryDirectory } from './install.js'

/** @typedef {import('../support/authorization-server.js').AuthorizationServer} AuthorizationServer */

const directory = temporaryDirectory()
const inside = (/** @type {string} */ name) => join(directory.path, name)
const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const challenged = 'Bearer error="invalid_token", error_description='

/** @type {AuthorizationServer} the one whose keys the key server has */
let current
/** @type {Awaited<ReturnType<typeof startHttpServer>>} */
let keyServer
let isDown = false

before(async () => {
  await install(inside('prefix'))
  await buildWith(join(root, 'examples/native-server'), inside('server'), inside('prefix'))
  current = await startAuthorizationServer({ issuer })
  keyServer = await startHttpServer(async (_request, response) => {
    if (isDown) return void response.writeHead(500).end()
    const keys = await fetch(current.jwksUri)
    response.writeHead(keys.status, { 'content-type': 'application/json' }).end(await keys.text())
  })
})

after(async () => {
  await keyServer?.close()
  await current?.close()
  directory.remove()
})

/**
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
async function startServer(env = {}) {
  const settings = {
    ISSUER: issuer,
    AUDIENCE: audience,
    JWKS_URI: `${keyServer.url}/jwks`,
    ALLOW_INSECURE_LOOPBACK: '1'
  }
  const child = spawn(inside('server/native-server'), [], {
    env: { ...process.env, ...settings, ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  const close = async () => {
    const closed = once(child, 'close')
    child.kill()
    await closed
  }
  return { url, close }
}

/**
 * @param {string} url
 * @param {string | string[]} [authorization]
 * @returns {Promise<{ status: number, challenge: string | undefined, retryAfter: string | undefined, text: string }>}
 */
async function ask(url, authorization) {
  const headers = authorization === undefined ? {} : { authorization: /** @type {any} */ (authorization) }
  const outgoing = request(`${url}/tools`, { headers, agent: false })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  let text = ''
  for await (const part of response) text += part
  const { 'www-authenticate': challenge, 'retry-after': retryAfter } = response.headers
  return { status: response.statusCode, challenge, retryAfter, text }
}

/** @param {AuthorizationServer} server @param {object} changes to the claims of a token that it issued */
async function changedToken(server, changes) {
  const [header, payload] = (await server.issue({ resource: audience })).split('.')
  const claims = { ...JSON.parse(String(Buffer.from(payload, 'base64url'))), ...changes }
  const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const key = createPrivateKey({ key: /** @type {any} */ (server.keys[0]), format: 'jwk' })
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

const now = () => Math.floor(Date.now() / 1000)

describe('examples/native-server', () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server
  before(async () => {
    server = await startServer()
  })
  after(() => server?.close())
  const bearer = async (/** @type {string | Promise<string>} */ token) => ask(server.url, `Bearer ${await token}`)

  test('200 for a token that the authorization server has issued', async () => {
    const { status, text } = await bearer(current.issue({ resource: audience }))
    assert.equal(status, 200)
    assert.equal(text, 'Hello, assay-client\n')
  })

  test('RFC 6750 §3.1: 401 without a token, and a challenge without an error', async () => {
    for (const authorization of [undefined, 'Basic YTpi', 'Bearer']) {
      const { status, challenge } = await ask(server.url, authorization)
      assert.deepEqual({ status, challenge }, { status: 401, challenge: 'Bearer realm="api"' })
    }
  })

  test('400 for two tokens', async () => {
    const token = await current.issue({ resource: audience })
    for (const value of [`Bearer ${token}, Bearer ${token}`, [`Bearer ${token}`, `Bearer ${token}`]]) {
      const { status, challenge } = await ask(server.url, value)
      assert.equal(status, 400)
      assert.match(String(challenge), /^Bearer error="invalid_request", /)
    }
  })

  test('401 for a token that expired, has another audience or issuer, was changed, or is none', async () => {
    const good = await current.issue({ resource: audience })
    const [header, payload, signature] = good.split('.')
    const other = Buffer.from(String(Buffer.from(payload, 'base64url')).replace('assay-client', 'somebody')).toString(
      'base64url'
    )
    /** @type {[token: string, description: string][]} */
    const tokens = [
      [await changedToken(current, { exp: now() - 61 }), 'The access token has expired'],
      [await changedToken(current, { aud: 'https://other.example.com' }), 'The access token is for another resource'],
      [await changedToken(current, { iss: `${issuer}/` }), 'The access token is from another issuer'],
      [`${header}.${other}.${signature}`, 'The access token is invalid'],
      [`${header}.${payload}.`, 'The access token is invalid'],
      ['nonsense', 'The access token is invalid']
    ]
    for (const [token, description] of tokens) {
      const { status, challenge } = await bearer(token)
      assert.deepEqual({ status, challenge }, { status: 401, challenge: `${challenged}"${description}"` })
    }
    assert.equal((await bearer(changedToken(current, { exp: now() + 60 }))).status, 200, 'what signs above signs well')
  })

  test('RFC 6750 §3.1: 403 without the scope, which the challenge names', async () => {
    const { status, challenge } = await bearer(current.issue({ resource: audience, scope: 'tools:call' }))
    assert.equal(status, 403)
    assert.match(String(challenge), /^Bearer error="insufficient_scope", .*, scope="tools:read"$/)
  })

  test('a rotation: the first token of the new key is verified, and one of the withdrawn key is not', async () => {
    const withdrawn = current
    const old = await withdrawn.issue({ resource: audience })
    assert.equal((await bearer(old)).status, 200)
    current = await startAuthorizationServer({ issuer })
    try {
      assert.equal((await bearer(current.issue({ resource: audience }))).status, 200)
      assert.equal((await bearer(old)).status, 401)
    } finally {
      await withdrawn.close()
    }
  })
})

test('503 and Retry-After without a challenge while there are no keys, and 200 once there are', async () => {
  isDown = true
  const server = await startServer()
  try {
    const token = await current.issue({ resource: audience })
    const { status, challenge, retryAfter } = await ask(server.url, `Bearer ${token}`)
    assert.deepEqual({ status, challenge }, { status: 503, challenge: undefined })
    assert.match(String(retryAfter), /^[1-9]\d*$/)
    isDown = false
    // The next attempt is due in about a second.
    while ((await ask(server.url, `Bearer ${token}`)).status === 503) await new Promise((done) => setTimeout(done, 100))
    assert.equal((await ask(server.url, `Bearer ${token}`)).status, 200)
  } finally {
    isDown = false
    await server.close()
  }
})

test('https: the certificate of the key server must be trusted', async () => {
  const certificate = inside('certificate.pem')
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', inside('key.pem')]
  execFileSync('openssl', ['req', '-x509', ...key, '-out', certificate, '-days', '2', ...subject], { stdio: 'pipe' })
  const pem = { cert: readFileSync(certificate), key: readFileSync(inside('key.pem')) }
  const secure = createServer(pem, async (_request, response) => {
    response.end(await (await fetch(current.jwksUri)).text())
  })
  secure.listen(0, '127.0.0.1')
  await once(secure, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (secure.address())
  const JWKS_URI = `https://127.0.0.1:${port}/jwks`
  const token = await current.issue({ resource: audience })
  try {
    for (const [env, status] of /** @type {[Record<string, string>, number][]} */ ([
      [{ JWKS_URI, CA_FILE: certificate }, 200],
      [{ JWKS_URI }, 503]
    ])) {
      const server = await startServer(env)
      try {
        assert.equal((await ask(server.url, `Bearer ${token}`)).status, status)
      } finally {
        await server.close()
      }
    }
  } finally {
    secure.close()
    secure.closeAllConnections()
  }
})

test('wrong settings: exit code 2, and the option', async () => {
  const env = { ...process.env, ISSUER: issuer, AUDIENCE: audience, JWKS_URI: 'http://auth.example.com/jwks' }
  const child = spawn(inside('server/native-server'), [], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  const [code] = await once(child, 'close')
  assert.equal(code, 2)
  assert.match(said, /^Option is invalid: jwks_uri must be an absolute https URL$/m)
})
