// Writes js/shared/error-table.js from the core's own table (src/base/error.cpp), through the built WebAssembly. JavaScript needs the
// reasons before the core is loaded, and so does a verifier of a user's own, so the file is checked in;
// tests/js/shared/error-table.test.js proves that it agrees. With --check it writes nothing and fails where it differs.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as prettier from 'prettier'
import { Core } from '../js/core/core.js'

const target = new URL('../js/shared/error-table.js', import.meta.url)

/** @typedef {{ code: string, status: number, retryable: boolean, hint: string }} Code */
/** @typedef {{ reason: string, code: string, message: string, status?: number }} Reason */

/** @returns {{ codes: Code[], reasons: Reason[] }} the table of codes and reasons as the built core has it */
export function readErrorTable() {
  const code = new WebAssembly.Module(readFileSync(new URL('../dist/assay.wasm', import.meta.url)))
  const core = new Core({ loadSync: () => code, sharesPromises: true })
  return core.run((instance) => {
    instance.check(instance.exports.errorTable())
    return instance.readJson()
  })
}

/** @param {{ codes: Code[], reasons: Reason[] }} table @returns {Promise<string>} the module's text */
export function errorTableModule({ codes, reasons }) {
  const rows = codes.map(({ code, status, hint }) => ({ code, status, hint }))
  return formatted(`// Made by tools/generate-error-table.js from the core's table (src/base/error.cpp): change it there.

/** @typedef {{ readonly status: number, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number }} ReasonRow the status where it is not the code's */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = ${table(rows, 'code')}

/** @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = ${table(reasons, 'reason')}
`)
}

/** @param {string} source */
async function formatted(source) {
  const filepath = fileURLToPath(target)
  return prettier.format(source, { ...(await prettier.resolveConfig(filepath)), filepath })
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await errorTableModule(readErrorTable())
  if (!process.argv.includes('--check')) {
    writeFileSync(target, made)
  } else if (readFileSync(target, 'utf8') !== made) {
    console.error('js/shared/error-table.js differs from src/base/error.cpp: run node tools/generate-error-table.js')
    process.exitCode = 1
  }
}
