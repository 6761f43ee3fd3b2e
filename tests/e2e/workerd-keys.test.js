// Keys over time on the real workerd.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { audience, issuer, publicJwk, token } from '../js/support/tokens.js'
import { startServer } from '../js/support/server.js'
import { faults, startMisbehavingServer } from '../support/misbehaving-server.js'
import { collectModules } from '../support/worker.js'
import { root } from '../../tools/lib/command.js'

const entry = fileURLToPath(new URL('workers/keys.js', import.meta.url))
const live = { claims: { iat: undefined, exp: Math.floor(Date.now() / 1000) + 3600 } }
const good = token(live)
const rotated = token({ ...live, key: 'other' })

/** @param {...string} names @returns {import('node:http').RequestListener} */
const setOf =
  (...names) =>
  (_request, response) =>
    void response.end(JSON.stringify({ keys: names.map((name) => publicJwk(name)) }))

/**
 * Hands isolates to the test that have never seen a key, and a key server.
 * @param {{ isolates?: number, bindings?: Record<string, string>, kv?: boolean, logs?: RegExp }} options `logs`: what workerd says
 * @param {(world: { ask: (path: string, token?: string, isolate?: number, headers?: object) => Promise<any>,
 *   server: Awaited<ReturnType<typeof startServer>> }) => Promise<void>} body
 */
async function withIsolates({ isolates = 1, bindings = {}, kv = false, logs = /^$/ }, body) {
  const { Miniflare } = await import('miniflare')
  const server = await startServer(setOf('good'))
  /** @type {string[]} */
  const log = []
  const modules = await collectModules(entry)
  const miniflare = new Miniflare({
    ...{ host: '127.0.0.1', port: 0, cf: false },
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => log.push(String(chunk)))
    },
    workers: Array.from({ length: isolates }, (_, index) => ({
      ...{ name: `isolate-${index}`, modulesRoot: root, modules, compatibilityDate: '2026-04-01' },
      bindings: { ISSUER: issuer, AUDIENCE: audience, JWKS_URI: `${server.url}/jwks`, ...bindings },
      ...(kv ? { kvNamespaces: { KEYS: 'keys' } } : {})
    }))
  })
  try {
    await miniflare.ready
    await body({
      server,
      async ask(path, jwt = good, isolate = 0, headers = {}) {
        /** @type {any} */
        const worker = await miniflare.getWorker(`isolate-${isolate}`)
        const response = await worker.fetch(`http://worker${path}`, { headers: { 'x-token': jwt, ...headers } })
        return { status: response.status, body: await response.json() }
      }
    })
    assert.match(log.join(''), logs)
  } finally {
    await miniflare.dispose()
    await server.close()
  }
}

