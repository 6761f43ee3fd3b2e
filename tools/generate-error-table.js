// Writes js/error-table.js and js/http/error-table.js from the core's own table (src/error.cpp), through the built
// WebAssembly. JavaScript needs its own reasons before the core is loaded, so the files are checked in;
// tests/js/error-table.test.js proves that they agree. The core's reasons come with each refusal: they would only make
// every cold start larger, and so would the hints of codes that only the core gives. With --check it writes nothing and fails where they differ.
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
const raisedByHttp = [
  ...['authorization_malformed', 'rate_limited', 'tool_not_allowed', 'body_too_large', 'body_media_type'],
  ...['body_not_json', 'body_duplicate_member', 'message_malformed', 'method_not_allowed']
]
const target = new URL('../js/error-table.js', import.meta.url)
const httpTarget = new URL('../js/http/error-table.js', import.meta.url)

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
  const raised = codesOf(reasons, raisedByJavaScript)
  const rows = codes.map(({ code, status, hint }) => ({ code, status, ...(raised.has(code) ? { hint } : {}) }))
  return formatted(`// Made by tools/generate-error-table.js from the core's table (src/error.cpp): change it there.

/** @typedef {{ readonly status: number, readonly hint?: string }} CodeRow the hint where JavaScript gives the code */
/** @typedef {{ readonly code: string, readonly message: string }} ReasonRow */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = ${table(rows, 'code')}

/** The reasons that JavaScript gives. @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = ${table(rowsOf(reasons, raisedByJavaScript), 'reason')}
`)
}

/** @param {{ codes: Code[], reasons: Reason[] }} table @returns {Promise<string>} the text of the module for js/http and what builds on it */
export function httpErrorTableModule({ codes, reasons }) {
  const raised = codesOf(reasons, raisedByHttp)
  const hints = codes.filter(({ code }) => raised.has(code)).map(({ code, hint }) => [code, hint])
  return formatted(`// Made by tools/generate-error-table.js from the core's table (src/error.cpp): change it there.

/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number }} HttpReasonRow */

/** The reasons that a request is refused for, whatever its token is. @type {{ readonly [reason: string]: HttpReasonRow }} */
export const httpReasons = ${table(rowsOf(reasons, raisedByHttp), 'reason')}

/** What to do about the codes among them. @type {{ readonly [code: string]: string }} */
export const httpHints = ${JSON.stringify(Object.fromEntries(hints))}
`)
}

/** @param {Reason[]} reasons @param {readonly string[]} names @returns {Set<string>} the codes of these reasons */
function codesOf(reasons, names) {
  return new Set(rowsOf(reasons, names).map(({ code }) => code))
}

/** @param {Reason[]} reasons @param {readonly string[]} names @returns {Reason[]} */
function rowsOf(reasons, names) {
  return names.map((name) => {
    const row = reasons.find(({ reason }) => reason === name)
    if (row === undefined) throw new Error(`src/error.cpp lacks the reason ${name}`)
    return row
  })
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
  const read = readErrorTable()
  for (const [url, made] of /** @type {[URL, string][]} */ ([
    [target, await errorTableModule(read)],
    [httpTarget, await httpErrorTableModule(read)]
  ])) {
    if (!process.argv.includes('--check')) {
      writeFileSync(url, made)
    } else if (readFileSync(url, 'utf8') !== made) {
      console.error(`${url.pathname} differs from src/error.cpp: run node tools/generate-error-table.js`)
      process.exitCode = 1
    }
  }
}
