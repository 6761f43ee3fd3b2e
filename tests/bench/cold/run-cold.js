// One cold start, in a runtime that can time itself. Runs everywhere: no module of one runtime, and no clock but
// performance.now().

/** @import { Fixture } from '../fixtures.js' */

/**
 * @typedef {object} ColdVerifier
 * @property {() => Promise<void>} [prepare] what the library offers before the first token
 * @property {(token: string) => unknown} verify throws or rejects where it refuses
 */

/** @typedef {(fixture: Fixture) => ColdVerifier | Promise<ColdVerifier>} Create exported by each module of libraries/ */

/** @typedef {() => Promise<{ create: Create }>} Load */

/**
 * @typedef {object} ColdRun in milliseconds
 * @property {Record<string, number>} marks import, create, prepare; toFirst: all until the first verdict; compile and
 *   instance: the parts of them that are WebAssembly's
 * @property {number[]} times of each verification
 */

/**
 * @param {Load} load
 * @param {Fixture} fixture
 * @returns {Promise<ColdRun>}
 */
export async function runCold(load, fixture) {
  const wasm = watchWebAssembly()
  const begin = performance.now()
  const { create } = await load()
  const imported = performance.now()
  const { prepare, verify } = await create(fixture)
  const created = performance.now()
  await prepare?.()
  const prepared = performance.now()
  const times = await verifyAll(verify, fixture.tokens, prepared)
  const phases = { import: imported - begin, create: created - imported, prepare: prepared - created }
  return { marks: { ...phases, toFirst: prepared - begin + times[0], ...wasm }, times }
}

/**
 * @param {ColdVerifier['verify']} verify
 * @param {readonly string[]} tokens
 * @param {number} begin
 * @returns {Promise<number[]>} milliseconds by token. Each begins where the one before it ended, so that sums are exact
 *   where the clock is coarse
 */
async function verifyAll(verify, tokens, begin) {
  const times = []
  let before = begin
  for (const token of tokens) {
    const verdict = verify(token)
    if (!(verdict instanceof Promise ? await verdict : verdict)) throw new Error('no verdict')
    const now = performance.now()
    times.push(now - before)
    before = now
  }
  return times
}

/** @returns {{ compile: number, instance: number }} milliseconds, which grow while WebAssembly is compiled or instantiated */
function watchWebAssembly() {
  const spent = { compile: 0, instance: 0 }
  const { Module, Instance, compileStreaming } = WebAssembly
  WebAssembly.Module = timed(Module, (ms) => (spent.compile += ms))
  WebAssembly.Instance = timed(Instance, (ms) => (spent.instance += ms))
  WebAssembly.compileStreaming = async (source) => {
    const begin = performance.now()
    const code = await compileStreaming(source)
    spent.compile += performance.now() - begin
    return code
  }
  return spent
}

/**
 * @template {new (...values: any[]) => object} T
 * @param {T} constructor
 * @param {(ms: number) => void} add
 * @returns {T}
 */
function timed(constructor, add) {
  return new Proxy(constructor, {
    construct(target, values) {
      const begin = performance.now()
      const made = Reflect.construct(target, values)
      add(performance.now() - begin)
      return made
    }
  })
}
