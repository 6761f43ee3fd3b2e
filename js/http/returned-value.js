// What a function in the options returned for a request, and the handler behind a guard.

import { invalidOption } from '../shared/error.js'
import { hintForHandler } from './wrong-framework.js'

/**
 * @param {unknown} value
 * @param {string} name of the option
 * @returns {string | undefined}
 * @throws {AssayError} CONFIG_INVALID for what is no string and no number: all objects would become one and the same string
 */
export function checkReturned(value, name) {
  if (value === undefined || value === null) return undefined
  if (['string', 'number', 'bigint'].includes(typeof assertNoPromise(value, name))) return String(value)
  throw invalidOption(name, 'must return a string, or undefined')
}

/**
 * @template T
 * @param {T} value
 * @param {string} name of the option
 * @returns {T} the same
 * @throws {AssayError} CONFIG_INVALID for a promise: the guard needs the value at once
 */
export function assertNoPromise(value, name) {
  if (typeof (/** @type {any} */ (value)?.then) !== 'function') return value
  Promise.resolve(value).catch(() => {}) // nobody else handles its rejection
  throw invalidOption(name, 'must return its value, not a promise: find out what it takes before the guard')
}

/**
 * @template T
 * @param {T} handler
 * @returns {T} the same
 * @throws {AssayError} CONFIG_INVALID: it is no function
 */
export function checkHandler(handler) {
  if (typeof handler === 'function') return handler
  throw invalidOption('handler', 'must be a function', hintForHandler(handler))
}
