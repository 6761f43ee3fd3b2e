// A Worker that lints the JWK Sets that it is sent.

import { lintJwks } from 'assay-jwt'

export default {
  /** @param {Request} request */
  async fetch(request) {
    const sets = /** @type {string[]} */ (await request.json())
    return Response.json(sets.map((set) => lintJwks(set)))
  }
}
