// workerd, by miniflare and by wrangler: a request has BASE and ID as its query.

import code from 'assay-jwt/assay.wasm'
import curvesCode from 'assay-jwt/assay-ec.wasm'
import { conform } from './conform.js'

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { base, id } = Object.fromEntries(new URL(request.url).searchParams)
    const noEval = /** @type {const} */ (true)
    const own = { code, curvesCode, instancesAtImport: 1, require: 'no CommonJS', noEval }
    return Response.json({ rows: await conform({ base, id }, own) })
  }
}
