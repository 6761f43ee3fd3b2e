import { takingPart } from './contestants.js'
import { measure, prepareCase, runBatch } from './workload.js'

/** @import { Case } from './contestants.js' */
/** @import { Fixtures } from './fixtures.js' */
/** @import { Libraries, Settings } from './workload.js' */

/**
 * @typedef {object} Job
 * @property {string} runtime
 * @property {readonly Case[]} cases
 * @property {Fixtures} fixtures
 * @property {Settings} settings
 */

/**
 * @typedef {object} CaseResult
 * @property {Record<string, number[]>} samples µs by contestant, then by round
 * @property {Record<string, string>} missing reasons by contestant
 */

/** @typedef {{ cases: Record<string, CaseResult>, failures: string[] }} JobResult failures: wrong verdicts */

/** @typedef {JobResult & { version: string }} RuntimeResult */

/**
 * All cases of a job, in a runtime that can time itself.
 * @param {Job} job
 * @param {Libraries} libraries
 * @returns {Promise<JobResult>}
 */
export async function runCases({ runtime, cases, fixtures, settings }, libraries) {
  /** @type {JobResult} */
  const result = { cases: {}, failures: [] }
  for (const which of cases) {
    const { present, missing } = takingPart(runtime, which)
    const prepared = await prepareCase(present, which, fixtures[which.fixture], libraries)
    result.failures.push(...prepared.failures)
    if (result.failures.length > 0) break
    const samples = await measure(prepared.ready, settings, runBatch)
    result.cases[which.id] = { samples, missing: { ...missing, ...prepared.missing } }
  }
  return result
}
