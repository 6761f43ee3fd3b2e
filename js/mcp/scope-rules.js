import { invalidOption } from '../shared/error.js'
import { noteRefusal } from '../http/refusal-notes.js'
import { withSubject } from '../http/refusal-subject.js'
import { requestError } from '../http/request-error.js'
import * as check from '../options/option-checks.js'
import { alternativesOf } from '../options/required-scopes.js'
import { malformed } from './member-names.js'
import { namedBy } from './message-subjects.js'
import { NameRules, OTHERS, PUBLIC } from './name-rules.js'

/** @import { RequiredScope, VerifiedToken } from '../shared/types.js' */
/** @import { Subject } from './message-subjects.js' */
/** @import { NameRule } from './name-rules.js' */

/**
 * Required scopes: one, `{ anyOf: […] }`, an array of these that must all be granted, or none ([], any verified token);
 * or 'public', which takes no token either. A scope that is called "public" is written ['public'].
 * @typedef {RequiredScope | readonly RequiredScope[] | 'public'} ScopeRule
 */

/**
 * What each JSON-RPC method requires: a rule; false, which refuses it; or, for the methods that name a tool, a prompt,
 * a resource or a task, a rule for each name. '*' is the rule for all other methods, and among names for all other
 * names; beside it a name may be false, too. What is not in the table is refused, except DEFAULT_METHODS. As the rule
 * of a whole method that names something, `{ anyOf: […] }` is written in an array: [{ anyOf: […] }].
 * @typedef {{ readonly [method: string]: ScopeRule | false | { readonly [name: string]: ScopeRule | false } }}
 *   ScopeTable
 */

/**
 * Whether the type of a table has a 'public' in it: TypeScript sees it where the table is written in the call, or
 * `as const`.
 * @template S
 * @typedef {[Extract<RulesIn<S>, 'public'>] extends [never] ? false : true} HasPublic
 */

/**
 * @template S
 * @typedef {S[keyof S] | NamesIn<S[keyof S]>} RulesIn
 */

/**
 * @template V
 * @typedef {V extends string | false | readonly unknown[] ? never : V[keyof V]} NamesIn
 */

/** @typedef {NameRule | NameRules} Rule */

/** What a client without a token needs before it can call anything: public where the table has something public. */
const HANDSHAKE = [
  ...['initialize', 'ping', 'server/discover', 'notifications/initialized', 'notifications/cancelled'],
  ...['notifications/progress', 'notifications/roots/list_changed']
]
/** The lists of what a method names: public where one of the names is. @type {{ [method: string]: string[] }} */
const LISTS = {
  'tools/call': ['tools/list'],
  'prompts/get': ['prompts/list'],
  'resources/read': ['resources/list', 'resources/templates/list']
}
/** What every client needs first: open to each verified token unless the table says otherwise. */
const DEFAULT_METHODS = [...HANDSHAKE, 'logging/setLevel', 'completion/complete', ...Object.values(LISTS).flat()]

/** MCP's methods without a slash. */
const WITHOUT_SLASH = ['initialize', 'ping']

/** A table of scopes as it was checked: what each message takes. */
export class ScopeRules {
  #rules

  /** @param {Map<string, Rule>} rules by method */
  constructor(rules) {
    this.#rules = rules
    /** Whether anything is public: only then may a request come without a token. */
    this.hasPublic = [...rules.values()].some(isOpen)
  }

