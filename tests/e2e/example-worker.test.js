import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { askWorker, audience, prepareDeployment, workerEnv } from '../support/eight-tokens.js'
import { sendRaw } from '../support/raw-request.js'
import { startWorker } from '../support/worker.js'

/** @type {import('../support/eight-tokens.js').Deployment} */
let deployment
/** @type {import('../support/worker.js').RunningWorker} */
let worker

before(async () => {
  deployment = await prepareDeployment()
  worker = await startWorker(deployment)
})

after(async () => {
  await worker?.close()
  await deployment?.close()
})

const tokenOf = (/** @type {string} */ name) =>
  /** @type {import('../support/eight-tokens.js').Case} */ (deployment.cases.find((each) => each.name === name)).token

const send = (/** @type {string} */ authorization) => worker.fetch('/', { headers: { authorization } })

test('the eight tokens get their exact status, code and reason', async () => {
  assert.equal(deployment.cases.length, 8)
  for (const { name, token, expected } of deployment.cases) {
    assert.deepEqual(await askWorker(worker.url, token), expected, name)
  }
})

test('an accepted token opens the resource with its own subject and the granted scopes, sorted', async () => {
  const response = await send(`Bearer ${tokenOf('good')}`)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), { subject: 'assay-client', scopes: ['tools:call', 'tools:read'] })
})

describe('RFC 6750 §3, RFC 9728 §5.1: the challenge', () => {
  const metadata = `resource_metadata="${audience}/.well-known/oauth-protected-resource"`

  test('has no error where no token was sent', async () => {
    const response = await worker.fetch('/')
    assert.equal(response.status, 401)
    assert.equal(response.headers.get('www-authenticate'), `Bearer ${metadata}, scope="tools:call"`)
    const { code, reason } = /** @type {any} */ (await response.json())
    assert.deepEqual({ code, reason }, { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' })
  })

  test('says invalid_token for a token that is no good', async () => {
    const response = await send(`Bearer ${tokenOf('tampered')}`)
    assert.equal(
      response.headers.get('www-authenticate'),
      `Bearer ${metadata}, error="invalid_token", error_description="The access token is invalid", scope="tools:call"`
    )
  })

  test('says insufficient_scope, and which scope', async () => {
    const response = await send(`Bearer ${tokenOf('missing scope')}`)
    assert.match(response.headers.get('www-authenticate') ?? '', /error="insufficient_scope", .*scope="tools:call"$/)
  })

  test('leads to the document that names the authorization server', async () => {
    const response = await worker.fetch('/.well-known/oauth-protected-resource')
    assert.deepEqual(await response.json(), {
      resource: audience,
      authorization_servers: [deployment.server.issuer],
      scopes_supported: ['tools:read', 'tools:call'],
      bearer_methods_supported: ['header']
    })
  })
})

describe('RFC 6750 §2.1: the Authorization header', () => {
  test('RFC 9110 §11.1: the scheme may be written in any case', async () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      assert.equal((await send(`${scheme} ${tokenOf('good')}`)).status, 200, scheme)
    }
  })

  test('another scheme, or the scheme alone, is no token: 401', async () => {
    for (const value of ['Bearer', `Basic ${tokenOf('good')}`, tokenOf('good')]) {
      const response = await send(value)
      assert.equal(response.status, 401, value)
      assert.equal(/** @type {any} */ (await response.json()).reason, 'token_missing', value)
    }
  })

  test('two tokens, and two headers, are an invalid request: 400', async () => {
    const good = tokenOf('good')
    for (const value of [`Bearer ${good} ${good}`, `Bearer ${good}, Bearer ${good}`, `Basic abc, Bearer ${good}`]) {
      const response = await send(value)
      assert.equal(response.status, 400, value)
      assert.match(response.headers.get('www-authenticate') ?? '', /error="invalid_request"/)
      assert.equal(/** @type {any} */ (await response.json()).reason, 'authorization_malformed', value)
    }
  })
})

test('ATTACKS 20: two Authorization headers are 400 on workerd too, whichever of them is good', async () => {
  const good = `Authorization: Bearer ${tokenOf('good')}`
  for (const lines of [
    [good, good],
    ['Authorization: Basic eA==', good]
  ]) {
    assert.match(await sendRaw(worker.url, lines), /^HTTP\/1\.1 400 [^]*authorization_malformed/)
  }
  assert.match(await sendRaw(worker.url, [good]), /^HTTP\/1\.1 200 /)
})

test('without JWKS_URI the keys are found through the issuer’s metadata document', async () => {
  const env = { ...deployment.env }
  delete env.JWKS_URI
  const other = await startWorker({ env })
  try {
    for (const { name, token, expected } of deployment.cases) {
      assert.deepEqual(await askWorker(other.url, token), expected, name)
    }
  } finally {
    await other.close()
  }
})

test('an authorization server that is down: 503 with Retry-After, and AUTH_KEYS_UNAVAILABLE', async () => {
  const server = await startAuthorizationServer()
  const token = await server.issue({ resource: audience })
  await server.close()
  const other = await startWorker({ env: workerEnv(server) })
  try {
    const response = await other.fetch('/', { headers: { authorization: `Bearer ${token}` } })
    assert.equal(response.status, 503)
    assert.match(response.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal(response.headers.get('www-authenticate'), null)
    const { code, reason } = /** @type {any} */ (await response.json())
    assert.deepEqual({ code, reason }, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'jwks_fetch_failed' })
  } finally {
    await other.close()
  }
})

test('workerd had nothing to complain about', () => {
  assert.deepEqual(worker.log, [])
})
