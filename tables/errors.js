// The codes and reasons of refusals. What C++, JavaScript and docs/ say about them comes from here (npm run
// generate). Codes and reasons are stable: callers compare them (docs/behaviour.md, "Codes"). C++ has the rows in this
// order.

import { possessionReasons } from './possession-errors.js'

/**
 * @typedef {object} CodeRow what a caller acts on
 * @property {string} name
 * @property {number} status the HTTP status (RFC 6750 §3.1)
 * @property {boolean} retryable whether the same request may succeed later
 * @property {string} hint what to do about it
 */

/**
 * @typedef {object} ReasonRow the exact check that refused
 * @property {string} name
 * @property {string} code the name of its code
 * @property {string} message one sentence, without token, key or secret
 * @property {string} [hint] what to do about it, where the code's hint does not say
 * @property {number} [status] the HTTP status, if it is not the code's
 * @property {string} [meaning] what docs/ says, where the message is too short for it
 * @property {true} [javascriptOnly] only JavaScript raises it: C++ does not have it
 * @property {true} [native] JavaScript and native C++ raise it: of requests, of their senders and of fetched keys. WebAssembly does not have it
 */

/** @type {readonly CodeRow[]} */
export const codes = [
  { name: 'AUTH_TOKEN_MISSING', status: 401, retryable: false, hint: 'Send an Authorization: Bearer header' },
  { name: 'AUTH_TOKEN_INVALID', status: 401, retryable: false, hint: 'Provide a valid bearer token' },
  { name: 'AUTH_TOKEN_EXPIRED', status: 401, retryable: false, hint: 'Refresh the access token' },
  { name: 'AUTH_INVALID_ISSUER', status: 401, retryable: false, hint: 'Use a token from the configured issuer' },
  { name: 'AUTH_INVALID_AUDIENCE', status: 401, retryable: false, hint: 'Request a token for this resource' },
  { name: 'AUTH_MISSING_SCOPE', status: 403, retryable: false, hint: 'Request a token with the required scope' },
  {
    name: 'AUTH_PROOF_INVALID',
    status: 401,
    retryable: false,
    hint: 'Send a DPoP proof that is made for this request (RFC 9449, section 4.2)'
  },
  {
    name: 'AUTH_KEYS_UNAVAILABLE',
    status: 503,
    retryable: true,
    hint: "Verify the configured JWKS URL and the authorization server's response"
  },
  { name: 'AUTH_RATE_LIMITED', status: 429, retryable: true, hint: 'Wait for as long as Retry-After says' },
  {
    name: 'REQUEST_INVALID',
    status: 400,
    retryable: false,
    hint: 'Send the request in the form that the message asks for'
  },
  { name: 'CONFIG_INVALID', status: 500, retryable: false, hint: 'Change the option that the message names' },
  { name: 'INTERNAL', status: 500, retryable: false, hint: 'This is a bug in assay-jwt: please report it' }
]

