// The Worker of docs/guides/dpop.md on the real workerd: its Durable Objects remember which proofs were used.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import { block } from '../docs/support/pages.js'
import { startBundledWorker } from '../support/bundled-worker.js'
import { root } from '../support/package-exports.js'

const url = 'https://api.example.com/report'
const storage = mkdtempSync(join(tmpdir(), 'assay-replays-'))
const entry = join(root, 'build/dpop-worker/worker.js')
/** What a test asks of the objects themselves, beside what the guide's Worker does. */
const inspection = `
import { ReplayDurableObject as Original } from 'assay-jwt/stores'
export class ReplayDurableObject extends Original {
  constructor(state, env) { super(state, env); this.state = state }
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname === '/size') return Response.json((await this.state.storage.list()).size)
    if (pathname === '/alarm-is-set') return Response.json((await this.state.storage.getAlarm()) !== null)
    if (pathname === '/alarm-now') return Response.json(await this.state.storage.setAlarm(Date.now()) ?? null)
    return super.fetch(request)
  }
}`
/** @type {import('../support/worker.js').RunningWorker} */
let worker
/** @type {import('assay-jwt/testing').DpopClient} */
let client
let start = async () => {}
let token = ''

before(async () => {
  const server = await testIssuer({ audience: 'https://api.example.com' })
  client = await server.dpopClient()
  token = await client.token()
  const code = await block('docs/guides/dpop.md', 'durableObjectReplayStore(env')
  const guide = code
    .replace('issuer: env.ISSUER,', 'issuer: env.ISSUER, jwks: JSON.parse(env.JWKS),')
    .replace("export { ReplayDurableObject } from 'assay-jwt/stores'", inspection)
    .replace('export default worker', '')
  for (const part of ['JSON.parse(env.JWKS)', 'extends Original']) assert.ok(guide.includes(part), part)
  mkdirSync(join(root, 'build/dpop-worker'), { recursive: true })
  writeFileSync(
    entry,
    `${guide}
export default {
  fetch(request) {
    const { pathname, search } = new URL(request.url)
    if (!pathname.startsWith('/object/')) return worker.fetch(request)
    const stub = env.REPLAYS.get(env.REPLAYS.idFromName(search))
    return stub.fetch('https://object.invalid' + pathname.slice('/object'.length), request)
  }
}`
  )
  const { issuer } = server.options
  const more = {
    durableObjects: { REPLAYS: { className: 'ReplayDurableObject', useSQLite: true } },
    durableObjectsPersist: storage
  }
  const env = { ISSUER: issuer, AUDIENCE: 'https://api.example.com', JWKS: JSON.stringify(server.jwks) }
  start = async () => void (worker = await startBundledWorker({ entry, env, more }))
  await start()
})
after(async () => {
  await worker?.close()
  rmSync(storage, { recursive: true, force: true, maxRetries: 5 })
})

/** @param {{ [name: string]: string }} headers @returns {Promise<string>} status and reason */
async function ask(headers) {
  const response = await worker.fetch('/report', { headers })
  const { reason = '' } = /** @type {any} */ (await response.json())
  return `${response.status} ${reason}`
}
const headers = () => client.headers({ url, token })

/** @param {string} path @param {object} [body] */
const object = (path, body) =>
  worker.fetch(`/object${path}?one`, { method: 'POST', ...(body && { body: JSON.stringify(body) }) })

test('of twenty requests at once with one proof exactly one is let in; in another process none', async () => {
  const sent = await headers()
  const said = await Promise.all(Array.from({ length: 20 }, () => ask(sent)))
  assert.deepEqual(said.sort(), ['200 ', ...Array.from({ length: 19 }, () => '401 proof_replayed')])
  await worker.close()
  await start()
  assert.equal(await ask(sent), '401 proof_replayed')
  assert.equal(await ask(await headers()), '200 ')
})

test('the alarm frees what is over, and nothing else', async () => {
  const now = Date.now() / 1000
  // More than one batch of what is long over, and one that is good.
  for (let at = 0; at < 100; at += 1) {
    assert.equal((await object('/', { id: `old-${at}`, until: now - 300 - at })).status, 201)
  }
  assert.equal((await object('/', { id: 'good', until: now + 300 })).status, 201)
  assert.equal((await object('/', { id: 'good', until: now + 300 })).status, 409)
  assert.equal((await object('/', { id: 'old-7', until: now - 1 })).status, 201, 'it was over')
  assert.equal(await (await object('/size')).json(), 203)
  assert.equal(await (await object('/alarm-is-set')).json(), true)
  await object('/alarm-now')
  while (Number(await (await object('/size')).json()) > 4) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal((await object('/', { id: 'good', until: now + 300 })).status, 409)
  assert.equal(await (await object('/alarm-is-set')).json(), true, 'for the one that is left')
})
