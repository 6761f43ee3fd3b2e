import { AssayError } from '../shared/error.js'
import { checkOptions } from './option-checks.js'

// What the stores of assay-jwt/stores are given: a store that is none would fail at the first request, or be done without.

/** @import { Rules } from './option-checks.js' */

/**
 * @param {string} store the function that makes it
 * @param {unknown} given
 * @param {Rules} rules
 * @returns {{ [name: string]: any }}
 */
export function checkStoreOptions(store, given, rules) {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return checkOptions(given, rules)
  const [first] = Object.keys(rules)
  throw invalid(store, `The options of ${store}() must be an object`, `Options are written ${store}({ ${first}: … })`)
}

/** @param {unknown} send */
export function checkSend(send) {
  if (typeof send === 'function') return
  const hint =
    'Write (command) => client.sendCommand(command) for a client of node-redis, ([name, ...rest]) => ' +
    'client.call(name, ...rest) for one of ioredis'
  throw invalid('send', 'The first argument of redisReplayStore() must be a function that sends a command', hint)
}

/** @param {any} namespace */
export function checkReplayNamespace(namespace) {
  if (typeof namespace === 'function') return
  if (typeof namespace?.idFromName === 'function' && typeof namespace.get === 'function') return
  const rule = 'must be the binding of a Durable Object namespace, or a function that returns it'
  const hint = 'Write durableObjectReplayStore(env.REPLAYS), and bind REPLAYS in wrangler.toml'
  throw invalid('namespace', `The first argument of durableObjectReplayStore() ${rule}`, hint)
}

/** @param {any} namespace */
export function checkKvNamespace(namespace) {
  // A Map has "get", too.
  if (typeof namespace?.get === 'function' && typeof namespace.put === 'function') return
  const hint = 'Write kvStore(env.KEYS), and bind KEYS in wrangler.toml'
  throw invalid('namespace', 'The argument of kvStore() must be the binding of a KV namespace', hint)
}

/** @param {any} cache a Cache, a promise of one, or a function that returns one of both */
export function checkCache(cache) {
  if (typeof cache === 'function' || typeof cache?.then === 'function') return
  if (typeof cache?.match === 'function' && typeof cache.put === 'function') return
  const hint = "Write cacheStore(), or cacheStore(() => caches.open('keys')) for a cache of another name"
  throw invalid('cache', 'The argument of cacheStore() must be a Cache, or a function that opens one', hint)
}

/** @param {string} option @param {string} message @param {string} hint */
const invalid = (option, message, hint) => new AssayError('option_invalid', { option, message, hint })
