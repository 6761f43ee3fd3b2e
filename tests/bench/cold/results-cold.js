import { newResults } from '../results.js'

/** @import { Goal } from '../goals.js' */
/** @import { ColdSummary } from './summary.js' */

/**
 * @typedef {object} PlaceReport
 * @property {string} id
 * @property {string} label
 * @property {string} version
 * @property {boolean} outside timed from outside, less what an empty Worker takes
 * @property {Record<string, { rows: Record<string, ColdSummary>, missing: Record<string, string> }>} cases
 */

/**
 * @typedef {object} ColdResults
 * @property {string} date
 * @property {{ cpu: string, cores: number, load: number }} machine load: the average before the run, of what else ran
 * @property {boolean} quick
 * @property {number} rounds
 * @property {Record<string, string>} versions of the libraries
 * @property {PlaceReport[]} places
 * @property {Record<string, string>} absent what could not be had, and why
 * @property {Goal[]} goals
 */

const compared = ['jose', 'hono', 'aws-jwt-verify']

/**
 * @param {boolean} quick
 * @returns {ColdResults} with everything that is known before the run
 */
export function newColdResults(quick) {
  const { date, machine, versions } = newResults(quick)
  return {
    ...{ date, machine, quick, rounds: quick ? 3 : 11 },
    versions: Object.fromEntries(compared.map((name) => [name, versions[name]])),
    ...{ places: [], absent: {}, goals: [] }
  }
}
