// Writes js/error-table.js from the core's own table (src/error.cpp), through the built WebAssembly.
// JavaScript needs its own reasons before the core is loaded, so the file is checked in; tests/js/error-table.test.js
// proves that the two agree. The core's reasons come with each refusal: they would only make every cold start larger. With --check it writes nothing and fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as prettier from 'prettier'
import { Core } from '../js/core.js'

const raisedByJavaScript = [
  ...['token_missing', 'token_not_string', 'issuer_mismatch', 'keys_not_loaded', 'core_not_loaded'],
  ...['jwks_fetch_failed', 'jwks_status', 'jwks_redirect', 'jwks_timeout', 'jwks_too_large', 'jwks_not_json'],
  ...['discovery_failed', 'discovery_issuer_mismatch'],
  ...['option_unknown', 'option_missing', 'option_invalid', 'verifier_disposed', 'internal']
]
const target = fileURLToPath(new URL('../js/error-table.js', import.meta.url))

/** @typedef {{ code: string, status: number, retryable: boolean, hint: string }} Code */
/** @typedef {{ reason: string, code: string, message: string }} Reason */

/** @returns {{ codes: Code[], reasons: Reason[] }} the table of codes and reasons as the built core has it */
export function readErrorTable() {
  const code = new WebAssembly.Module(readFileSync(new URL('../dist/assay.wasm', import.meta.url)))
  const core = new Core({ loadSync: () => code, sharesPromises: true })
  return core.run((instance) => {
    instance.check(instance.exports.errorTable())
    return instance.readJson()
  }, undefined)
}

/** @param {{ codes: Code[], reasons: Reason[] }} table @returns {Promise<string>} the module's text */
export async function errorTableModule({ codes, reasons }) {
  const own = raisedByJavaScript.map((name) => reasons.find(({ reason }) => reason === name))
  if (own.includes(undefined)) throw new Error('src/error.cpp lacks a reason that JavaScript raises')
  const source = `// Made by tools/generate-error-table.js from the core's table (src/error.cpp): change it there.

/** @typedef {{ readonly status: number, readonly retryable: boolean, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string }} ReasonRow */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = ${table(codes, 'code')}

/** The reasons that JavaScript gives. @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = ${table(/** @type {Reason[]} */ (own), 'reason')}
`
  const options = await prettier.resolveConfig(target)
  return prettier.format(source, { ...options, filepath: target })
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
    console.error('js/error-table.js differs from src/error.cpp: run node tools/generate-error-table.js')
    process.exitCode = 1
  }
}
