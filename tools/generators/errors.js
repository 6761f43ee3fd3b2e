// js/shared/error-table.js, from the core's own table (src/base/error.cpp) as the built WebAssembly has it.

import { readFileSync } from 'node:fs'
import { Core } from '../../js/core/core.js'
import { formatted } from '../lib/formatted.js'

const path = 'js/shared/error-table.js'

/** @typedef {{ code: string, status: number, retryable: boolean, hint: string }} Code */
/** @typedef {{ reason: string, code: string, message: string, status?: number }} Reason */

/** @returns {{ codes: Code[], reasons: Reason[] }} the table of codes and reasons as the built core has it */
export function readErrorTable() {
  const code = new WebAssembly.Module(readFileSync(new URL('../../dist/assay.wasm', import.meta.url)))
  const core = new Core({ loadSync: () => code, sharesPromises: true })
  return core.run((instance) => {
    instance.check(instance.exports.errorTable())
    return instance.readJson()
  })
}

/** @returns {Promise<{ [path: string]: string }>} */
export async function files() {
  return { [path]: await errorTableModule(readErrorTable()) }
}

/** @param {{ codes: Code[], reasons: Reason[] }} table @returns {Promise<string>} the module's text */
function errorTableModule({ codes, reasons }) {
  const rows = codes.map(({ code, status, hint }) => ({ code, status, hint }))
  return formatted(
    path,
    `// Made by npm run generate from src/base/error.cpp: change it there.

/** @typedef {{ readonly status: number, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number }} ReasonRow the status where it is not the code's */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = ${table(rows, 'code')}

/** @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = ${table(reasons, 'reason')}
`
  )
}

/**
 * @param {object[]} rows
 * @param {string} key the member that names a row
 * @returns {string} an object literal, a row to a name
 */
function table(rows, key) {
  const entries = rows.map((/** @type {any} */ { [key]: name, ...row }) => `${name}: ${JSON.stringify(row)}`)
  return `{ ${entries.join(', ')} }`
}
