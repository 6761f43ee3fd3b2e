/** @import { AssayError } from '../error.js' */

/**
 * @typedef {object} RefusalNotes what the gate knows of a refusal beyond its error
 * @property {readonly string[]} [scopes] that the challenge names
 * @property {number} [retryAfter] seconds
 */

/** @type {WeakMap<AssayError, RefusalNotes>} */
const notes = new WeakMap()

/**
 * @param {AssayError} error
 * @param {RefusalNotes} more
 * @returns {AssayError} the error
 */
export function noteRefusal(error, more) {
  notes.set(error, { ...notes.get(error), ...more })
  return error
}

/** @param {AssayError} error @returns {RefusalNotes} */
export const refusalNotes = (error) => notes.get(error) ?? {}
