import { asOption } from '../options/required-scopes.js'
import { subjectsOf } from './message-subjects.js'
import { readScopeTable } from './scope-rules.js'

/** @import { RequiredScope } from '../shared/types.js' */
/** @import { ScopeTable } from './scope-rules.js' */

/**
 * Makes a function that returns the scopes that a JSON-RPC message requires, from one table for all tools. What is
 * 'public' requires none: whether it needs a token is the guard's affair.
 * @param {ScopeTable} table
 * @returns {(message: unknown) => RequiredScope[]} takes a parsed message, or an array of them, and returns all their scopes.
 *   It throws AUTH_MISSING_SCOPE, tool_not_allowed, for what is not in the table; REQUEST_INVALID, message_malformed
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function messageScopes(table) {
  const rules = readScopeTable(table)
  return (message) => rules.scopesOf(subjectsOf(message)).map(asOption)
}
