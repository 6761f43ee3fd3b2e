import { AssayError } from '../shared/error.js'

/** What to do where nothing better is known. */
const FORMS = 'Give the text of a PEM file with a public key or a certificate: -----BEGIN PUBLIC KEY----- and so on'

/**
 * @param {string} rule what is wrong, as the rest of a sentence that begins with the argument's name
 * @param {{ option?: string, hint?: string }} [more] the name of the argument; what to do
 * @returns {AssayError} CONFIG_INVALID, option_invalid
 */
export function invalid(rule, { option = 'pem', hint = FORMS } = {}) {
  return new AssayError('option_invalid', { option, hint, message: `"${option}" ${rule}` })
}
