// The programs of docs/guides/aws-lambda.md, with the tarball, in serverless-offline: an emulator of API Gateway and Lambda
// that makes the events, reads the policies, and answers over HTTP.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { freePort } from '../support/free-port.js'
import { assertGuarded, filesOf } from './pages.js'
import { makeProject } from './project.js'
import { installTools } from './tools.js'

const LIMIT_MS = 60_000
const directory = fileURLToPath(new URL('serverless', import.meta.url))

const behind = `export const handler = async ({ requestContext: { authorizer } }) =>
  ({ statusCode: 200, body: JSON.stringify(authorizer.lambda ?? authorizer) })
`
/** As an authorizer whose API asks for more than the token has. */
const strict = (/** @type {string} */ code) => code.replace("'tools:read'", "'orders:delete'")

/** @param {number} httpPort @param {number} lambdaPort */
function configuration(httpPort, lambdaPort) {
  const identitySource = 'method.request.header.Authorization'
  const rest = (/** @type {string} */ type, name = 'authorizer', path = type) => ({
    http: { method: 'get', path: `rest/${path}`, authorizer: { name, type, identitySource, resultTtlInSeconds: 0 } }
  })
  const http = (/** @type {string} */ name) => ({
    httpApi: { method: 'GET', path: `/http/${name}`, authorizer: { name } }
  })
  const simple = (/** @type {string} */ functionName) => ({
    ...{ type: 'request', functionName, payloadVersion: '2.0', enableSimpleResponses: true, resultTtlInSeconds: 0 },
    identitySource: ['$request.header.Authorization']
  })
  const offline = { httpPort, lambdaPort, host: '127.0.0.1', noPrependStageInUrl: true }
  return {
    service: 'assay',
    plugins: ['serverless-offline'],
    custom: { 'serverless-offline': offline },
    provider: {
      ...{ name: 'aws', runtime: 'nodejs20.x' },
      httpApi: { authorizers: { simple: simple('authorizer'), strict: simple('strict') } }
    },
    functions: {
      authorizer: { handler: 'authorizer.handler' },
      strict: { handler: 'strict.handler' },
      guarded: {
        handler: 'guarded.handler',
        events: ['GET', 'DELETE'].flatMap((method) => [
          { httpApi: { method, path: '/http/guarded' } },
          { http: { method: method.toLowerCase(), path: 'rest/guarded' } }
        ])
      },
      behind: {
        handler: 'behind.handler',
        events: [rest('token'), rest('request'), rest('token', 'strict', 'strict'), http('simple'), http('strict')]
      }
    }
  }
}

/**
 * @param {{ [path: string]: string }} files
 * @param {(ask: (path: string, init?: RequestInit) => Promise<Response>) => Promise<void>} use
 */
async function serveOffline(files, use) {
  const [port, lambdaPort] = [await freePort(), await freePort()]
  const project = await makeProject({ ...files, 'serverless.json': JSON.stringify(configuration(port, lambdaPort)) })
  symlinkSync(join(directory, 'node_modules/serverless-offline'), project.inside('node_modules/serverless-offline'))
  const home = project.inside('home')
  const env = {
    ...process.env,
    HOME: home,
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none'
  }
  const args = [
    join(directory, 'node_modules/osls/bin/serverless.js'),
    'offline',
    'start',
    '--config',
    'serverless.json'
  ]
  const child = spawn(process.execPath, args, { cwd: project.directory, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'exit')
  try {
    for (let waited = 0; !said.includes('Server ready'); waited += 50) {
      assert.ok(waited < LIMIT_MS && child.exitCode === null, said)
      await wait(50)
    }
    await use((path, init = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { ...init, signal: AbortSignal.timeout(LIMIT_MS) })
    )
  } finally {
    child.kill('SIGINT')
    await ended
    project.close()
  }
}

test('serverless-offline: the guard answers REST and HTTP APIs; the authorizer lets good tokens pass, 401 and 403 to others', async () => {
  await installTools(directory)
  const server = await startAuthorizationServer()
  try {
    const token = await server.issue({ resource: 'https://mcp.example.com' })
    const page = filesOf('aws-lambda.md', server.issuer)
    const files = { ...page, 'strict.mjs': strict(page['authorizer.mjs']), 'behind.mjs': behind }
    await serveOffline(files, async (ask) => {
      for (const path of ['/http/guarded', '/rest/guarded']) await assertGuarded(ask, token, path)
      const status = async (/** @type {string} */ path, /** @type {string} */ authorization) =>
        (await ask(path, { headers: { authorization } })).status
      for (const path of ['/rest/token', '/rest/request', '/http/simple']) {
        const good = await ask(path, { headers: { authorization: `Bearer ${token}` } })
        assert.equal(good.status, 200, path)
        const { subject, scope, issuer, expiresAt } = await good.json()
        assert.deepEqual([subject, scope, issuer], ['assay-client', 'tools:call tools:read', server.issuer], path)
        assert.match(expiresAt, /^\d+$/)
        for (const bad of [`Bearer ${token}AAAA`, 'Bearer x', 'Basic eA=='])
          assert.equal(await status(path, bad), 401, `${path} ${bad.slice(0, 8)}`)
        assert.equal((await ask(path)).status, 401, path)
      }
      for (const path of ['/rest/strict', '/http/strict'])
        assert.equal(await status(path, `Bearer ${token}`), 403, path)
    })
  } finally {
    await server.close()
  }
})
