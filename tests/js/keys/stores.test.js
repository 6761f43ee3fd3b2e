import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cacheStore, kvStore, memoryStore } from '../../../js/keys/stores.js'

const ttl = { expirationTtl: 100 }

test('memoryStore keeps a value as long as it may', () => {
  let time = 0
  const store = memoryStore({ now: () => time })
  assert.equal(store.get('a'), undefined)
  store.put('a', '1', ttl)
  time = 99
  assert.equal(store.get('a'), '1')
  time = 100
  assert.equal(store.get('a'), undefined)
  store.put('a', '2', ttl)
  assert.equal(store.get('a'), '2')
})

test('memoryStore is bounded: the oldest go first', () => {
  const store = memoryStore({ maxEntries: 2 })
  for (const key of ['a', 'b', 'a', 'c']) store.put(key, key, ttl)
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => store.get(key)),
    ['a', undefined, 'c']
  )
})

/** A KV namespace with the limits of the real one. */
function namespace() {
  const entries = new Map()
  const check = (key) => assert.ok(Buffer.byteLength(key) <= 512, 'KV takes keys of 512 bytes')
  return {
    entries,
    get: async (key) => (check(key), entries.get(key) ?? null),
    async put(key, value, { expirationTtl }) {
      check(key)
      assert.ok(expirationTtl >= 60, 'KV takes no less')
      entries.set(key, value)
    }
  }
}

test('kvStore uses the key as it is, or a hash of one that KV would refuse', async () => {
  const kv = namespace()
  const store = kvStore(kv)
  const long = ['x', 'y'].map((end) => `${'k'.repeat(600)}${end}`)
  assert.equal(await store.get('short'), null)
  for (const key of ['short', ...long]) await store.put(key, key, ttl)
  for (const key of ['short', ...long]) assert.equal(await store.get(key), key)
  assert.ok(kv.entries.has('short'))
  assert.equal(kv.entries.size, 3)
})

/** As the Cache API: what is put must be a GET of http(s), and a Response that may be stored. */
function openCache() {
  const entries = new Map()
  return {
    entries,
    match: async (url) => entries.get(new URL(url).href)?.clone(),
    async put(url, response) {
      assert.equal(new URL(url).protocol, 'https:')
      assert.equal(response.status, 200)
      assert.match(response.headers.get('cache-control'), /^max-age=\d+$/)
      entries.set(new URL(url).href, response)
    }
  }
}

for (const [name, give] of [
  ['a cache', (cache) => cache],
  ['the promise of one', (cache) => Promise.resolve(cache)],
  ['a function', (cache) => () => cache],
  ['an async function', (cache) => async () => cache]
]) {
  test(`cacheStore takes ${name}`, async () => {
    const cache = openCache()
    const store = cacheStore(give(cache))
    assert.equal(await store.get('a b\n#?'), undefined)
    await store.put('a b\n#?', '{"x":1}', { expirationTtl: 100.5 })
    assert.equal(await store.get('a b\n#?'), '{"x":1}')
    assert.equal(await store.get('a b\n#'), undefined)
    assert.equal([...cache.entries.values()][0].headers.get('cache-control'), 'max-age=100')
  })
}

test('cacheStore finds caches.default, or opens a cache of its own; and importing it touches neither', async () => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'caches')
  const [shared, named] = [openCache(), openCache()]
  try {
    for (const [caches, used] of [
      [{ default: shared }, shared],
      [{ open: async (name) => (assert.equal(name, 'assay-jwt'), named) }, named]
    ]) {
      Object.defineProperty(globalThis, 'caches', { value: caches, configurable: true })
      await cacheStore().put('k', 'v', ttl)
      assert.equal(used.entries.size, 1)
    }
  } finally {
    if (original) Object.defineProperty(globalThis, 'caches', original)
    else delete globalThis.caches
  }
})
