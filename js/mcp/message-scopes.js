import { invalidOption } from '../error.js'
import { requestError } from '../http/request-error.js'
import * as check from '../option-checks.js'

/**
 * Scopes that something takes: one, several that must all be granted, or none ([]).
 * @typedef {string | readonly string[]} ScopeRule
 */

/**
 * What each JSON-RPC method takes: a rule; false, where it is refused; or, for the methods that name a tool, a prompt or a
 * resource, a rule for each name. What is not in the table is refused, but for DEFAULT_METHODS.
 * @typedef {{ readonly [method: string]: ScopeRule | false | { readonly [name: string]: ScopeRule } }} ScopeTable
 */

/** @typedef {readonly string[] | Map<string, readonly string[]>} Rule */

/** Where a method's request has the name of what it is about. @type {{ readonly [method: string]: string | undefined }} */
const NAMED_BY = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'resources/subscribe': 'uri',
  'resources/unsubscribe': 'uri'
}

/** What every client needs before it can ask for anything: open to each verified token unless the table says otherwise. */
const DEFAULT_METHODS = [
  ...[
    'initialize',
    'ping',
    'server/discover',
    'tools/list',
    'prompts/list',
    'resources/list',
    'resources/templates/list'
  ],
  ...[
    'notifications/initialized',
    'notifications/cancelled',
    'notifications/progress',
    'notifications/roots/list_changed'
  ]
]

const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error']
const PARAMETERS = ['name', 'uri']

/**
 * Makes a function that says which scopes a JSON-RPC message takes, by one table for all tools.
 * @param {ScopeTable} table
 * @returns {(message: unknown) => string[]} for a parsed message, or an array of them: their scopes together. It throws
 *   AUTH_MISSING_SCOPE, tool_not_allowed, for what is not in the table; REQUEST_INVALID, message_malformed
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function messageScopes(table) {
  const rules = readTable(table)
  return (message) => {
    const messages = Array.isArray(message) ? message : [message]
    if (messages.length === 0) throw requestError('message_malformed')
    return [...new Set(messages.flatMap((each) => scopesOf(rules, each)))]
  }
}

/**
 * @param {Map<string, Rule>} rules
 * @param {unknown} message
 * @returns {readonly string[]}
 */
function scopesOf(rules, message) {
  assertMembers(message, MEMBERS)
  const { jsonrpc, id, method, params } = message
  const isResponse = Object.hasOwn(message, 'result') || Object.hasOwn(message, 'error')
  if (jsonrpc !== '2.0') throw requestError('message_malformed')
  if (method === undefined && isResponse && id !== undefined) return []
  if (typeof method !== 'string' || isResponse) throw requestError('message_malformed')
  const rule = rules.get(method)
  if (rule === undefined) throw requestError('tool_not_allowed')
  if (!(rule instanceof Map)) return rule
  assertMembers(params, PARAMETERS)
  const name = params[/** @type {string} */ (NAMED_BY[method])]
  if (typeof name !== 'string') throw requestError('message_malformed')
  const scopes = rule.get(name)
  if (scopes === undefined) throw requestError('tool_not_allowed')
  return scopes
}

/**
 * Some parsers do not tell "Method" from "method": a message that has one for the other means two things.
 * @param {unknown} object
 * @param {readonly string[]} known
 * @returns {asserts object is { readonly [member: string]: unknown }}
 */
function assertMembers(object, known) {
  const isObject = typeof object === 'object' && object !== null && !Array.isArray(object)
  if (!isObject || Object.keys(object).some((key) => !known.includes(key) && known.includes(key.toLowerCase()))) {
    throw requestError('message_malformed')
  }
}

/**
 * @param {ScopeTable} table
 * @returns {Map<string, Rule>}
 */
function readTable(table) {
  check.assertOptions(table, 'scopes')
  /** @type {Map<string, Rule>} */
  const rules = new Map(DEFAULT_METHODS.map((method) => [method, []]))
  for (const [method, rule] of Object.entries(table)) {
    const name = `scopes.${method}`
    if (rule === false) rules.delete(method)
    else if (typeof rule === 'string' || Array.isArray(rule)) rules.set(method, readRule(rule, name))
    else rules.set(method, readNames(method, rule, name))
  }
  return rules
}

/**
 * @param {string} method
 * @param {unknown} given
 * @param {string} option
 */
function readNames(method, given, option) {
  check.assertOptions(given, option)
  if (!Object.hasOwn(NAMED_BY, method)) {
    throw invalidOption(
      option,
      `must be a scope, an array of scopes or false: names have ${Object.keys(NAMED_BY).join(', ')}`
    )
  }
  return new Map(Object.entries(given).map(([name, rule]) => [name, readRule(rule, `${option}.${name}`)]))
}

/**
 * @param {unknown} rule
 * @param {string} option
 * @returns {string[]}
 */
function readRule(rule, option) {
  return typeof rule === 'string'
    ? [check.checkScope(rule, option)]
    : check.checkStrings(rule, option, check.checkScope)
}
