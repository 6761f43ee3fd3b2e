// Made from tables/options.js by `npm run generate`: change it there.

import { checkFunction, checkString } from './option-checks.js'

/** @import { Rules } from './option-checks.js' */

/** Of memoryReplayStore. @type {Rules} */
export const MEMORY_REPLAY_STORE_RULES = {
  maxEntries: [[1, 16_777_216, 'proofs'], 250_000]
}

/** Of redisReplayStore. @type {Rules} */
export const REDIS_REPLAY_STORE_RULES = {
  prefix: [checkString, 'assay-jwt:dpop:'],
  timeout: [[10, 3000, 'milliseconds'], 2000]
}

/** Of durableObjectReplayStore. @type {Rules} */
export const DURABLE_OBJECT_REPLAY_STORE_RULES = {
  shards: [[1, 1000, 'objects'], 16],
  timeout: [[10, 3000, 'milliseconds'], 2000]
}

/** Of memoryStore. @type {Rules} */
export const MEMORY_STORE_RULES = {
  maxEntries: [[1, 1_000_000, 'entries'], 1000],
  now: [checkFunction]
}