/** @param {() => unknown} condition */
async function until(condition) {
  for (const end = Date.now() + 10_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`it did not come to pass: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** @param {number} count @param {(index: number) => Promise<any>} action */
const times = (count, action) => Promise.all(Array.from({ length: count }, (_, index) => action(index)))

test('issue 4: 50 parallel first verifications are all answered, by one fetch, and no request waits on the I/O of another', async () => {
  await withIsolates({}, async ({ ask, server }) => {
    server.answerWith((request, response) => void setTimeout(() => setOf('good')(request, response), 200))
    const answers = await times(50, () => ask('/verify'))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(server.requests.length, 1)
  })
})

for (const [name, options] of Object.entries({ KV: { kv: true }, 'the Cache API': { bindings: { CACHE: '1' } } })) {
  test(`issue 4: two isolates that share ${name} cost one fetch in total`, async () => {
    await withIsolates({ isolates: 2, ...options }, async ({ ask, server }) => {
      assert.equal((await ask('/verify', good, 0)).status, 200)
      await until(async () => (await ask('/status', '', 0)).body.counters.jwks_store_written)
      assert.equal((await ask('/verify', good, 1)).status, 200)
      assert.equal((await ask('/status', '', 1)).body.source, 'store')
      assert.equal(server.requests.length, 1)
    })
  })
}

test('a Worker sends the User-Agent that the option headers has', async () => {
  await withIsolates({}, async ({ ask, server }) => {
    /** @type {unknown[]} */
    const agents = []
    server.answerWith((request, response) => {
      agents.push(request.headers['user-agent'])
      setOf('good')(request, response)
    })
    assert.equal((await ask('/verify')).status, 200)
    assert.deepEqual(agents, ['orders/1.0'])
  })
})

test('a function issuers is asked on Workers: 20 parallel requests are all answered', async () => {
  await withIsolates({}, async ({ ask, server }) => {
    const answers = await times(20, () => ask('/tenant'))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(server.requests.length, 1)
    const stranger = token({ claims: { ...live.claims, iss: 'https://other.example/' } })
    const refused = await times(20, () => ask('/tenant', stranger))
    assert.deepEqual([...new Set(refused.map(({ body }) => body.reason))], ['issuer_mismatch'])
  })
})

test('issue 4: a key was rotated: the first token under the new key id verifies with one fetch', async () => {
  await withIsolates({}, async ({ ask, server }) => {
    await ask('/verify')
    server.answerWith(setOf('good', 'other'))
    assert.equal((await ask('/verify', rotated)).status, 200)
    assert.equal((await ask('/verify', rotated)).status, 200)
    assert.equal(server.requests.length, 2)
  })
})

test('ATTACKS 17: 1,000 random key ids cost at most one fetch in the cooldown', async () => {
  await withIsolates({}, async ({ ask, server }) => {
    await ask('/verify')
    const [header, ...rest] = good.split('.')
    const parsed = JSON.parse(Buffer.from(header, 'base64url').toString())
    const random = (/** @type {number} */ index) =>
      [Buffer.from(JSON.stringify({ ...parsed, kid: `random-${index}` })).toString('base64url'), ...rest].join('.')
    for (let round = 0; round < 20; round++) {
      const answers = await times(50, (index) => ask('/verify', random(round * 50 + index)))
      assert.deepEqual([...new Set(answers.map(({ body }) => body.reason))], ['key_not_found'])
    }
    assert.equal(server.requests.length, 2)
  })
})

for (const path of ['/verify', '/verify-with-context', '/verify-with-unbound']) {
  test(`BEHAVIOUR Fetching: a stale set is served while one request refreshes it (${path.slice(1)})`, async () => {
    await withIsolates({ bindings: { MAX_AGE: '1' } }, async ({ ask, server }) => {
      await ask('/verify')
      await until(async () => (await ask('/status')).body.age > 1.5)
      /** @type {() => void} */
      let release = () => {}
      const held = new Promise((resolve) => (release = () => resolve(undefined)))
      server.answerWith(async (request, response) => {
        await held
        setOf('good', 'other')(request, response)
      })
      const background = path !== '/verify-with-unbound'
      const first = ask(path)
      if (background) assert.equal((await first).status, 200, 'nobody waits')
      await until(() => server.requests.length === 2)
      assert.equal((await ask(path)).status, 200)
      release()
      assert.equal((await first).status, 200)
      await until(async () => (await ask('/status')).body.counters.jwks_fetched === 2)
      assert.equal((await ask('/verify', rotated)).status, 200)
    })
  })
}

test('ATTACKS 17: an endpoint that is down at a refresh leaves the good keys', async () => {
  await withIsolates({ bindings: { MAX_AGE: '1' } }, async ({ ask, server }) => {
    await ask('/verify')
    await until(async () => (await ask('/status')).body.age > 1.5)
    server.answerWith((_request, response) => void response.writeHead(500).end())
    for (let call = 0; call < 20; call++) assert.equal((await ask('/verify')).status, 200)
    await until(async () => (await ask('/status')).body.counters.jwks_fetch_failed === 1)
    assert.equal(server.requests.length, 2)
  })
})

/** @type {Awaited<ReturnType<typeof startMisbehavingServer>>} */
let misbehaving
before(async () => {
  misbehaving = await startMisbehavingServer(setOf('good'))
})
after(() => misbehaving.close())

test('ATTACKS 18: every fault of an endpoint is told as what it is, asked once, and never followed', async () => {
  await withIsolates({}, async ({ ask }) => {
    for (const [path, { reason }] of Object.entries(faults)) {
      misbehaving.requests.length = 0
      const { body } = await ask('/fault', good, 0, { 'x-url': `${misbehaving.url}/${path}` })
      assert.deepEqual(body, [reason], path)
      assert.deepEqual(misbehaving.requests, [path])
    }
  })
})

test('ATTACKS 18: a certificate that nobody trusts is not believed', async () => {
  await withIsolates({ logs: /certificate is not trusted/ }, async ({ ask }) => {
    const { body } = await ask('/fault', good, 0, { 'x-url': `${misbehaving.tlsUrl}/good` })
    assert.deepEqual(body, ['jwks_fetch_failed'])
  })
})
