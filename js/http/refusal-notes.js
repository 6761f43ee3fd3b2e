/** @import { AssayError } from '../shared/error.js' */

/**
 * What a request asks for, where a guard knows it: a JSON-RPC method, and the tool or other thing that it names.
 * @typedef {{ readonly method?: string | undefined, readonly name?: string | undefined }} Subject
 */

/**
 * @typedef {object} RefusalNotes what the gate knows of a refusal beyond its error
 * @property {readonly string[]} [scopes] that the challenge names
 * @property {number} [retryAfter] seconds
 * @property {'Bearer' | 'DPoP'} [scheme] of the token, where one came and both are possible
 * @property {Subject} [subject] what was refused
 * @property {{ readonly required: boolean, readonly algorithms: readonly string[] }} [dpop] of the gate
 * @property {{ readonly [name: string]: string }} [headers] of the answer
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
