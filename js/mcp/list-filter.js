import { isObject } from './member-names.js'
import { readScopeTable } from './scope-rules.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { Subject } from './message-subjects.js' */
/** @import { ScopeRules, ScopeTable } from './scope-rules.js' */

/** @typedef {(text: string) => string} TextFilter takes the JSON of a message, or of a batch */

/** By the member of a list's result: the method that takes its items, and the member that names them. */
const ITEMS = /** @type {const} */ ({
  tools: ['tools/call', 'name'],
  prompts: ['prompts/get', 'name'],
  resources: ['resources/read', 'uri']
})

/** @typedef {keyof typeof ITEMS} List */

/**
 * Makes a function that leaves of a list of tools those that a token may call, for servers that answer `tools/list`
 * themselves. guardMcp() does it with the option `filterTools`.
 * @param {ScopeTable} table
 * @returns {<T extends { readonly name: string }>(tools: readonly T[], token: VerifiedToken | undefined) => T[]} without
 *   a token only public tools are left
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function filterTools(table) {
  const rules = readScopeTable(table)
  return (tools, token) => tools.filter((tool) => mayUse(rules, token, 'tools', tool))
}

/**
 * @param {ScopeRules} rules
 * @param {VerifiedToken | undefined} token
 * @param {List[]} lists which lists an answer may have in it
 * @returns {TextFilter}
 */
export function listFilter(rules, token, lists) {
  const filter = (/** @type {unknown} */ message) => filterMessage(rules, token, lists, message)
  return (text) => {
    let message
    try {
      message = JSON.parse(text)
    } catch {
      return text // No client reads a list in it.
    }
    const messages = [message].flat()
    const filtered = messages.map(filter)
    if (filtered.every((each, at) => each === messages[at])) return text
    return JSON.stringify(Array.isArray(message) ? filtered : filtered[0])
  }
}

/**
 * @param {string | undefined} httpMethod
 * @param {readonly Subject[]} subjects
 * @returns {List[]} the lists that the answer may have in it. A stream that GET opens may repeat any answer
 */
export function listsIn(httpMethod, subjects) {
  const all = /** @type {List[]} */ (Object.keys(ITEMS))
  return httpMethod === 'GET' ? all : all.filter((list) => subjects.some(({ method }) => method === `${list}/list`))
}

/**
 * @param {ScopeRules} rules
 * @param {VerifiedToken | undefined} token
 * @param {readonly List[]} lists
 * @param {any} message
 * @returns {unknown} the same where it has no list
 */
function filterMessage(rules, token, lists, message) {
  if (!isObject(message?.result)) return message
  /** @type {{ [member: string]: any }} */
  const result = { ...message.result }
  const found = lists.filter((list) => Array.isArray(result[list]))
  if (found.length === 0) return message
  for (const list of found) {
    result[list] = result[list].filter((/** @type {any} */ item) => mayUse(rules, token, list, item))
  }
  // A cache must not give one token's list to another.
  if (result.cacheScope !== undefined) result.cacheScope = 'private'
  return { ...message, result }
}

/**
 * @param {ScopeRules} rules
 * @param {VerifiedToken | undefined} token
 * @param {List} list
 * @param {any} item
 * @returns {boolean} false, too, for what has no name
 */
function mayUse(rules, token, list, item) {
  const [method, member] = ITEMS[list]
  const name = item?.[member]
  return typeof name === 'string' && rules.allows({ method, name }, token)
}
