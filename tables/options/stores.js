// Options of the stores in assay-jwt/stores.

/** @import { Group, Row } from './row-types.js' */

/** @type {Row} */
const timeout = {
  text: '**milliseconds** after which the store counts as failed',
  type: 'number',
  bounds: [10, 3000, 'milliseconds'],
  default: 2000
}

/** @type {{ [type: string]: Group }} */
export const storeGroups = {
  MemoryReplayStoreOptions: {
    of: 'memoryReplayStore',
    text: 'how many proofs are remembered',
    rows: {
      maxEntries: {
        text: 'proofs that are remembered',
        type: 'number',
        bounds: [1, 16_777_216, 'proofs'], // what a Map holds
        default: 250_000,
        constants: { DEFAULT_REPLAY_ENTRIES: 'default' }
      }
    }
  },

  RedisReplayStoreOptions: {
    of: 'redisReplayStore',
    text: 'where the ids are, and how long an answer may take',
    rows: {
      prefix: { text: 'what all keys begin with', type: 'string', check: 'checkString', default: 'assay-jwt:dpop:' },
      timeout
    }
  },

  DurableObjectReplayStoreOptions: {
    of: 'durableObjectReplayStore',
    text: 'how many objects there are, and how long an answer may take',
    rows: {
      shards: {
        text: 'objects that share the work; one answers some hundred requests in a second',
        type: 'number',
        bounds: [1, 1000, 'objects'],
        default: 16
      },
      timeout
    }
  },

  MemoryStoreOptions: {
    of: 'memoryStore',
    text: 'how many documents are kept',
    rows: {
      maxEntries: {
        text: 'documents that are kept: beyond them, the oldest is dropped',
        type: 'number',
        bounds: [1, 1_000_000, 'entries'],
        default: 1000
      },
      now: {
        text: 'the time in seconds since the epoch',
        type: '() => number',
        check: 'checkFunction',
        byDefault: 'the runtime’s clock'
      }
    }
  }
}
