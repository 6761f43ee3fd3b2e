/** @import { AssayError } from '../shared/error.js' */

const MAX_MESSAGES = 10

/**
 * Logs mistakes in the options that show only with a request. The client is not told of them; whoever runs the server must
 * be. Each message is logged once.
 * @returns {(error: AssayError) => void} ignores errors that are not CONFIG_INVALID
 */
export function makeConfigFaultLog() {
  /** @type {Set<string>} */
  const logged = new Set()
  return ({ code, message, hint }) => {
    if (code !== 'CONFIG_INVALID' || logged.has(message) || logged.size === MAX_MESSAGES) return
    logged.add(message)
    // eslint-disable-next-line no-console -- each caller is refused with 500 until the options are changed
    console.error(`assay-jwt: ${message}. ${hint}`)
  }
}
