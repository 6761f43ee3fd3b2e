// What a function of AWS Lambda returns for an HTTP request, in the form that its event's payload asks for.

import { isCorsHeader, mergedHeader } from './cors.js'
import { soundStatus } from './preflight.js'

/** @import { HandlerHeaders } from './gate.js' */
/** @import { LambdaEvent } from './lambda-event.js' */
/** @import { Answer } from './resource-metadata.js' */

/**
 * A refusal, and whatever else the guard answers.
 * @typedef {object} LambdaAnswer
 * @property {number} statusCode
 * @property {{ [name: string]: string }} [headers]
 * @property {{ [name: string]: string[] }} [multiValueHeaders] in place of `headers`, where the event has that
 * @property {string} body
 * @property {false} isBase64Encoded
 */

/** @param {object} event @returns {boolean} a load balancer that sends multiValueHeaders reads nothing else */
const hasMany = (event) => 'multiValueHeaders' in event

/** @param {Answer} answer @param {LambdaEvent} event @returns {LambdaAnswer} */
export function resultOf({ status, headers, body }, event) {
  const many = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  return {
    statusCode: status,
    ...(hasMany(event) ? { multiValueHeaders: many } : { headers }),
    body: body ?? '',
    isBase64Encoded: false
  }
}

/**
 * @param {any} result what a handler returned
 * @param {HandlerHeaders} headers
 * @param {LambdaEvent} event
 * @returns {any} with these headers; without those of CORS where it has the decisive one: then the handler does that itself
 */
export function withResultHeaders(result, { cors, cache }, event) {
  const isOwnCors = valuesOf(result, 'access-control-allow-origin').length > 0
  const entries = [...(isOwnCors ? [] : Object.entries(cors)), ...Object.entries(cache)]
  const whole = entries.length === 0 ? undefined : wholeResult(result, event)
  if (whole === undefined) return result
  return entries.reduce((made, [name, value]) => withHeader(made, name, value, event), whole)
}

/** @param {any} result of a handler, for a CORS preflight @param {LambdaEvent} event its status and its CORS headers */
export function bareResult(result, event) {
  const names = ['headers', 'multiValueHeaders'].flatMap((part) => Object.keys(result?.[part] ?? {}))
  const headers = names.filter(isCorsHeader).map((name) => [name, valuesOf(result, name.toLowerCase()).join(', ')])
  const status = soundStatus(result?.statusCode ?? 200)
  return resultOf({ status, headers: Object.fromEntries(headers), body: null }, event)
}

/**
 * @param {any} result
 * @param {any} event
 * @returns {any} what API Gateway makes of a result without a status in payload 2.0; undefined where it makes an error of it
 */
function wholeResult(result, { version, requestContext }) {
  if (result?.statusCode !== undefined) return result
  if (version !== '2.0' && !requestContext?.http) return undefined
  const body = typeof result === 'string' ? result : JSON.stringify(result ?? null)
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body, isBase64Encoded: false }
}

/**
 * @param {any} result
 * @param {string} name in lower case
 * @returns {string[]} those of `multiValueHeaders`, which count where both are there
 */
function valuesOf(result, name) {
  const found = ['multiValueHeaders', 'headers'].map((part) =>
    Object.entries(result?.[part] ?? {}).flatMap(([each, values]) => (each.toLowerCase() === name ? values : []))
  )
  return (found[0].length > 0 ? found[0] : found[1]).filter((value) => value !== undefined).map(String)
}

/** @param {any} result @param {string} name @param {string} value @param {LambdaEvent} event */
function withHeader(result, name, value, event) {
  const lower = name.toLowerCase()
  const current = valuesOf(result, lower).join(', ') || undefined
  const merged = mergedHeader(name, current, value)
  const part = hasMany(event) ? 'multiValueHeaders' : 'headers'
  const without = (/** @type {object | undefined} */ headers) =>
    Object.fromEntries(Object.entries(headers ?? {}).filter(([each]) => each.toLowerCase() !== lower))
  const made = { ...result }
  for (const each of ['headers', 'multiValueHeaders']) if (made[each]) made[each] = without(made[each])
  return { ...made, [part]: { ...made[part], [name]: part === 'headers' ? merged : [merged] } }
}
