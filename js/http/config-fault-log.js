/** @import { AssayError } from '../shared/error.js' */

const MOST = 10

/**
 * Tells of mistakes in the options that only a request brings to light: the client gets no word of them, and whoever runs
 * the server must. Each is said once.
 * @returns {(error: AssayError) => void}
 */
export function makeComplaint() {
  /** @type {Set<string>} */
  const said = new Set()
  return ({ code, message, hint }) => {
    if (code !== 'CONFIG_INVALID' || said.has(message) || said.size === MOST) return
    said.add(message)
    // eslint-disable-next-line no-console -- each caller is refused with 500 until the options are changed
    console.error(`assay-jwt: ${message}. ${hint}`)
  }
}