  /**
   * @param {readonly Subject[]} subjects
   * @returns {string[]} what all of them take, each scope once
   * @throws {AssayError} tool_not_allowed; message_malformed
   */
  scopesOf(subjects) {
    return [...new Set(subjects.flatMap((subject) => this.#ruleFor(subject)))]
  }

  /**
   * @param {readonly Subject[]} subjects
   * @returns {string[]} what a client without a token asks for: of what is refused it learns nothing
   * @throws {AssayError} message_malformed
   */
  scopesToAsk(subjects) {
    return [...new Set(subjects.flatMap((each) => (each.method !== undefined && this.#find(each)) || []))]
  }

  /**
   * @param {readonly Subject[]} subjects
   * @returns {boolean} whether all of them take no token. What the table refuses is not public
   * @throws {AssayError} message_malformed
   */
  arePublic(subjects) {
    return this.hasPublic && subjects.every((each) => each.method === undefined || this.#find(each) === PUBLIC)
  }

  /**
   * @param {Subject} subject
   * @param {VerifiedToken | undefined} token
   * @returns {boolean} whether the table lets this token ask for it
   */
  allows(subject, token) {
    const rule = this.#find(subject)
    if (!rule || rule === PUBLIC) return rule === PUBLIC
    return token !== undefined && rule.every((required) => isGranted(required, token))
  }

  /** @param {Subject} subject @returns {readonly string[]} */
  #ruleFor(subject) {
    if (subject.method === undefined) return []
    const rule = this.#find(subject)
    if (!rule) throw withSubject(noteRefusal(requestError('tool_not_allowed'), { subject }), subject)
    return rule
  }

  /** @param {Subject} subject with a method @returns {NameRule | undefined} */
  #find({ method = '', name }) {
    const rule = this.#rules.get(method) ?? this.#rules.get(OTHERS)
    if (!(rule instanceof NameRules)) return rule
    if (name === undefined) throw malformed(`must have a string in params.${namedBy(method)}`)
    return rule.for(name)
  }
}

/** @param {string} required @param {VerifiedToken} token */
const isGranted = (required, { scopes }) => alternativesOf(required).some((scope) => scopes.includes(scope))

/** @param {Rule | undefined} rule @returns {boolean} whether it, or one of its names, is public */
const isOpen = (rule) => rule === PUBLIC || (rule instanceof NameRules && rule.hasPublic)

/**
 * The check of the option `scopes`.
 * @param {unknown} table a ScopeTable
 * @returns {ScopeRules}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function readScopeTable(table) {
  check.assertOptions(table, 'scopes')
  /** @type {Map<string, Rule>} */
  const given = new Map()
  for (const [method, rule] of Object.entries(table)) {
    const name = `scopes.${method}`
    assertMethod(method, name)
    if (typeof rule === 'object' && !Array.isArray(rule) && !isAnyOf(method, rule, name))
      given.set(method, readNames(method, rule, name))
    else given.set(method, rule === false ? rule : readRule(rule, name))
  }
  return new ScopeRules(new Map([...defaultRules(given), ...given]))
}

/**
 * A table of tools alone would guard nothing: each of its rules would wait for a method of that name.
 * @param {string} method
 * @param {string} option
 */
function assertMethod(method, option) {
  if (method.includes('/') || [...WITHOUT_SLASH, OTHERS].includes(method)) return
  throw invalidOption(
    option,
    `is no method (but for ${WITHOUT_SLASH.join(' and ')}, they have a slash): ` +
      `did you mean { 'tools/call': { '${method}': … } }?`
  )
}

/**
 * @param {string} method
 * @param {unknown} rule an object
 * @param {string} option
 * @returns {boolean} whether it is alternatives, not a rule for each name
 */
function isAnyOf(method, rule, option) {
  const isAlone = Object.keys(Object(rule)).join() === 'anyOf'
  if (!isAlone || namedBy(method) === undefined) return isAlone
  throw invalidOption(option, 'is a rule for the name "anyOf": for all names, write [{ anyOf: […] }]')
}

/**
 * @param {Map<string, Rule>} given
 * @returns {Map<string, Rule>} of DEFAULT_METHODS
 */
function defaultRules(given) {
  /** @type {Map<string, Rule>} */
  const rules = new Map(DEFAULT_METHODS.map((method) => [method, []]))
  if (![...given.values()].some(isOpen)) return rules
  const lists = Object.entries(LISTS).flatMap(([method, ofIt]) =>
    isOpen(given.get(method) ?? given.get(OTHERS)) ? ofIt : []
  )
  for (const method of [...HANDSHAKE, ...lists]) rules.set(method, PUBLIC)
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
 * @returns {readonly string[]} as js/options/required-scopes.js reads them
 */
function readRule(rule, option) {
  if (rule === 'public') return PUBLIC
  return Array.isArray(rule) && rule.length === 0 ? [] : check.checkScopes(rule, option)
}
