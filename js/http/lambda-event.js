// What it takes to read an HTTP request as AWS Lambda gets it: the events of API Gateway (REST and HTTP APIs, payload 1.0
// and 2.0, their authorizers), of function URLs, and of load balancers.

import { headerOf, joined } from './header-of.js'
import { encodedPath, isDecoded } from './lambda-path.js'
import { isWithheld } from './preflight.js'
import { continueRequest } from './same-request.js'

/** @import { Asked } from './gate.js' */

/**
 * What is used of an event. Spelt out, so that the types do not depend on @types/aws-lambda.
 * @typedef {object} LambdaEvent
 * @property {{ readonly [name: string]: string | undefined } | null | undefined} [headers]
 * @property {{ readonly [name: string]: readonly string[] | undefined } | null | undefined} [multiValueHeaders]
 * @property {readonly string[] | null | undefined} [cookies]
 * @property {string | null | undefined} [body]
 * @property {boolean | undefined} [isBase64Encoded]
 * @property {any} [requestContext]
 * @property {any} [httpMethod]
 */

/**
 * What is used of the context that Lambda hands over besides the event.
 * @typedef {{ readonly awsRequestId: string, readonly functionName: string, getRemainingTimeInMillis(): number }} LambdaContext
 */

/**
 * What the functions in the options are given: the event, with the names of its headers in lower case, and each header with
 * all of its values. API Gateway leaves the case as the client chose it in payload 1.0, and keeps the last of several.
 * `method` is HTTP's, wherever the event has it; undefined where it has none, and of a WebSocket that opens.
 * @template [E=LambdaEvent]
 * @typedef {Omit<E, 'headers'> & { headers: { [name: string]: string | undefined }, rawHeaders: readonly string[],
 *   method: string | undefined }} LambdaRequest
 */

/**
 * @template {LambdaEvent} E
 * @param {E} event
 * @returns {LambdaRequest<E>}
 */
export function requestOf(event) {
  const all = headersOf(event)
  const headers = Object.fromEntries([...all].map(([name, values]) => [name, joined(name, values) ?? undefined]))
  const rawHeaders = [...all].flatMap(([name, values]) => values.flatMap((value) => [name, value]))
  return continueRequest({ ...event, headers, rawHeaders, method: methodOf(event) }, event)
}

/** @param {LambdaEvent} event @returns {string | undefined} */
function methodOf({ requestContext, httpMethod }) {
  // What opens a WebSocket is no request that only reads, though it is a GET (RFC 6455 §4.1).
  if (requestContext?.connectionId !== undefined) return undefined
  return requestContext?.http?.method ?? httpMethod
}

/**
 * @param {LambdaEvent} event
 * @returns {Map<string, string[]>} the values of every header that is in `headers`, by its name in lower case. Middleware may
 *   have changed `headers` alone: `multiValueHeaders` says what came besides a value that is still the last of those
 */
function headersOf({ headers, multiValueHeaders, cookies }) {
  const many = byName(multiValueHeaders)
  const all = headers ? byName(headers) : many
  for (const [name, values] of all) {
    const sent = many.get(name) ?? []
    if (values.every((value) => sent.includes(value)) && values.includes(sent[sent.length - 1])) all.set(name, sent)
  }
  // Payload 2.0 has the cookies apart.
  if (cookies?.length) all.set('cookie', [cookies.join('; ')])
  return all
}

/**
 * @param {{ readonly [name: string]: unknown } | null | undefined} headers
 * @returns {Map<string, string[]>} by names in lower case
 */
function byName(headers) {
  /** @type {Map<string, string[]>} */
  const found = new Map()
  for (const [each, value] of Object.entries(headers ?? {})) {
    const name = each.toLowerCase()
    const values = [value].flat().filter((one) => one !== undefined && one !== null)
    if (values.length > 0) found.set(name, [...(found.get(name) ?? []), ...values.map(String)])
  }
  return found
}

/** @param {any} request of requestOf @returns {Asked} */
export function askedOf(request) {
  const context = request.requestContext ?? {}
  const path = targetOf(request, context)
  // The gateway's own name, by which it found the API: a Host header may say anything.
  const url = `https://${context.domainName}${path}`
  return {
    method: String(request.method ?? 'GET'),
    url: context.domainName && path.startsWith('/') && URL.canParse(url) ? url : undefined,
    path,
    isDecoded: isDecoded(request),
    header: (name) => headerOf(request, name)
  }
}

/** @param {any} request @param {any} context @returns {string} path and query, as the client asked for them */
function targetOf(request, context) {
  const { rawPath, path, rawQueryString, multiValueQueryStringParameters, queryStringParameters } = request
  const query = rawQueryString ?? queryOf(multiValueQueryStringParameters ?? queryStringParameters)
  // In payload 1.0 `path` lacks the stage.
  const delivered = String(rawPath ?? context.path ?? path ?? '/')
  return encodedPath(delivered, isDecoded(request)) + (query && `?${query}`)
}

/** @param {{ [name: string]: string | string[] } | null | undefined} parameters */
const queryOf = (parameters) =>
  new URLSearchParams(
    Object.entries(parameters ?? {}).flatMap(([name, values]) => [values].flat().map((value) => [name, String(value)]))
  ).toString()

/**
 * @template {LambdaEvent} E
 * @param {E} event of a CORS preflight
 * @returns {E} without its body, and without credentials
 */
export function bareEvent(event) {
  const bare = /** @type {any} */ ({ ...event })
  for (const name of ['headers', 'multiValueHeaders'])
    if (bare[name]) bare[name] = Object.fromEntries(Object.entries(bare[name]).filter(([each]) => !isWithheld(each)))
  if (bare.cookies) bare.cookies = []
  // In payload 2.0 an event without a body has no such member.
  if ('body' in bare) bare.body = null
  return { ...bare, isBase64Encoded: false }
}
