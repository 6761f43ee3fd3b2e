// Stores for the option `dpop.replayStore`: they remember which DPoP proofs were used (RFC 9449 §11.1), for all processes
// together. An id is a hash: no store sees a token, a key or a URL. Workers KV is none: its writes reach other places
// after a minute, and it has no put-if-absent, so that a proof could be used in every place once.

import {
  DURABLE_OBJECT_REPLAY_STORE_RULES,
  MEMORY_REPLAY_STORE_RULES,
  REDIS_REPLAY_STORE_RULES
} from '../options/store-rules.js'
import { checkReplayNamespace, checkSend, checkStoreOptions } from '../options/store-checks.js'
import { memoryReplayStore as newReplayStore } from '../shared/memory-replay-store.js'
import { within } from '../shared/within.js'

/** @import { ReplayStore } from '../shared/dpop-types.js' */

export { ReplayDurableObject } from './replay-durable-object.js'

/** Seconds for which an id is kept longer than its proof is good: by as much the clocks of servers may differ. */
const MARGIN = 60

// <MemoryReplayStoreOptions>
/**
 * @typedef {object} MemoryReplayStoreOptions how many proofs are remembered
 * @property {number} [maxEntries] proofs that are remembered, 1 to 16,777,216 (default: 250,000)
 */
// </MemoryReplayStoreOptions>

/**
 * Remembers the used DPoP proofs of one process, about 240 bytes for each, a minute longer than they are good: 250,000 are
 * enough for 1,000 requests a second, with `maxAge` and `clockTolerance` of 60 s each. It forgets none before: where
 * `maxEntries` proofs are all still good, it is full, and says so; nine tenths of that is what one key takes at most.
 * @param {MemoryReplayStoreOptions} [options]
 * @returns {ReplayStore & { readonly size: number }}
 * @throws {AssayError} CONFIG_INVALID
 */
export function memoryReplayStore(options = {}) {
  return newReplayStore(checkStoreOptions('memoryReplayStore', options, MEMORY_REPLAY_STORE_RULES).maxEntries)
}

// <RedisReplayStoreOptions>
/**
 * @typedef {object} RedisReplayStoreOptions where the ids are, and how long an answer may take
 * @property {string} [prefix] what all keys begin with (default: `'assay-jwt:dpop:'`)
 * @property {number} [timeout] **milliseconds** after which the store counts as failed, 10 to 3,000 (default: 2,000)
 */
// </RedisReplayStoreOptions>

/**
 * For all processes that share a Redis 2.6.12 or newer, or what speaks its protocol: SET with NX and EX, which is atomic.
 * With replicas, write to the primary: that is where this is decided.
 * @param {(command: string[]) => Promise<unknown>} send sends one command and resolves to its reply:
 *   `(command) => client.sendCommand(command)` of node-redis, `([name, ...rest]) => client.call(name, ...rest)` of ioredis
 * @param {RedisReplayStoreOptions} [options]
 * @returns {ReplayStore}
 * @throws {AssayError} CONFIG_INVALID
 */
export function redisReplayStore(send, options = {}) {
  checkSend(send)
  // Clients of Redis hold commands back while they connect anew, for as long as that takes.
  const { prefix, timeout } = checkStoreOptions('redisReplayStore', options, REDIS_REPLAY_STORE_RULES)
  return {
    async add(id, expiresAt, now) {
      const seconds = Math.max(Math.ceil(expiresAt - now), 1) + MARGIN
      const reply = await within(timeout / 1000, () => send(['SET', prefix + id, '1', 'NX', 'EX', String(seconds)]))
      if (reply === null) return false
      if (String(reply) === 'OK') return true
      throw new Error('The replay store gave a reply that SET does not have')
    }
  }
}

/**
 * @typedef {{ fetch: (url: string, init: { method: string, body: string }) => Promise<{ status: number }> }} ReplayStub
 */

/** @typedef {{ idFromName: (name: string) => any, get: (id: any) => ReplayStub }} ReplayNamespace what of a Durable Object namespace is used */

// <DurableObjectReplayStoreOptions>
/**
 * @typedef {object} DurableObjectReplayStoreOptions how many objects there are, and how long an answer may take
 * @property {number} [shards] objects that share the work; one answers some hundred requests in a second, 1 to 1,000
 *   (default: 16)
 * @property {number} [timeout] **milliseconds** after which the store counts as failed, 10 to 3,000 (default: 2,000)
 */
// </DurableObjectReplayStoreOptions>

/**
 * For all isolates everywhere: Durable Objects of the class ReplayDurableObject, which your Worker exports.
 * @param {ReplayNamespace | (() => ReplayNamespace)} namespace the binding: `env.REPLAYS`
 * @param {DurableObjectReplayStoreOptions} [options]
 * @returns {ReplayStore}
 * @throws {AssayError} CONFIG_INVALID
 */
export function durableObjectReplayStore(namespace, options = {}) {
  checkReplayNamespace(namespace)
  const rules = DURABLE_OBJECT_REPLAY_STORE_RULES
  const { shards, timeout } = checkStoreOptions('durableObjectReplayStore', options, rules)
  return {
    async add(id, expiresAt, now) {
      const objects = typeof namespace === 'function' ? namespace() : namespace
      const stub = objects.get(objects.idFromName(`assay-jwt:dpop:${shardOf(id, shards)}`))
      const until = Math.max(expiresAt, now) + MARGIN
      const asked = stub.fetch('https://assay-jwt.invalid/', { method: 'POST', body: JSON.stringify({ id, until }) })
      const { status } = await within(timeout / 1000, () => asked)
      if (status === 201 || status === 409) return status === 201
      throw new Error('The replay store could not answer')
    }
  }
}

/** @param {string} id base64url of a hash: all parts of it are as good @param {number} shards */
const shardOf = (id, shards) =>
  Array.from(id.slice(0, 8)).reduce((sum, char) => (sum * 64 + char.charCodeAt(0)) % 1_000_003, 0) % shards
