import { invalidOption } from '../shared/error.js'
import { noteRefusal } from '../http/refusal-notes.js'
import { withSubject } from '../http/refusal-subject.js'
import { requestError } from '../http/request-error.js'
import * as check from '../options/option-checks.js'
import { malformed } from './member-names.js'
import { namedBy, subjectsOf } from './message-subjects.js'

/** @import { Subject } from './message-subjects.js' */

/**
 * Required scopes: one, several that must all be granted, or none ([]).
 * @typedef {string | readonly string[]} ScopeRule
 */

/**
 * What each JSON-RPC method requires: a rule; false, which refuses it; or, for the methods that name a tool, a prompt,
 * a resource or a task, a rule for each name. '*' is the rule for all other methods, and among names for all other
 * names; beside it a name may be false, too. What is not in the table is refused, except DEFAULT_METHODS.
 * @typedef {{ readonly [method: string]: ScopeRule | false | { readonly [name: string]: ScopeRule | false } }}
 *   ScopeTable
 */

/** @typedef {readonly string[] | false} NameRule */
/** @typedef {NameRule | NameRules} Rule */

/** The rule for all others. */
const OTHERS = '*'

/** What every client needs first: open to each verified token unless the table says otherwise. */
const DEFAULT_METHODS = [
  ...['initialize', 'ping', 'server/discover', 'logging/setLevel', 'completion/complete'],
  ...['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'],
  ...['notifications/initialized', 'notifications/cancelled', 'notifications/progress'],
  'notifications/roots/list_changed'
]

/**
 * Makes a function that returns the scopes that a JSON-RPC message requires, from one table for all tools.
 * @param {ScopeTable} table
 * @returns {(message: unknown) => string[]} takes a parsed message, or an array of them, and returns all their scopes.
 *   It throws AUTH_MISSING_SCOPE, tool_not_allowed, for what is not in the table; REQUEST_INVALID, message_malformed
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function messageScopes(table) {
  const scopesOfAll = subjectScopes(table)
  return (message) => scopesOfAll(subjectsOf(message))
}

/**
 * @param {ScopeTable} table
 * @returns {(subjects: readonly Subject[]) => string[]}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function subjectScopes(table) {
  const rules = readTable(table)
  return (subjects) => [...new Set(subjects.flatMap((subject) => scopesOf(rules, subject)))]
}

/**
 * @param {Map<string, Rule>} rules
 * @param {Subject} subject
 * @returns {readonly string[]}
 */
function scopesOf(rules, subject) {
  const { method, name } = subject
  if (method === undefined) return []
  const rule = rules.get(method) ?? rules.get(OTHERS)
  if (rule instanceof NameRules && name === undefined) {
    throw malformed(`must have a string in params.${namedBy(method)}`)
  }
  const scopes = rule instanceof NameRules ? rule.for(/** @type {string} */ (name)) : rule
  if (!scopes) throw withSubject(noteRefusal(requestError('tool_not_allowed'), { subject }), subject)
  return scopes
}

/** The rules of one method for the names that it is called with. */
class NameRules {
  #own
  /** If the names are URIs: the rules by each way to write a URI. @type {Map<string, NameRule[]>} */
  #byForm = new Map()
  #areUris

  /** @param {[name: string, rule: NameRule][]} entries @param {boolean} areUris */
  constructor(entries, areUris) {
    this.#own = new Map(entries)
    this.#areUris = areUris
    if (!areUris) return
    for (const [name, rule] of entries) {
      if (name === OTHERS) continue
      for (const form of formsOf(name)) this.#byForm.set(form, [...(this.#byForm.get(form) ?? []), rule])
    }
  }

  /**
   * @param {string} name
   * @returns {NameRule | undefined} for a resource, the rules of all ways to write its URI: a server may resolve it
   *   first
   */
  for(name) {
    const own = this.#own.get(name) ?? this.#own.get(OTHERS)
    if (!own || !this.#areUris) return own
    const all = [own, ...formsOf(name).flatMap((form) => this.#byForm.get(form) ?? [])]
    return all.includes(false) ? false : [...new Set(/** @type {string[][]} */ (all).flat())]
  }
}

/**
 * @param {string} uri
 * @returns {string[]} itself, and other ways to write it: as WHATWG URL does, and without percent-encoding
 */
function formsOf(uri) {
  if (!URL.canParse(uri)) return [uri]
  const { href } = new URL(uri)
  try {
    const decoded = decodeURIComponent(href)
    return [uri, href, decoded, ...(URL.canParse(decoded) ? [new URL(decoded).href] : [])]
  } catch {
    return [uri, href]
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
    if (typeof rule === 'object' && !Array.isArray(rule)) rules.set(method, readNames(method, rule, name))
    else rules.set(method, rule === false ? rule : readRule(rule, name))
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
  if (namedBy(method) === undefined) {
    throw invalidOption(
      option,
      'must be a scope, an array of scopes or false: names have tools/call, prompts/get, resources/… and tasks/…'
    )
  }
  const closes = Object.hasOwn(given, OTHERS)
  const rules = Object.entries(given).map(([name, rule]) => {
    // Without '*' false is not allowed: a name that is left out is refused anyway.
    const closed = closes && rule === false
    return /** @type {[string, NameRule]} */ ([name, closed ? false : readRule(rule, `${option}.${name}`)])
  })
  return new NameRules(rules, namedBy(method) === 'uri')
}

/**
 * @param {unknown} rule
 * @param {string} option
 * @returns {string[]}
 */
function readRule(rule, option) {
  return typeof rule === 'string' ? [check.checkScope(rule, option)] : check.strings(check.checkScope)(rule, option)
}
