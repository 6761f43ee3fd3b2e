// What a Lambda authorizer of API Gateway returns, and throws.

import { checkBoolean, checkFunction, checkOptions } from '../options/option-checks.js'
import { invalidOption } from '../shared/error.js'
import { DECISION_RULES } from './option-rules.js'
import { assayErrorOf, statusOf } from './request-error.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { LambdaEvent, LambdaRequest } from './lambda-event.js' */
/** @import { AnyToken, DecisionOptions } from './types.js' */

/** @typedef {string | number | boolean} ContextValue what API Gateway hands on, as a string */

/**
 * @template {boolean} [S=true]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {Omit<DecisionOptions<LambdaRequest<any>, T>, 'scopeChallenge'> & {
 *   simpleResponses?: S,
 *   context?: (token: T) => { readonly [name: string]: ContextValue | undefined }
 * }} AuthorizerOptions
 *   `simpleResponses`: whether an HTTP API with payload 2.0 is set up with EnableSimpleResponses (default: true).
 *   `context`: more values for the integration behind it, beside those of AuthorizerContext (default: none)
 */

/**
 * What the integration gets, in `event.requestContext.authorizer` (payload 1.0) or `….authorizer.lambda` (2.0): strings.
 * @typedef {{ [name: string]: string }} AuthorizerContext `issuer`, `subject`, `clientId`, `scope` (separated by spaces),
 *   `expiresAt` (seconds since the epoch), `tokenIdHash`, `requestId`: those that there are
 */

/**
 * @typedef {object} PolicyResult
 * @property {string} principalId
 * @property {{ Version: '2012-10-17', Statement: { Action: 'execute-api:Invoke', Effect: 'Allow' | 'Deny', Resource: string }[] }}
 *   policyDocument
 * @property {AuthorizerContext} [context]
 */
/** @typedef {{ isAuthorized: boolean, context?: AuthorizerContext }} SimpleResult */

/** @typedef {LambdaEvent & { type: 'REQUEST', routeArn: string, methodArn?: undefined }} HttpAuthorizerEvent payload 2.0 */
/** @typedef {{ type: 'TOKEN', methodArn: string, authorizationToken: string }} TokenAuthorizerEvent */
/** @typedef {LambdaEvent & { type: 'REQUEST', methodArn: string }} RequestAuthorizerEvent payload 1.0 */

/**
 * @template {boolean} [S=true]
 * @typedef {{
 *   (event: TokenAuthorizerEvent | RequestAuthorizerEvent): Promise<PolicyResult>
 *   (event: HttpAuthorizerEvent): Promise<true extends S ? SimpleResult : PolicyResult>
 * }} Authorizer
 */

const { optional: _optional, preflight: _preflight, scopeChallenge: _challenge, ...DECIDING } = DECISION_RULES
const RULES = { ...DECIDING, simpleResponses: [checkBoolean, true], context: [checkFunction] }

/** @param {unknown} [options] @returns {{ [name: string]: any }} those that are given */
export function checkAuthorizerOptions(options = {}) {
  const checked = checkOptions(options, /** @type {any} */ (RULES))
  // What the gate checks again, it checks as it was given.
  return { .../** @type {object} */ (options), simpleResponses: checked.simpleResponses }
}

/**
 * API Gateway keeps an answer for the token, and asks no more: what proves that its sender may use it would be looked at
 * once, and a stolen token would then be let in without.
 * @param {unknown} dpop of the gate
 * @param {{ clientCertificate?: unknown }} options
 * @throws {AssayError} CONFIG_INVALID
 */
export function assertKeepable(dpop, { clientCertificate }) {
  const option = dpop ? 'dpop' : clientCertificate ? 'clientCertificate' : undefined
  if (option === undefined) return
  const hint = 'Guard the function itself: guard() of assay-jwt/lambda'
  throw invalidOption(
    option,
    'is not for an authorizer: API Gateway keeps its answer, whoever sends the token next',
    hint
  )
}

/**
 * The resource of the policy. API Gateway keeps a policy for a token, and applies it to all routes: one for the route that
 * was asked first would refuse all others. So it is for the whole stage, unless what is required depends on the request.
 * @param {{ methodArn?: string, routeArn?: string }} event
 * @param {boolean} dependsOnRoute
 * @returns {string}
 * @throws {Error} 'Unauthorized': an asterisk in the path of a request would be a wildcard in its policy
 */
export function arnOf({ methodArn, routeArn }, dependsOnRoute) {
  const arn = String(methodArn ?? routeArn)
  const [stage] = /^arn:[^/*?]+\/[^/*?]+\//.exec(arn) ?? []
  if (stage === undefined) throw invalidOption('event', 'must be what API Gateway gives to a Lambda authorizer')
  if (!dependsOnRoute) return `${stage}*`
  if (/[*?]/.test(arn)) throw new Error('Unauthorized')
  return arn
}

/**
 * @param {'Allow' | 'Deny'} Effect
 * @param {string} Resource
 * @param {string} principalId
 * @param {AuthorizerContext} [context]
 * @returns {PolicyResult}
 */
export function policy(Effect, Resource, principalId, context) {
  const Statement = [{ Action: /** @type {const} */ ('execute-api:Invoke'), Effect, Resource }]
  return { principalId, policyDocument: { Version: '2012-10-17', Statement }, ...(context && { context }) }
}

/** @param {VerifiedToken<any>} token @returns {string} */
export const principalOf = ({ subject, clientId, issuer }) => subject ?? clientId ?? issuer

/**
 * @param {VerifiedToken<any>} token
 * @param {string} requestId
 * @param {AuthorizerOptions<any, any>['context']} [more]
 * @returns {AuthorizerContext}
 */
export function contextOf(token, requestId, more) {
  const { issuer, subject, clientId, scopes, expiresAt, tokenIdHash } = token
  const own = { issuer, subject, clientId, scope: scopes.join(' '), expiresAt, tokenIdHash, requestId }
  /** @type {AuthorizerContext} */
  const context = {}
  for (const [name, value] of Object.entries({ ...more?.(token), ...own })) {
    if (value === undefined || value === null) continue
    // API Gateway answers 500 for an object in it, and nobody could say why.
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw invalidOption('context', `must return strings, numbers and booleans: ${name} is none`)
    context[name] = String(value)
  }
  return context
}

/** @param {unknown} thrown @returns {boolean} whether it is about a token that is good, and lacks a scope */
export const isDenial = (thrown) => assayErrorOf(thrown)?.reason === 'scope_missing'

/**
 * @param {unknown} thrown
 * @returns {unknown} what to throw: API Gateway makes 401 of this message alone, and 500 of all others
 */
export function refusalOf(thrown) {
  const error = assayErrorOf(thrown)
  if (error === undefined) return thrown
  return statusOf(error) < 500 ? new Error('Unauthorized') : error
}
