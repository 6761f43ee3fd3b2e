// Inside the package a required scope is one string: a scope, or alternatives of which one must be granted, joined by a
// character that no scope-token has (RFC 6749 §3.3). The core reads it like this, too.

/** @import { RequiredScope } from '../shared/types.js' */

const OR = '"'

/** @param {readonly string[]} scopes one at least @returns {string} of which one must be granted */
export const anyOf = (scopes) => scopes.join(OR)

/** @param {string} required @returns {string[]} the scopes of which one must be granted */
export const alternativesOf = (required) => required.split(OR)

/** @param {string} required @returns {string} the scope that a client is told to ask for */
export const firstAlternative = (required) => alternativesOf(required)[0]

/** @param {string} required @returns {string} for people: `read or admin` */
export const scopeInWords = (required) => alternativesOf(required).join(' or ')

/** @param {string} required @returns {RequiredScope} as the option requiredScope takes it */
export function asOption(required) {
  const scopes = alternativesOf(required)
  return scopes.length === 1 ? required : { anyOf: scopes }
}
