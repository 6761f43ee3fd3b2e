// assay-jwt/stores: what is no store, and what each error says to write instead.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as all from '../../../js/entry/stores.js'
import { checkReplayStore } from '../../../js/options/dpop-checks.js'
import { checkStore } from '../../../js/options/key-checks.js'
import { assertError, caught } from '../support/expect.js'

const stores = /** @type {Record<string, any>} */ (all)
const send = async () => 'OK'
const objects = { idFromName: String, get: () => ({}) }
const client = { sendCommand: async () => 'OK', password: 'SECRET' }

/** @type {[reason: string, option: string, call: () => unknown, says: RegExp][]} */
const WRONG = [
  ['option_invalid', 'memoryReplayStore', () => stores.memoryReplayStore(5), /memoryReplayStore\(\{ maxEntries: /],
  ['option_invalid', 'memoryReplayStore', () => stores.memoryReplayStore(null), /must be an object/],
  ['option_unknown', 'max', () => stores.memoryReplayStore({ max: 5 }), /Unknown option "max".*maxEntries/s],
  ['option_unknown', 'maxEntrys', () => stores.memoryReplayStore({ maxEntrys: 5 }), /did you mean "maxEntries"/],
  ['option_invalid', 'maxEntries', () => stores.memoryReplayStore({ maxEntries: '5' }), /whole number of proofs/],

  ['option_invalid', 'send', () => stores.redisReplayStore(), /must be a function.*client\.sendCommand\(command\)/s],
  ['option_invalid', 'send', () => stores.redisReplayStore(null), /must be a function/],
  ['option_invalid', 'send', () => stores.redisReplayStore(client), /\(command\) => client\.sendCommand\(command\)/],
  ['option_invalid', 'send', () => stores.redisReplayStore(client), /client\.call\(name, \.\.\.rest\).*ioredis/s],
  ['option_unknown', 'ttl', () => stores.redisReplayStore(send, { ttl: 5 }), /The options are: prefix, timeout/],
  ['option_unknown', 'prefx', () => stores.redisReplayStore(send, { prefx: 'x' }), /did you mean "prefix"/],
  ['option_invalid', 'prefix', () => stores.redisReplayStore(send, { prefix: 5 }), /must be a string/],
  ['option_invalid', 'timeout', () => stores.redisReplayStore(send, { timeout: 5000 }), /number of milliseconds/],
  ['option_invalid', 'timeout', () => stores.redisReplayStore(send, { timeout: 0.5 }), /number of milliseconds/],
  ['option_invalid', 'redisReplayStore', () => stores.redisReplayStore(send, null), /must be an object/],

  ['option_invalid', 'namespace', () => stores.durableObjectReplayStore(), /durableObjectReplayStore\(env\.REPLAYS\)/],
  ['option_invalid', 'namespace', () => stores.durableObjectReplayStore({}), /must be the binding of a Durable Object/],
  ['option_invalid', 'namespace', () => stores.durableObjectReplayStore('REPLAYS'), /env\.REPLAYS/],
  ['option_unknown', 'shard', () => stores.durableObjectReplayStore(objects, { shard: 4 }), /did you mean "shards"/],
  ['option_invalid', 'shards', () => stores.durableObjectReplayStore(objects, { shards: 0 }), /from 1 to 1000/],
  ['option_invalid', 'timeout', () => stores.durableObjectReplayStore(objects, { timeout: '5' }), /milliseconds/],
  ['option_invalid', 'durableObjectReplayStore', () => stores.durableObjectReplayStore(objects, 16), /an object/],

  ['option_invalid', 'memoryStore', () => stores.memoryStore(5), /memoryStore\(\{ maxEntries: /],
  ['option_invalid', 'memoryStore', () => stores.memoryStore(null), /must be an object/],
  ['option_unknown', 'max', () => stores.memoryStore({ max: 5 }), /Unknown option "max"/],
  ['option_invalid', 'maxEntries', () => stores.memoryStore({ maxEntries: NaN }), /whole number/],
  ['option_invalid', 'now', () => stores.memoryStore({ now: 5 }), /must be a function/],

  ['option_invalid', 'namespace', () => stores.kvStore(), /kvStore\(env\.KEYS\)/],
  ['option_invalid', 'namespace', () => stores.kvStore('KEYS'), /kvStore\(env\.KEYS\)/],
  ['option_invalid', 'namespace', () => stores.kvStore(new Map()), /must be the binding of a KV namespace/],

  ['option_invalid', 'cache', () => stores.cacheStore('keys'), /cacheStore\(\(\) => caches\.open\('keys'\)\)/],
  ['option_invalid', 'cache', () => stores.cacheStore(null), /must be a Cache/],
  ['option_invalid', 'cache', () => stores.cacheStore({}), /must be a Cache/]
]

test('each argument of a store is checked at the start, and the error says what to write', () => {
  for (const [reason, option, call, says] of WRONG) {
    const error = caught(call)
    assertError(error, { code: 'CONFIG_INVALID', reason, option }, ['SECRET'])
    assert.match(`${error.message}. ${error.hint}`, says, `${call}`)
  }
})

test('what is right is taken: bindings may be proxies, and caches promises', () => {
  const binding = new Proxy(/** @type {object} */ ({}), { get: () => () => {} })
  for (const make of [
    () => stores.memoryReplayStore(),
    () => stores.memoryReplayStore({}),
    () => stores.memoryReplayStore({ maxEntries: undefined }),
    () => stores.redisReplayStore(send, { prefix: 'p', timeout: 500 }),
    () => stores.durableObjectReplayStore(binding),
    () => stores.durableObjectReplayStore(() => objects, { shards: 2 }),
    () => stores.memoryStore({ maxEntries: 5, now: () => 1 }),
    () => stores.kvStore(binding),
    () => stores.cacheStore(),
    () => stores.cacheStore(async () => binding),
    () => stores.cacheStore(Promise.resolve(binding))
  ]) {
    assert.ok(make())
  }
})

test('a Set, a WeakSet or a Cache is no replay store, though it has "add"; nor is what is not called', (t) => {
  class Cache {
    add() {}
  }
  Object.defineProperty(globalThis, 'Cache', { value: Cache, configurable: true })
  t.after(() => Reflect.deleteProperty(globalThis, 'Cache'))
  for (const value of [new Set(), new WeakSet(), new Cache(), stores.memoryReplayStore, stores.memoryStore(), null]) {
    const error = caught(() => checkReplayStore(value, 'dpop.replayStore'))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'dpop.replayStore' })
    assert.match(error.hint, /memoryReplayStore\(\)/)
  }
  class Own extends Set {
    /** @param {any} id @returns {any} */
    add(id) {
      return !this.has(id) && Boolean(super.add(id))
    }
  }
  for (const own of [{ add: () => true }, new Own()]) {
    assert.equal(checkReplayStore(own, 'dpop.replayStore'), own)
  }
})

test('a Map, a Set or a replay store is no key store', () => {
  for (const value of [new Map(), new Set(), stores.memoryReplayStore(), stores.memoryStore, null]) {
    const error = caught(() => checkStore(value, 'store'))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'store' })
    assert.match(error.hint, /memoryStore\(\), kvStore\(env\.KEYS\) or cacheStore\(\) of assay-jwt\/stores/)
  }
})
