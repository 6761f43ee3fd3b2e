// redisReplayStore() and durableObjectReplayStore(): what they send, and what they make of the answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durableObjectReplayStore, redisReplayStore } from '../../../js/dpop/replay-stores.js'
import { assertError, caught } from '../support/expect.js'

const never = () => new Promise(() => {})

test('Redis: one command, which is atomic, and keeps the id for a minute longer than its proof is good', async () => {
  /** @type {string[][]} */
  const sent = []
  const store = redisReplayStore(async (command) => sent.push(command) && 'OK', { prefix: 'p:' })
  assert.equal(await store.add('id', 220, 100.5), true)
  assert.deepEqual(sent, [['SET', 'p:id', '1', 'NX', 'EX', '180']])
})

test('Redis: null says that the id is there; what SET never answers is a failure', async () => {
  assert.equal(await redisReplayStore(async () => null).add('id', 1, 0), false)
  for (const reply of [undefined, 1, 'QUEUED', false, {}]) {
    await assert.rejects(async () => redisReplayStore(async () => reply).add('id', 1, 0), /reply/, String(reply))
  }
})

test('a store that does not answer in time has failed', async () => {
  await assert.rejects(async () => redisReplayStore(never, { timeout: 10 }).add('id', 1, 0), /in time/)
  const objects = { idFromName: String, get: () => ({ fetch: () => /** @type {any} */ (never()) }) }
  await assert.rejects(async () => durableObjectReplayStore(objects, { timeout: 10 }).add('id', 1, 0), /in time/)
})

test('a limit that is none is refused, not passed over', () => {
  const objects = { idFromName: String, get: () => ({ fetch: never }) }
  for (const value of /** @type {any[]} */ ([0, -1, 1.5, NaN, Infinity, 3001, '10', null])) {
    for (const [option, make] of /** @type {[string, () => unknown][]} */ ([
      ['timeout', () => redisReplayStore(never, { timeout: value })],
      ['timeout', () => durableObjectReplayStore(/** @type {any} */ (objects), { timeout: value })],
      ['shards', () => durableObjectReplayStore(/** @type {any} */ (objects), { shards: value })]
    ])) {
      assertError(caught(make), { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
    }
  }
})

test('Durable Objects: an id always has the same object, and all objects have some', async () => {
  /** @type {Map<string, string[]>} */
  const asked = new Map()
  const objects = {
    idFromName: String,
    get: (/** @type {string} */ name) => ({
      fetch: async (/** @type {string} */ _url, /** @type {{ body: string }} */ { body }) => {
        asked.set(name, [...(asked.get(name) ?? []), JSON.parse(body).id])
        return { status: 201 }
      }
    })
  }
  const store = durableObjectReplayStore(() => objects, { shards: 4 })
  const ids = Array.from({ length: 400 }, (_, at) =>
    Buffer.from(`id ${at * 7919} `)
      .toString('base64url')
      .slice(-12)
  )
  for (const id of [...ids, ...ids]) assert.equal(await store.add(id, 100, 0), true)
  assert.equal(asked.size, 4)
  for (const seen of asked.values()) assert.equal(seen.length, 2 * new Set(seen).size)
  const failing = { idFromName: String, get: () => ({ fetch: async () => ({ status: 500 }) }) }
  await assert.rejects(async () => durableObjectReplayStore(failing).add('id', 1, 0), /could not answer/)
})
