import { AssayIsolate } from './assay-isolate.js'
import { EachRequest, FixedAge, NeverExpires } from './habits.js'
import { cacheApi, workersKv } from './stores.js'

/** @import { Contestant } from './world.js' */

/** @type {readonly Contestant[]} */
export const contestants = [
  {
    id: 'assay-kv',
    label: 'assay-jwt, Workers KV',
    kind: 'ours',
    open(world) {
      const storeOf = workersKv(world)
      return (place) => new AssayIsolate(world, storeOf(place))
    }
  },
  {
    id: 'assay-cache',
    label: 'assay-jwt, Cache API',
    kind: 'ours',
    open(world) {
      const storeOf = cacheApi(world)
      return (place) => new AssayIsolate(world, storeOf(place))
    }
  },
  { id: 'assay-memory', label: 'assay-jwt, memory', kind: 'ours', open: (world) => () => new AssayIsolate(world) },
  { id: 'fixed-age', label: '10 minutes, as jose', kind: 'other', open: (world) => () => new FixedAge(world) },
  {
    id: 'never-expires',
    label: 'for ever, as aws-jwt-verify',
    kind: 'other',
    open: (world) => () => new NeverExpires(world)
  },
  { id: 'each-request', label: 'each request, as hono', kind: 'other', open: (world) => () => new EachRequest(world) }
]