/** @type {readonly ReasonRow[]} */
export const reasons = [
  { name: 'token_missing', code: 'AUTH_TOKEN_MISSING', message: 'Bearer token is missing', native: true },
  {
    name: 'authorization_malformed',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The Authorization header must hold exactly one bearer token',
    status: 400,
    native: true
  },
  { name: 'token_not_string', code: 'AUTH_TOKEN_INVALID', message: 'JWT is not a string', javascriptOnly: true },
  { name: 'token_too_large', code: 'AUTH_TOKEN_INVALID', message: 'JWT is larger than the limit' },
  { name: 'malformed_segments', code: 'AUTH_TOKEN_INVALID', message: 'JWT must contain header, claims, and signature' },
  { name: 'header_base64', code: 'AUTH_TOKEN_INVALID', message: 'JWT header is not valid base64url' },
  { name: 'header_json', code: 'AUTH_TOKEN_INVALID', message: 'JWT header is not valid JSON' },
  { name: 'header_duplicate_member', code: 'AUTH_TOKEN_INVALID', message: 'JWT header contains the same member twice' },
  {
    name: 'crit_unsupported',
    code: 'AUTH_TOKEN_INVALID',
    message: 'JWT header has a crit member, and no critical extension is supported'
  },
  { name: 'b64_unsupported', code: 'AUTH_TOKEN_INVALID', message: 'JWT header has a b64 member that is not true' },
  { name: 'typ_not_allowed', code: 'AUTH_TOKEN_INVALID', message: 'JWT type is not allowed' },
  { name: 'alg_not_allowed', code: 'AUTH_TOKEN_INVALID', message: 'JWT signature algorithm is not supported' },
  { name: 'kid_invalid', code: 'AUTH_TOKEN_INVALID', message: 'JWT key id is not a string' },
  { name: 'key_not_found', code: 'AUTH_TOKEN_INVALID', message: 'JWT key id is not present in JWKS' },
  { name: 'key_ambiguous', code: 'AUTH_TOKEN_INVALID', message: 'More keys of the JWKS fit the JWT than are tried' },
  { name: 'key_alg_mismatch', code: 'AUTH_TOKEN_INVALID', message: 'JWKS key algorithm does not match JWT' },
  { name: 'key_type_mismatch', code: 'AUTH_TOKEN_INVALID', message: 'JWKS key type does not match JWT algorithm' },
  {
    name: 'key_type_unsupported',
    code: 'AUTH_TOKEN_INVALID',
    message:
      'JWKS key type is not supported: it must be RSA, EC on P-256, P-384 or P-521, or OKP on Ed25519, and neither secp256k1 nor Ed448'
  },
  { name: 'key_use', code: 'AUTH_TOKEN_INVALID', message: 'JWKS key is not for signatures (use)' },
  { name: 'key_ops', code: 'AUTH_TOKEN_INVALID', message: 'JWKS key is not for verification (key_ops)' },
  {
    name: 'key_material',
    code: 'AUTH_TOKEN_INVALID',
    message: 'JWKS key material is missing, not canonical base64url, not of full length, or no point of its curve'
  },
  { name: 'key_too_small', code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is smaller than 2048 bits' },
  { name: 'key_too_large', code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is larger than 8192 bits' },
  { name: 'key_modulus_even', code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is even' },
  {
    name: 'key_exponent',
    code: 'AUTH_TOKEN_INVALID',
    message: 'JWKS RSA exponent is not an odd number from 3 to 2^33'
  },
  {
    name: 'key_weak',
    code: 'AUTH_TOKEN_INVALID',
    message:
      'JWKS key is weak (RSA: the ROCA fingerprint, CVE-2017-15361; Ed25519: a point of small order), others can sign with it: the issuer must replace it'
  },
  { name: 'key_issuer_mismatch', code: 'AUTH_TOKEN_INVALID', message: "JWKS key is for another issuer than the JWT's" },
  { name: 'signature_base64', code: 'AUTH_TOKEN_INVALID', message: 'JWT signature is not valid base64url' },
  { name: 'signature_mismatch', code: 'AUTH_TOKEN_INVALID', message: 'JWT signature is invalid' },
  { name: 'payload_base64', code: 'AUTH_TOKEN_INVALID', message: 'JWS payload is not valid base64url' },
  { name: 'claims_base64', code: 'AUTH_TOKEN_INVALID', message: 'JWT claims are not valid base64url' },
  { name: 'claims_json', code: 'AUTH_TOKEN_INVALID', message: 'JWT claims are not valid JSON' },
  { name: 'claims_duplicate_member', code: 'AUTH_TOKEN_INVALID', message: 'JWT claims contain the same member twice' },
  { name: 'claim_missing', code: 'AUTH_TOKEN_INVALID', message: 'JWT claim is missing' },
  { name: 'claim_type', code: 'AUTH_TOKEN_INVALID', message: 'JWT claim has the wrong type or is out of range' },
  { name: 'claim_mismatch', code: 'AUTH_TOKEN_INVALID', message: 'JWT claim is not what the policy requires' },
  { name: 'issuer_mismatch', code: 'AUTH_INVALID_ISSUER', message: 'JWT issuer is not allowed' },
  { name: 'audience_mismatch', code: 'AUTH_INVALID_AUDIENCE', message: 'JWT audience/resource is not allowed' },
  { name: 'expired', code: 'AUTH_TOKEN_EXPIRED', message: 'JWT is expired' },
  { name: 'too_old', code: 'AUTH_TOKEN_EXPIRED', message: 'JWT is older than allowed' },
  { name: 'not_yet_valid', code: 'AUTH_TOKEN_INVALID', message: 'JWT is not valid yet' },
  { name: 'issued_in_future', code: 'AUTH_TOKEN_INVALID', message: 'JWT is issued in the future' },
  { name: 'scope_missing', code: 'AUTH_MISSING_SCOPE', message: 'Missing required scope' },
  {
    name: 'tool_not_allowed',
    code: 'AUTH_MISSING_SCOPE',
    message: 'The table of scopes does not have this method or tool',
    javascriptOnly: true
  },
  { name: 'rate_limited', code: 'AUTH_RATE_LIMITED', message: 'Too many failed authentications', javascriptOnly: true },
  {
    name: 'body_too_large',
    code: 'REQUEST_INVALID',
    message: 'The request body is larger than the limit',
    status: 413,
    javascriptOnly: true
  },
  {
    name: 'body_media_type',
    code: 'REQUEST_INVALID',
    message: 'The request body must be application/json in UTF-8',
    status: 415,
    javascriptOnly: true
  },
  {
    name: 'body_not_json',
    code: 'REQUEST_INVALID',
    message: 'The request body is not valid JSON',
    javascriptOnly: true
  },
  {
    name: 'body_duplicate_member',
    code: 'REQUEST_INVALID',
    message: 'The request body contains the same member twice',
    javascriptOnly: true
  },
  {
    name: 'body_already_read',
    code: 'REQUEST_INVALID',
    message: 'The body is read already: whoever read it must pass a clone, or what was parsed',
    javascriptOnly: true
  },
  {
    name: 'token_ambiguous',
    code: 'REQUEST_INVALID',
    message: 'A header or cookie that must come once comes twice',
    javascriptOnly: true
  },
  {
    name: 'cross_site_request',
    code: 'REQUEST_INVALID',
    message: 'The token is in a cookie, and another site caused the request: its origin is not one of allowedOrigins',
    status: 403,
    javascriptOnly: true
  },
  {
    name: 'body_not_allowed',
    code: 'REQUEST_INVALID',
    message: 'Only a POST request may have a body',
    javascriptOnly: true
  },
  {
    name: 'message_malformed',
    code: 'REQUEST_INVALID',
    message: 'The request body is not a JSON-RPC 2.0 message',
    javascriptOnly: true
  },
  {
    name: 'method_not_allowed',
    code: 'REQUEST_INVALID',
    message: 'The HTTP method is not one of GET, HEAD, POST, DELETE and OPTIONS',
    status: 405,
    javascriptOnly: true
  },
  {
    name: 'session_mismatch',
    code: 'REQUEST_INVALID',
    message: 'There is no such MCP session: start a new one',
    status: 404,
    javascriptOnly: true
  },
  ...possessionReasons,
  {
    name: 'keys_not_loaded',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set is not loaded yet: await verifier.ready() or verifier.verify() first'
  },
  {
    name: 'keys_outdated',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set has no key for this token and may be outdated: await verifier.verify() again',
    native: true
  },
  {
    name: 'core_not_loaded',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The WebAssembly core is not loaded yet: await verifier.ready() first',
    meaning:
      'A .wasm is not loaded yet (await verifier.ready() first), or cannot be. The message names it: without assay-ec.wasm, tokens by RSA are still verified'
  },
  {
    name: 'jwks_fetch_failed',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS could not be fetched',
    native: true
  },
  {
    name: 'jwks_status',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS endpoint did not answer with status 200',
    native: true
  },
  {
    name: 'jwks_redirect',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS endpoint answered with a redirect, which is never followed',
    native: true
  },
  {
    name: 'jwks_timeout',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS endpoint did not answer in time',
    native: true
  },
  { name: 'jwks_too_large', code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS is larger than the limit' },
  { name: 'jwks_not_json', code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS is not a valid JSON object' },
  { name: 'jwks_malformed', code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS has no array named keys' },
  { name: 'jwks_duplicate_member', code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS contains the same member twice' },
  { name: 'jwks_too_many_keys', code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS contains more than 1,000 usable keys' },
  {
    name: 'jwks_no_usable_key',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'JWKS does not contain supported key material'
  },
  {
    name: 'discovery_failed',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'Authorization server metadata could not be had',
    native: true
  },
  {
    name: 'discovery_issuer_mismatch',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'Authorization server metadata names another issuer',
    native: true
  },
  {
    name: 'issuers_unavailable',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The function "issuers" failed, so it is not known whether the issuer is allowed',
    javascriptOnly: true
  },
  { name: 'option_unknown', code: 'CONFIG_INVALID', message: 'Unknown option', javascriptOnly: true },
  { name: 'option_missing', code: 'CONFIG_INVALID', message: 'Required option is missing' },
  { name: 'option_invalid', code: 'CONFIG_INVALID', message: 'Option is invalid' },
  {
    name: 'verifier_disposed',
    code: 'CONFIG_INVALID',
    message: 'The verifier has been disposed',
    javascriptOnly: true
  },
  { name: 'internal', code: 'INTERNAL', message: 'Internal error: the token was not accepted' }
]
