// The edge runtime, as a framework would bundle it: the module is imported, and a request has BASE and ID as its query.

import code from 'assay-jwt/assay.wasm?module'
import curvesCode from 'assay-jwt/assay-ec.wasm?module'
import { conform } from './conform.js'

addEventListener('fetch', (/** @type {any} */ event) => {
  const { base, id } = Object.fromEntries(new URL(event.request.url).searchParams)
  const rows = conform({ base, id }, { code, curvesCode, require: 'no CommonJS', noEval: true })
  event.respondWith(rows.then((each) => Response.json({ rows: each })))
})
