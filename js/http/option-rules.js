// Made from tables/options.js by `npm run generate`: change it there.

import { checkBoolean, checkFunction, checkScope, checkString, oneOf, strings } from '../options/option-checks.js'
import { readDpop } from '../options/dpop-checks.js'
import { DPOP_RULES } from '../options/rules.js'
import { checkAlgorithms } from '../options/policy-checks.js'
import {
  checkCertificateSource,
  checkIdentifier,
  checkIdentifiers,
  checkKeyFunction,
  checkMetadata,
  checkMethod,
  checkOrigins,
  checkRateLimit,
  checkRealm,
  checkScopesOrFunction,
  checkSources
} from './option-checks.js'

/** @import { Rules } from '../options/option-checks.js' */

/** Of errorResponse and guard. @type {Rules} */
export const ANSWER_RULES = {
  allowInsecureLoopback: [checkBoolean, false],
  resourceMetadata: [checkMetadata],
  realm: [checkRealm],
  debug: [checkBoolean, false],
  retryAfter: [[1, 86_400, 'seconds'], 5],
  dpop: [/* @__PURE__ */ readDpop(DPOP_RULES)],
  allowedOrigins: [checkOrigins, []]
}

/** Of guard. @type {Rules} */
export const DECISION_RULES = {
  requiredScope: [checkScopesOrFunction],
  scopeChallenge: [/* @__PURE__ */ oneOf('required', 'accumulated')],
  getToken: [checkSources],
  optional: [checkBoolean, false],
  clientCertificate: [checkCertificateSource],
  onDecision: [checkFunction],
  requestId: [checkFunction],
  rateLimit: [checkRateLimit],
  preflight: [/* @__PURE__ */ oneOf('guard', 'handler')]
}

/** Of rateLimit. @type {Rules} */
export const RATE_LIMIT_RULES = {
  key: [checkKeyFunction, undefined, 'whose failures are counted together'],
  maxFailures: [[1, 10_000, 'failures'], 10],
  window: [[1, 86_400, 'seconds'], 60],
  maxKeys: [[2, 1_000_000, 'keys'], 10_000]
}

/** Of protectedResourceMetadata. @type {Rules} */
export const PROTECTED_RESOURCE_RULES = {
  allowInsecureLoopback: [checkBoolean, false],
  resource: [checkIdentifier, undefined, 'clients cannot ask for a token without it'],
  authorizationServers: [checkIdentifiers, undefined, 'clients cannot ask for a token without it'],
  scopesSupported: [/* @__PURE__ */ strings(checkScope)],
  bearerMethodsSupported: [/* @__PURE__ */ strings(checkMethod), ['header']],
  dpopSigningAlgValuesSupported: [checkAlgorithms],
  dpopBoundAccessTokensRequired: [checkBoolean],
  tlsClientCertificateBoundAccessTokens: [checkBoolean],
  resourceName: [checkString],
  resourceDocumentation: [checkIdentifier],
  resourcePolicyUri: [checkIdentifier],
  resourceTosUri: [checkIdentifier]
}
