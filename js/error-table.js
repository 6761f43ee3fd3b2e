// Made by tools/generate-error-table.js from the core's table (src/error.cpp): change it there.

/** @typedef {{ readonly status: number, readonly hint?: string }} CodeRow the hint where JavaScript gives the code */
/** @typedef {{ readonly code: string, readonly message: string }} ReasonRow */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = {
  AUTH_TOKEN_MISSING: { status: 401, hint: 'Send an Authorization: Bearer header' },
  AUTH_TOKEN_INVALID: { status: 401, hint: 'Provide a valid bearer token' },
  AUTH_TOKEN_EXPIRED: { status: 401 },
  AUTH_INVALID_ISSUER: { status: 401, hint: 'Use a token from the configured issuer' },
  AUTH_INVALID_AUDIENCE: { status: 401 },
  AUTH_MISSING_SCOPE: { status: 403 },
  AUTH_KEYS_UNAVAILABLE: {
    status: 503,
    hint: "Verify the configured JWKS URL and the authorization server's response"
  },
  AUTH_RATE_LIMITED: { status: 429 },
  REQUEST_INVALID: { status: 400 },
  CONFIG_INVALID: { status: 500, hint: 'Change the option that the message names' },
  INTERNAL: { status: 500, hint: 'This is a bug in assay-jwt: please report it' }
}

/** The reasons that JavaScript gives. @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = {
  token_missing: { code: 'AUTH_TOKEN_MISSING', message: 'Bearer token is missing' },
  token_not_string: { code: 'AUTH_TOKEN_INVALID', message: 'JWT is not a string' },
  issuer_mismatch: { code: 'AUTH_INVALID_ISSUER', message: 'JWT issuer is not allowed' },
  keys_not_loaded: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set is not loaded yet: await verifier.ready() or verifier.verify() first'
  },
  keys_outdated: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set has no key for this token and may be outdated: await verifier.verify() to have it asked for'
  },
  core_not_loaded: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The WebAssembly core is not loaded yet: await verifier.ready() first'
  },
  jwks_fetch_failed: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS could not be fetched' },
  jwks_status: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS endpoint did not answer with status 200' },
  jwks_redirect: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS endpoint answered with a redirect, which is never followed'
  },
  jwks_timeout: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS endpoint did not answer in time' },
  jwks_too_large: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS is larger than the limit' },
  jwks_not_json: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS is not a valid JSON object' },
  jwks_no_usable_key: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS does not contain supported key material' },
  discovery_failed: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'Authorization server metadata could not be had' },
  discovery_issuer_mismatch: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'Authorization server metadata names another issuer'
  },
  option_unknown: { code: 'CONFIG_INVALID', message: 'Unknown option' },
  option_missing: { code: 'CONFIG_INVALID', message: 'Required option is missing' },
  option_invalid: { code: 'CONFIG_INVALID', message: 'Option is invalid' },
  verifier_disposed: { code: 'CONFIG_INVALID', message: 'The verifier has been disposed' },
  internal: { code: 'INTERNAL', message: 'Internal error: the token was not accepted' }
}
