// The goals of the project, and what was measured for them. A miss is shown; it fails nothing.

import { existsSync, readFileSync } from 'node:fs'
import { median, pairedRatio, quantile, round } from './statistics.js'

/** @import { JobResult } from './run-cases.js' */
/** @import { Runtime } from './runtimes.js' */
/** @import { Size } from './sizes.js' */

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {number} limit
 * @property {string} unit
 * @property {number | null} measured the median
 * @property {number | null} quiet by the fastest tenth, which other work on the machine disturbs least
 * @property {string} [note]
 */

/**
 * @typedef {object} Measurements raw samples
 * @property {Record<string, JobResult['cases']>} runtimes
 * @property {Record<string, Record<string, number[]>>} fresh milliseconds by runtime and contestant
 * @property {readonly Size[]} sizes
 */

/** verifySync ÷ node:crypto.verify, both with a prepared key. */
const againstCrypto = { ES256: 0.75, ES384: 0.3, ES512: 0.35, EdDSA: 0.45 }
const nodes = ['node20', 'node24']
const curvesAgainstJose = {
  limit: 0.5,
  runtimes: ['node20', 'node24', 'workerd', 'chromium', 'firefox', 'bun', 'deno']
}
const newKeyLimit = 2

const againstJose = { node20: 0.55, workerd: 1, chromium: 0.8, firefox: 0.4, deno: 0.3, bun: 1.1 }

/**
 * @param {Measurements} measurements
 * @param {readonly Runtime[]} runtimes those of this run
 * @returns {Goal[]}
 */
export function judge(measurements, runtimes) {
  const labels = Object.fromEntries(runtimes.map(({ id, label }) => [id, label]))
  /** @param {string} runtime @param {string} which @param {string} id */
  const samples = (runtime, which, id) => measurements.runtimes[runtime]?.[which]?.samples[id]
  const goals = Object.entries(againstJose).map(([runtime, limit]) =>
    ratio(
      `verifySync ÷ jose, ${labels[runtime] ?? runtime}`,
      limit,
      samples(runtime, 'rs256-2048', 'assay-sync'),
      samples(runtime, 'rs256-2048', 'jose')
    )
  )
  const node = (/** @type {string} */ which, /** @type {string} */ id) => samples('node20', which, id)
  goals.push(
    ratio('verifySync ÷ fast-jwt', 1.4, node('rs256-2048', 'assay-sync'), node('rs256-2048', 'fast-jwt')),
    ...Object.keys(measurements.runtimes).map((runtime) =>
      difference(
        `verify − verifySync, ${labels[runtime]}`,
        5,
        samples(runtime, 'rs256-2048', 'assay-async'),
        samples(runtime, 'rs256-2048', 'assay-sync')
      )
    ),
    ...['2048', '4096'].map((bits) => judgeOperation(node, bits)),
    difference(
      'verifySync − the RSA operation',
      12,
      node('rs256-2048', 'assay-sync'),
      node('rs256-2048', 'rsa-operation')
    ),
    ratio(
      'repeated token ÷ fast-jwt with its cache',
      0.5,
      node('repeated', 'assay-sync'),
      node('repeated', 'fast-jwt-cache')
    ),
    ratio(
      'import and first verification ÷ jose, fresh process',
      1,
      measurements.fresh.node20?.['assay-sync'],
      measurements.fresh.node20?.jose
    ),
    size(measurements.sizes, 'assay-wasm', 'brotli', 120, 'stretch: 90'),
    size(measurements.sizes, 'assay-relaxed-wasm', 'brotli', 120, 'stretch: 90'),
    size(measurements.sizes, 'assay-ec-wasm', 'brotli', 20, 'stretch: 15'),
    size(measurements.sizes, 'assay-js', 'gzip', 10),
    soak(),
    ...judgeCurves(samples, labels)
  )
  return goals
}

/**
 * @param {string} what
 * @param {number} limit
 * @param {number[] | undefined} ours
 * @param {number[] | undefined} theirs
 * @returns {Goal}
 */
