// Stores for the option `dpop.replayStore`: they remember which DPoP proofs were used (RFC 9449 §11.1), for all processes
// together. An id is a hash: no store sees a token, a key or a URL. Workers KV is none: its writes reach other places
// after a minute, and it has no put-if-absent, so that a proof could be used in every place once.

import { assertWhole } from '../shared/assert-whole.js'
import { within } from '../shared/within.js'

/** @import { ReplayStore } from '../shared/dpop-types.js' */

export { memoryReplayStore } from '../shared/memory-replay-store.js'
export { ReplayDurableObject } from './replay-durable-object.js'

/** Seconds for which an id is kept longer than its proof is good: by as much the clocks of servers may differ. */
const MARGIN = 60
/** Milliseconds for an answer. Clients of Redis hold commands back while they connect anew, for as long as that takes. */
const TIMEOUT = 2000
/** After three seconds nobody waits any more. */
const MOST_TIMEOUT = 3000

/**
 * For all processes that share a Redis 2.6.12 or newer, or what speaks its protocol: SET with NX and EX, which is atomic.
 * With replicas, write to the primary: that is where this is decided.
 * @param {(command: string[]) => Promise<unknown>} send sends one command and resolves to its reply:
 *   `(command) => client.sendCommand(command)` of node-redis, `([name, ...rest]) => client.call(name, ...rest)` of ioredis
 * @param {{ prefix?: string, timeout?: number }} [options] `prefix` of all keys (default: `assay-jwt:dpop:`); `timeout`:
 *   milliseconds after which the store counts as failed, 1 to 3,000 (default: 2,000)
 * @returns {ReplayStore}
 */
export function redisReplayStore(send, { prefix = 'assay-jwt:dpop:', timeout = TIMEOUT } = {}) {
  assertWhole('timeout', timeout, 1, MOST_TIMEOUT)
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

/**
 * For all isolates everywhere: Durable Objects of the class ReplayDurableObject, which your Worker exports.
 * @param {ReplayNamespace | (() => ReplayNamespace)} namespace the binding: `env.REPLAYS`
 * @param {{ shards?: number, timeout?: number }} [options] `shards`: objects that share the work, 1 to 1,000; one answers some hundred
 *   requests in a second (default: 16). `timeout`: milliseconds after which the store counts as failed, 1 to 3,000 (default: 2,000)
 * @returns {ReplayStore}
 */
export function durableObjectReplayStore(namespace, { shards = 16, timeout = TIMEOUT } = {}) {
  assertWhole('shards', shards, 1, 1000)
  assertWhole('timeout', timeout, 1, MOST_TIMEOUT)
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
