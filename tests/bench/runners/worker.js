// The Worker that is timed from outside: inside a request its clock stands still.

import { cases, takingPart } from '../contestants.js'
import { prepareCase, runBatch } from '../workload.js'

/** @import { Contestant, Libraries } from '../workload.js' */

/** @typedef {{ id: string, count: number, empty: boolean }} Order empty: the loop alone */

/** @param {Libraries} libraries */
export function makeWorker(libraries) {
  /** @type {Map<string, Contestant>} of the case that was prepared last */
  let ready = new Map()

  /** @param {Request} request its path is the id of a case to prepare, with the fixture as its body; or /run */
  async function answer(request) {
    const id = new URL(request.url).pathname.slice(1)
    if (id === 'run') return run(/** @type {Order} */ (await request.json()))
    const which = cases.find((each) => each.id === id)
    if (which === undefined) return new Response('no such case', { status: 404 })
    const { present, missing } = takingPart('workerd', which)
    const prepared = await prepareCase(present, which, await request.json(), libraries)
    ready = new Map(prepared.ready.map((contestant) => [contestant.id, contestant]))
    return Response.json({
      ready: [...ready.keys()],
      missing: { ...missing, ...prepared.missing },
      failures: prepared.failures
    })
  }

  /** @param {Order} order */
  async function run({ id, count, empty }) {
    const contestant = /** @type {Contestant} */ (ready.get(id))
    await runBatch(empty ? { ...contestant, verify: (input) => input, sync: true } : contestant, count)
    return new Response('done')
  }

  return { fetch: answer }
}
