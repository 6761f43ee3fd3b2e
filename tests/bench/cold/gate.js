// Nothing is timed that decides wrongly: the gate of the other cases, for one contestant of the cold start.

import { prepareCase } from '../workload.js'

/** @import { Fixture } from '../fixtures.js' */
/** @import { Load } from './run-cold.js' */

/**
 * @param {string} label
 * @param {Load} load
 * @param {Fixture} fixture
 * @returns {Promise<string[]>} what is wrong with its verdicts, or why there is none
 */
export async function findFailures(label, load, fixture) {
  const prepare = async () => {
    const { prepare: prepareFirst, verify } = await (await load()).create(fixture)
    await prepareFirst?.()
    return { verify }
  }
  const row = { id: 'one', label, library: 'one', in: /** @type {const} */ (['uncached']) }
  const which = { id: 'cold', title: '', fixture: '', alg: fixture.alg, kind: /** @type {const} */ ('uncached') }
  const libraries = { one: async () => ({ contestants: { one: prepare } }) }
  const { failures, missing } = await prepareCase([row], which, fixture, libraries)
  return [...failures, ...Object.values(missing).map((reason) => `${label}: ${reason}`)]
}
