// What every runtime does with the contestants of one case: prepare them, check that their verdicts are right, time
// them in turns. Runs everywhere: no module of one runtime, and no clock but performance.now().

/** @import { Case, Row } from './contestants.js' */
/** @import { Fixture } from './fixtures.js' */

/**
 * @typedef {object} Prepared
 * @property {(input: any) => unknown} verify throws or rejects where it refuses
 * @property {(token: string) => unknown} [input] what it takes for a token, made before anything is timed
 */

/** @typedef {(fixture: Fixture, kind: Case['kind']) => Prepared | Promise<Prepared>} Prepare */

/** @typedef {Record<string, () => Promise<{ contestants: Record<string, Prepare> }>>} Libraries by name */

/**
 * @typedef {object} Contestant
 * @property {string} id
 * @property {(input: any) => unknown} verify
 * @property {(count: number) => unknown[]} inputs that many, or a ring of fewer
 * @property {boolean} sync
 * @property {number} position in the ring
 * @property {(token: string) => unknown} input
 */

/** @typedef {{ rounds: number, batchMs: number, warmupMs: number }} Settings */

/** @typedef {{ ready: Contestant[], missing: Record<string, string>, failures: string[] }} Preparation */

/**
 * @param {readonly Row[]} rows
 * @param {Case} which
 * @param {Fixture} fixture
 * @param {Libraries} libraries
 * @returns {Promise<Preparation>} missing: why a library could not be had here; failures: wrong verdicts
 */
export async function prepareCase(rows, which, fixture, libraries) {
  /** @type {Preparation} */
  const result = { ready: [], missing: {}, failures: [] }
  for (const row of rows) {
    let prepared
    try {
      prepared = await (await libraries[row.library]()).contestants[row.id](fixture, which.kind)
    } catch (error) {
      result.missing[row.id] = String(/** @type {Error} */ (error).message).split('\n')[0]
      continue
    }
    const contestant = makeContestant(row, prepared, fixture, which.kind)
    const failures = await findWrongVerdicts(row, contestant, fixture)
    if (failures.length > 0) result.failures.push(...failures)
    else result.ready.push(contestant)
  }
  return result
}

/**
 * @param {Row} row
 * @param {Prepared} prepared
 * @param {Fixture} fixture
 * @param {Case['kind']} kind
 * @returns {Contestant}
 */
function makeContestant({ id }, { verify, input = (token) => token }, { tokens }, kind) {
  const ring = kind === 'repeated' ? [] : tokens.map(input)
  const bytes = new TextEncoder().encode(tokens[0])
  const decoder = new TextDecoder()
  // A server gets a repeated token as a new string with each request: one string that is passed again and again would
  // carry its hash value along, and would be compared by its address.
  const copies = (/** @type {number} */ count) => Array.from({ length: count }, () => input(decoder.decode(bytes)))
  const inputs = kind === 'repeated' ? copies : () => ring
  return { id, verify, inputs, input, sync: false, position: 0 }
}

/**
 * The gate: nothing is timed that decides wrongly.
 * @param {Row} row
 * @param {Contestant} contestant
 * @param {Fixture} fixture
 * @returns {Promise<string[]>}
 */
async function findWrongVerdicts({ label, primitive }, contestant, { tokens, refused }) {
  const failures = []
  const { verify, input } = contestant
  for (const token of [tokens[0], tokens[1], tokens[tokens.length - 1], tokens[0]]) {
    try {
      const verdict = verify(input(token))
      contestant.sync = !(verdict instanceof Promise)
      if (!(await verdict)) failures.push(`${label} gives nothing back for a good token`)
    } catch (error) {
      failures.push(`${label} refuses a good token: ${/** @type {Error} */ (error).message}`)
    }
  }
  for (const [what, token] of Object.entries(refused)) {
    if (primitive && !what.includes('altered')) continue
    try {
      await verify(input(token))
    } catch {
      continue
    }
    failures.push(`${label} accepts a token ${what}`)
  }
  return failures
}

/**
 * @param {Contestant} contestant
 * @param {number} count
 * @returns {Promise<number>} milliseconds for that many verifications, one after the other
 */
export async function runBatch(contestant, count) {
  const { verify, sync } = contestant
  const inputs = contestant.inputs(count)
  const size = inputs.length
  let index = contestant.position % size
  let kept
  const begin = performance.now()
  if (sync) {
    for (let done = 0; done < count; done++) {
      kept = verify(inputs[index])
      index = index + 1 === size ? 0 : index + 1
    }
  } else {
    for (let done = 0; done < count; done++) {
      kept = await verify(inputs[index])
      index = index + 1 === size ? 0 : index + 1
    }
  }
  const end = performance.now()
  if (!kept) throw new Error(`${contestant.id} gave nothing back`)
  contestant.position = index
  return end - begin
}

/**
 * Times the contestants in turns, so that what else the machine does meets all of them.
 * @template {{ id: string }} T
 * @param {readonly T[]} contestants
 * @param {Settings} settings
 * @param {(contestant: T, count: number) => Promise<number>} run a batch, in milliseconds
 * @returns {Promise<Record<string, number[]>>} µs for one verification, by round
 */
export async function measure(contestants, { rounds, batchMs, warmupMs }, run) {
  /** @type {Map<T, number>} */
  const counts = new Map()
  for (const contestant of contestants) counts.set(contestant, await warmUp(contestant, { batchMs, warmupMs }, run))
  /** @type {Record<string, number[]>} */
  const samples = Object.fromEntries(contestants.map(({ id }) => [id, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contestant of shuffled(contestants)) {
      const count = /** @type {number} */ (counts.get(contestant))
      samples[contestant.id].push(((await run(contestant, count)) * 1000) / count)
    }
  }
  return samples
}

/**
 * @template T
 * @param {T} contestant
 * @param {{ batchMs: number, warmupMs: number }} settings
 * @param {(contestant: T, count: number) => Promise<number>} run
 * @returns {Promise<number>} how many verifications take about batchMs
 */
async function warmUp(contestant, { batchMs, warmupMs }, run) {
  // The fastest of several whole batches decides: one that was interrupted says nothing about how many fit.
  let fastest = Infinity
  let whole = 0
  let count = 1
  for (let spent = 0; spent < warmupMs || whole < 3;) {
    const took = await run(contestant, count)
    spent += took
    if (took < batchMs) {
      count *= 2
    } else {
      whole += 1
      fastest = Math.min(fastest, took / count)
    }
  }
  return Math.max(1, Math.round(batchMs / fastest))
}

/**
 * @template T
 * @param {readonly T[]} list
 * @returns {T[]} in an order of its own each time, so that nobody always runs after the same one
 */
export function shuffled(list) {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[result[last], result[other]] = [result[other], result[last]]
  }
  return result
}
