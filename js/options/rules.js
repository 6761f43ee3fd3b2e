// Made from tables/options.js by `npm run generate`: change it there.

import {
  checkBoolean,
  checkFunction,
  checkScope,
  checkSecret,
  checkTime,
  nested,
  oneOf,
  stringOrStrings,
  strings,
  switchable
} from './option-checks.js'
import { checkAlgorithms, checkAudience, checkIssuer, checkScopesClaim, checkType } from './policy-checks.js'
import { checkPublicOrigin, checkReplayStore, checkSecrets, readDpop, readNonce } from './dpop-checks.js'
import { checkClaims } from './claim-rules.js'
import { checkHeaders, checkInsecureHost, checkKeyUrl, checkStore } from './key-checks.js'
import { checkJwkSet } from './key-set.js'

/** @import { Rules } from './option-checks.js' */

/** Of dpop.nonce. @type {Rules} */
export const NONCE_RULES = {
  secret: [checkSecrets, undefined, 'nonces are made with it'],
  period: [[1, 3600], 60]
}

/** Of dpop. @type {Rules} */
export const DPOP_RULES = {
  required: [checkBoolean, false],
  algorithms: [checkAlgorithms],
  maxAge: [[1, 600], 60],
  clockTolerance: [[0, 300], 60],
  nonce: [/* @__PURE__ */ readNonce(NONCE_RULES)],
  replayStore: [checkReplayStore],
  onStoreFailure: [/* @__PURE__ */ oneOf('refuse', 'accept'), 'refuse'],
  origin: [checkPublicOrigin]
}

/** Of tokenCache. @type {Rules} */
export const TOKEN_CACHE_RULES = {
  maxEntries: [[1, 100_000, 'entries'], 1000],
  maxBytes: [[1, 67_108_864, 'bytes'], 4_194_304]
}

/** Of jwksCache. @type {Rules} */
export const JWKS_CACHE_RULES = {
  maxAge: [[1, 86_400]],
  maxStale: [[0, 2_592_000], 86_400],
  cooldown: [[1, 3600], 30],
  timeout: [[0.001, 60], 5],
  maxBytes: [[1, 1_048_576, 'bytes'], 65_536]
}

/** Of jwksSnapshot. @type {Rules} */
export const JWKS_SNAPSHOT_RULES = {
  jwks: [checkJwkSet, null],
  fetchedAt: [checkTime, null]
}

/** What the core is told: no secret, no key. @type {Rules} */
export const POLICY_RULES = {
  issuer: [checkIssuer, undefined, 'the "iss" that every token must have'],
  audience: [checkAudience, undefined, 'who a token must be for, or null to accept any audience'],
  algorithms: [checkAlgorithms, ['RS256']],
  allowedScopes: [/* @__PURE__ */ strings(checkScope)],
  scopesClaim: [checkScopesClaim],
  clockTolerance: [[0, 300], 60],
  typ: [/* @__PURE__ */ stringOrStrings(checkType)],
  profile: [/* @__PURE__ */ oneOf('at+jwt')],
  audienceMatch: [/* @__PURE__ */ oneOf('exact', 'exclusive')],
  maxTokenAge: [[0.001, 315_576_000]],
  requiredClaims: [/* @__PURE__ */ strings(), []],
  claims: [checkClaims],
  requireSubject: [checkBoolean, true],
  maxTokenBytes: [[1, 65_536, 'bytes'], 16_384]
}

/** Of createVerifier. @type {Rules} */
export const VERIFIER_RULES = {
  ...POLICY_RULES,
  tokenIdSecret: [checkSecret],
  tokenCache: [/* @__PURE__ */ switchable(TOKEN_CACHE_RULES), true],
  dpop: [/* @__PURE__ */ readDpop(DPOP_RULES)],
  allowInsecureLoopback: [checkBoolean, false],
  allowInsecureHosts: [/* @__PURE__ */ strings(checkInsecureHost), []],
  jwks: [checkJwkSet],
  jwksUri: [checkKeyUrl],
  metadataUrl: [checkKeyUrl],
  headers: [checkHeaders],
  jwksSnapshot: [/* @__PURE__ */ nested(JWKS_SNAPSHOT_RULES)],
  jwksCache: [/* @__PURE__ */ nested(JWKS_CACHE_RULES), {}],
  store: [checkStore],
  onEvent: [checkFunction],
  fetch: [checkFunction]
}

/** What each of several issuers has for itself. */
export const OWN_OPTIONS = ['issuer', 'jwks', 'jwksUri', 'metadataUrl', 'headers', 'jwksSnapshot']

/** Of verify, verifySync and explain: js/options/call-options.js checks them. */
export const VERIFY_OPTIONS = ['requiredScope', 'now', 'possession', 'waitUntil']

/** Of compactVerify. @type {Rules} */
export const COMPACT_VERIFY_RULES = {
  jwks: [checkJwkSet, undefined, 'the JWK Set to verify with'],
  algorithms: [checkAlgorithms, ['RS256']],
  maxTokenBytes: [[1, 65_536, 'bytes'], 16_384]
}
