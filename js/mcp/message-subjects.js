import { requestError } from '../http/request-error.js'
import { UNSAFE, assertMembers, isObject, malformed } from './member-names.js'

/**
 * What a message asks for: a method, and the tool, prompt, resource or task that it names. A client's answer asks for
 * nothing.
 * @typedef {{ readonly method?: string | undefined, readonly name?: string | undefined }} Subject
 */

const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error']
const PARAMETERS = ['name', 'uri', 'taskId', 'arguments', '_meta']

/**
 * @param {string} method
 * @returns {'name' | 'uri' | 'taskId' | undefined} the one member of `params` that names what the method is about
 */
export function namedBy(method) {
  if (method === 'tools/call' || method === 'prompts/get') return 'name'
  if (method.endsWith('/list')) return undefined
  if (method.startsWith('resources/')) return 'uri'
  return method.startsWith('tasks/') ? 'taskId' : undefined
}

/**
 * @param {unknown} message a parsed JSON-RPC message, or an array of them
 * @returns {Subject[]} one for each message
 * @throws {AssayError} REQUEST_INVALID, message_malformed
 */
export function subjectsOf(message) {
  const messages = Array.isArray(message) ? message : [message]
  if (messages.length === 0) throw requestError('message_malformed')
  return messages.map(subjectOf)
}

/**
 * @param {unknown} message
 * @returns {Subject}
 */
function subjectOf(message) {
  assertMembers(message, MEMBERS)
  const { jsonrpc, id, method, params } = message
  const isResponse = Object.hasOwn(message, 'result') || Object.hasOwn(message, 'error')
  if (jsonrpc !== '2.0') throw requestError('message_malformed')
  if (method === undefined && isResponse && id !== undefined) return {}
  if (typeof method !== 'string' || isResponse) throw requestError('message_malformed')
  const name = nameIn(params, namedBy(method))
  // Not tested as one text: two lone surrogates side by side would make a valid pair.
  if (UNSAFE.test(method) || UNSAFE.test(name ?? '')) {
    throw malformed('has control characters or half a character in its method or in the name of what it asks for')
  }
  return { method, name }
}

/**
 * @param {unknown} params
 * @param {string | undefined} member
 * @returns {string | undefined}
 */
function nameIn(params, member) {
  if (!isObject(params)) return undefined
  assertMembers(params, PARAMETERS)
  const name = member && params[member]
  if (name === undefined || typeof name === 'string') return name
  throw malformed(`must have a string in params.${member}`)
}
