// What one run found, and where it is kept.

import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { versionOf } from './bundle.js'
import { workDirectory } from './runtimes.js'

/** @import { Summary } from './statistics.js' */
/** @import { Goal } from './goals.js' */
/** @import { Size } from './sizes.js' */

/**
 * @typedef {object} RuntimeReport
 * @property {string} id
 * @property {string} label
 * @property {string} version
 * @property {Record<string, { rows: Record<string, Summary>, missing: Record<string, string> }>} cases
 * @property {{ inProcess: Record<string, Summary>, wall: Record<string, Summary> }} [fresh] milliseconds, not µs
 */

/**
 * @typedef {object} Results
 * @property {string} date
 * @property {{ cpu: string, cores: number, load: number }} machine load: the average before the run, of what else ran
 * @property {boolean} quick
 * @property {Record<string, string>} versions of the libraries
 * @property {RuntimeReport[]} runtimes
 * @property {Record<string, string>} absent runtimes that could not be had, and why
 * @property {Size[]} sizes
 * @property {Goal[]} goals
 */

const libraries = ['jose', 'oauth4webapi', 'hono', 'aws-jwt-verify', 'fast-jwt', 'jsonwebtoken', '@noble/curves']

/** @returns {Results} with everything that is known before the run */
export function newResults(/** @type {boolean} */ quick) {
  const processors = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cpu: processors[0].model, cores: processors.length, load: Number(loadavg()[0].toFixed(1)) },
    quick,
    versions: Object.fromEntries(libraries.map((name) => [name, versionOf(name)])),
    runtimes: [],
    absent: {},
    sizes: [],
    goals: []
  }
}

/**
 * @param {boolean} complete only a complete run replaces what the repository shows
 * @returns {string} the directory of results.json and bench.svg
 */
export function resultsDirectory(complete) {
  return complete ? fileURLToPath(new URL('.', import.meta.url)) : workDirectory
}

/**
 * @param {string} directory
 * @param {string} name
 * @param {unknown} value
 */
export async function writeJson(directory, name, value) {
  const { format, resolveConfig } = await import('prettier')
  const path = join(directory, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await format(JSON.stringify(value), { ...(await resolveConfig(path)), parser: 'json' }))
}
