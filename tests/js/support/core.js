import { readFileSync } from 'node:fs'
import { makeApi } from '../../../js/verifier/api.js'

/** The built core, compiled once for a whole test file. */
export const code = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay.wasm', import.meta.url)))

/**
 * The API on a platform of the test's own, by default one like Node with a core of its own.
 * @param {Partial<import('../../../js/core/core.js').Platform>} [platform]
 */
export function testApi(platform) {
  return makeApi({ loadSync: () => code, sharesPromises: true, ...platform })
}

/** @param {number} start seconds @returns {{ now: () => number, advance: (seconds: number) => void }} a clock that stands */
export function standingClock(start) {
  let time = start
  return { now: () => time, advance: (seconds) => void (time += seconds) }
}

/**
 * Runs an action and collects the WebAssembly instances that are made meanwhile.
 * @param {(instances: WebAssembly.Instance[]) => unknown} action
 */
export async function withInstances(action) {
  const { Instance } = WebAssembly
  /** @type {WebAssembly.Instance[]} */
  const instances = []
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports)
      instances.push(this)
    }
  }
  try {
    return await action(instances)
  } finally {
    WebAssembly.Instance = Instance
  }
}

/** @param {WebAssembly.Instance} instance @returns {number} the size of its memory in pages of 64 KiB */
export function pagesOf(instance) {
  const memory = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory)
  return memory.buffer.byteLength / 65_536
}
