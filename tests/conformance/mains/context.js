// A page, a module worker and a service worker of a browser: runs the suite and posts its rows to the origin.

import { conform } from './conform.js'

/** @param {string} query BASE and ID */
export async function runHere(query) {
  const { base, id } = Object.fromEntries(new URLSearchParams(query))
  let body
  try {
    const code = await WebAssembly.compileStreaming(fetch('/node_modules/assay-jwt/dist/assay.wasm'))
    const curvesCode = await WebAssembly.compileStreaming(fetch('/node_modules/assay-jwt/dist/assay-ec.wasm'))
    const rows = await conform({ base, id }, { code, curvesCode, require: 'no CommonJS', noEval: true })
    body = { rows, context: globalThis.constructor.name }
  } catch (error) {
    body = { error: String(error) }
  }
  await fetch(`/result/${id}`, { method: 'POST', body: JSON.stringify(body) })
}
