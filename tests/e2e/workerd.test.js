import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { prepareDeployment } from '../support/eight-tokens.js'
import { startSlowKeyServer } from '../support/slow-key-server.js'
import { startWorker } from '../support/worker.js'

const entry = fileURLToPath(new URL('workers/probe.js', import.meta.url))
const delayMs = 400

/** @type {import('../support/eight-tokens.js').Deployment} */
let deployment

before(async () => {
  deployment = await prepareDeployment()
})

after(() => deployment?.close())

const good = () => deployment.cases[0].token

/**
 * Hands a cold isolate to the test: nothing in it has fetched a key before.
 * @param {(ask: (path: string, token?: string) => Promise<{ status: number, body: any }>,
 *   keyRequests: () => number) => Promise<void>} body
 */
async function withColdWorker(body) {
  const keys = await startSlowKeyServer(deployment.server.jwksUri, delayMs)
  try {
    const worker = await startWorker({ entry, env: { ...deployment.env, JWKS_URI: keys.jwksUri } })
    try {
      await body(async (path, token = good()) => {
        const signal = AbortSignal.timeout(10_000)
        const response = await worker.fetch(path, { headers: { 'x-token': token }, signal })
        return { status: response.status, body: await response.json() }
      }, keys.requests)
      assert.deepEqual(worker.log, [])
    } finally {
      await worker.close()
    }
  } finally {
    await keys.close()
  }
}

test('requests in parallel on a cold isolate are all answered', async () => {
  await withColdWorker(async (ask) => {
    const answers = await Promise.all([ask('/verify'), ask('/verify'), ask('/verify')])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200]
    )
  })
})

test('a request that ends while it fetches the keys takes no other one with it', async () => {
  await withColdWorker(async (ask) => {
    const impatient = ask('/verify-impatiently')
    await sleep(20)
    const patient = ask('/verify')
    assert.equal((await impatient).body, 'gave up')
    assert.equal((await patient).status, 200)
    assert.equal((await ask('/verify')).status, 200)
  })
})

test('verifySync refuses before the keys are there, and decides alike once they are', async () => {
  await withColdWorker(async (ask, keyRequests) => {
    assert.deepEqual((await ask('/verify-sync')).body, {
      code: 'AUTH_KEYS_UNAVAILABLE',
      reason: 'keys_not_loaded',
      name: 'AssayError'
    })
    assert.equal(keyRequests(), 0)
    assert.equal((await ask('/verify')).status, 200)
    for (const { name, token, expected } of deployment.cases) {
      const { status, body } = await ask('/verify-sync', token)
      if (expected.code === '') assert.equal(status, 200, name)
      else assert.deepEqual([body.code, body.reason], [expected.code, expected.reason], name)
    }
    assert.equal(keyRequests(), 1)
  })
})

test('explain names the failed check', async () => {
  await withColdWorker(async (ask) => {
    const { token } = deployment.cases[2]
    const { status, body } = await ask('/explain', token)
    assert.equal(status, 200)
    assert.equal(body.valid, false)
    assert.equal(body.error.reason, 'audience_mismatch')
    assert.ok(body.checks.some((/** @type {any} */ { status }) => status === 'fail'))
  })
})

test('the runtime makes no code from strings or bytes, and everything works', async () => {
  await withColdWorker(async (ask) => {
    assert.equal((await ask('/eval')).body.name, 'EvalError')
    assert.equal((await ask('/compile')).body.name, 'CompileError')
    assert.equal((await ask('/verify')).status, 200)
    assert.equal((await ask('/verify-sync')).status, 200)
  })
})
