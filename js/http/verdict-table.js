// Made from tables/verdicts.js by `npm run generate`: change it there.

/** @typedef {readonly [error: string, description: string]} Verdict */

/** By the codes. @type {{ readonly [code: string]: Verdict }} */
export const verdicts = {
  AUTH_TOKEN_MISSING: ['invalid_request', 'The request has no access token'],
  AUTH_TOKEN_INVALID: ['invalid_token', 'The access token is invalid'],
  AUTH_TOKEN_EXPIRED: ['invalid_token', 'The access token has expired'],
  AUTH_INVALID_ISSUER: ['invalid_token', 'The access token is from another issuer'],
  AUTH_INVALID_AUDIENCE: ['invalid_token', 'The access token is for another resource'],
  AUTH_PROOF_INVALID: ['invalid_dpop_proof', 'The DPoP proof is invalid'],
  AUTH_MISSING_SCOPE: ['insufficient_scope', 'The access token lacks a required scope'],
  AUTH_KEYS_UNAVAILABLE: ['temporarily_unavailable', 'The access token cannot be verified at the moment'],
  AUTH_RATE_LIMITED: ['too_many_requests', 'Too many requests with access tokens that were refused'],
  REQUEST_INVALID: ['invalid_request', 'The request does not have the form that it must have'],
  CONFIG_INVALID: ['server_error', 'The server cannot verify access tokens'],
  INTERNAL: ['server_error', 'The server cannot verify access tokens']
}

/** Where the reason decides, not the code. @type {{ readonly [reason: string]: Verdict }} */
export const verdictsByReason = {
  authorization_malformed: ['invalid_request', 'The Authorization header must hold exactly one bearer token'],
  proof_nonce_missing: ['use_dpop_nonce', 'The DPoP proof must have the nonce of the DPoP-Nonce header'],
  proof_nonce: ['use_dpop_nonce', 'The DPoP proof must have the nonce of the DPoP-Nonce header'],
  token_bound: ['invalid_token', 'The access token is bound to a key: it must come with the scheme DPoP and a proof'],
  cross_site_request: ['access_denied', 'Another site caused the request'],
  tool_not_allowed: ['access_denied', 'This is not available']
}
