import { findFailures } from './gate.js'

/** @param {import('./run-cold.js').Load} load */
export const makeGate = (load) => ({
  /** @param {Request} request */
  async fetch(request) {
    const { label, fixture } = /** @type {any} */ (await request.json())
    return Response.json(await findFailures(label, load, fixture))
  }
})
