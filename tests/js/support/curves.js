import { ecCode } from './ec-module.js'

/** A platform like Node, which counts how often it loads assay-ec.wasm. */
export function countingCurves() {
  const counts = { loads: 0 }
  const loadSync = () => {
    counts.loads += 1
    return ecCode()
  }
  return { counts, curves: { loadSync } }
}

/**
 * A platform like a browser, which counts how often it loads assay-ec.wasm.
 * @param {(load: number) => unknown} [attempt] may throw, or take its time
 */
export function waitingCurves(attempt = () => {}) {
  const counts = { loads: 0 }
  const load = async () => {
    counts.loads += 1
    await attempt(counts.loads)
    return ecCode()
  }
  return { counts, curves: { load } }
}

/**
 * Runs an action while the instances of assay-ec.wasm have other exports.
 * @template T
 * @param {(exports: any) => object} change gets the real ones, returns those that are another's
 * @param {() => T} action
 * @returns {Promise<Awaited<T>>}
 */
export async function withChangedCurves(change, action) {
  const { Instance } = WebAssembly
  WebAssembly.Instance = /** @type {any} */ (
    function (/** @type {WebAssembly.Module} */ code, /** @type {WebAssembly.Imports} */ imports) {
      const instance = new Instance(code, imports)
      const { exports } = instance
      return 'prepare' in exports ? { exports: { ...exports, ...change(exports) } } : instance
    }
  )
  try {
    return await action()
  } finally {
    WebAssembly.Instance = Instance
  }
}