function ratio(what, limit, ours, theirs) {
  if (!ours || !theirs) return { what, limit, unit: '×', measured: null, quiet: null, note: 'not in this run' }
  const quiet = quantile(ours, 0.1) / quantile(theirs, 0.1)
  return { what, limit, unit: '×', measured: round(pairedRatio(ours, theirs)), quiet: round(quiet) }
}

/**
 * @param {string} what
 * @param {number} limit
 * @param {number[] | undefined} more
 * @param {number[] | undefined} less
 * @returns {Goal}
 */
function difference(what, limit, more, less) {
  if (!more || !less) return { what, limit, unit: 'µs', measured: null, quiet: null, note: 'not in this run' }
  const measured = median(more.map((value, index) => value - less[index]))
  return { what, limit, unit: 'µs', measured: round(measured), quiet: round(quantile(more, 0.1) - quantile(less, 0.1)) }
}

/**
 * @param {(which: string, id: string) => number[] | undefined} node
 * @param {string} bits
 * @returns {Goal}
 */
function judgeOperation(node, bits) {
  const which = `rs256-${bits}`
  const limit = bits === '2048' ? 1.6 : 2
  const what = `RSA operation in WebAssembly ÷ node:crypto.verify, ${bits} bits`
  const theirs = node(which, 'crypto-verify')
  const goal = ratio(what, limit, node(which, 'rsa-operation'), theirs)
  if (goal.measured !== null) return goal
  const all = ratio(what, limit, node(which, 'assay-sync'), theirs)
  return all.measured === null ? goal : { ...goal, note: `all of verifySync: ${all.measured}, quiet ${all.quiet}` }
}

/**
 * @param {(runtime: string, which: string, id: string) => number[] | undefined} samples
 * @param {Record<string, string>} labels of the runtimes
 * @returns {Goal[]}
 */
function judgeCurves(samples, labels) {
  return Object.entries(againstCrypto).flatMap(([alg, limit]) => {
    const id = alg.toLowerCase()
    const compare = (/** @type {string} */ runtime, /** @type {string} */ which, /** @type {string} */ other) =>
      /** @type {const} */ ([samples(runtime, which, 'assay-sync'), samples(runtime, which, other)])
    const name = (/** @type {string} */ runtime) => `${alg}, ${labels[runtime] ?? runtime}`
    return [
      ...nodes.map((runtime) =>
        ratio(`verifySync ÷ node:crypto.verify, ${name(runtime)}`, limit, ...compare(runtime, id, 'crypto-verify'))
      ),
      ...nodes.map((runtime) => {
        const what = `first verification by a new key ÷ node:crypto.verify, ${name(runtime)}`
        return ratio(what, newKeyLimit, ...compare(runtime, `${id}-new-key`, 'crypto-verify'))
      }),
      ...curvesAgainstJose.runtimes.map((runtime) =>
        ratio(`verifySync ÷ jose, ${name(runtime)}`, curvesAgainstJose.limit, ...compare(runtime, id, 'jose'))
      )
    ]
  })
}

/**
 * @param {readonly Size[]} sizes
 * @param {string} id
 * @param {'gzip' | 'brotli'} encoding
 * @param {number} limit in kB
 * @param {string} [note]
 * @returns {Goal}
 */
function size(sizes, id, encoding, limit, note) {
  const found = sizes.find((each) => each.id === id)
  const measured = found ? round(found[encoding] / 1000) : null
  return { what: `${found?.label ?? id}, ${encoding}`, limit, unit: 'kB', measured, quiet: null, note }
}

/** @returns {Goal} from the last soak of full length, which is a run of its own */
function soak() {
  const file = new URL('soak.json', import.meta.url)
  const goal = { what: 'growth of memory after the first 100,000 of 5,000,000 verifications', limit: 2, unit: 'MB' }
  if (!existsSync(file)) return { ...goal, measured: null, quiet: null, note: 'npm run bench -- --soak 5000000' }
  const { date, growthMB } = JSON.parse(readFileSync(file, 'utf8'))
  return { ...goal, measured: growthMB, quiet: null, note: date }
}
