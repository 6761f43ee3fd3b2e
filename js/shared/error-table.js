// Made from tables/errors.js by `npm run generate`: change it there.

/** @typedef {{ readonly status: number, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number }} ReasonRow the status where it is not the code's */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = {
  AUTH_TOKEN_MISSING: { status: 401, hint: 'Send an Authorization: Bearer header' },
  AUTH_TOKEN_INVALID: { status: 401, hint: 'Provide a valid bearer token' },
  AUTH_TOKEN_EXPIRED: { status: 401, hint: 'Refresh the access token' },
  AUTH_INVALID_ISSUER: { status: 401, hint: 'Use a token from the configured issuer' },
  AUTH_INVALID_AUDIENCE: { status: 401, hint: 'Request a token for this resource' },
  AUTH_MISSING_SCOPE: { status: 403, hint: 'Request a token with the required scope' },
  AUTH_KEYS_UNAVAILABLE: {
    status: 503,
    hint: "Verify the configured JWKS URL and the authorization server's response"
  },
  AUTH_RATE_LIMITED: { status: 429, hint: 'Wait for as long as Retry-After says' },
  REQUEST_INVALID: { status: 400, hint: 'Send the request in the form that the message asks for' },
  CONFIG_INVALID: { status: 500, hint: 'Change the option that the message names' },
  INTERNAL: { status: 500, hint: 'This is a bug in assay-jwt: please report it' }
}

/** @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = {
  token_missing: { code: 'AUTH_TOKEN_MISSING', message: 'Bearer token is missing' },
  authorization_malformed: {
    code: 'AUTH_TOKEN_INVALID',
    message: 'The Authorization header must hold exactly one bearer token',
    status: 400
  },
  token_not_string: { code: 'AUTH_TOKEN_INVALID', message: 'JWT is not a string' },
  token_too_large: { code: 'AUTH_TOKEN_INVALID', message: 'JWT is larger than the limit' },
  malformed_segments: { code: 'AUTH_TOKEN_INVALID', message: 'JWT must contain header, claims, and signature' },
  header_base64: { code: 'AUTH_TOKEN_INVALID', message: 'JWT header is not valid base64url' },
  header_json: { code: 'AUTH_TOKEN_INVALID', message: 'JWT header is not valid JSON' },
  header_duplicate_member: { code: 'AUTH_TOKEN_INVALID', message: 'JWT header contains the same member twice' },
  crit_unsupported: {
    code: 'AUTH_TOKEN_INVALID',
    message: 'JWT header has a crit member, and no critical extension is supported'
  },
  b64_unsupported: { code: 'AUTH_TOKEN_INVALID', message: 'JWT header has a b64 member that is not true' },
  typ_not_allowed: { code: 'AUTH_TOKEN_INVALID', message: 'JWT type is not allowed' },
  alg_not_allowed: { code: 'AUTH_TOKEN_INVALID', message: 'JWT signature algorithm is not supported' },
  kid_invalid: { code: 'AUTH_TOKEN_INVALID', message: 'JWT key id is not a string' },
  key_not_found: { code: 'AUTH_TOKEN_INVALID', message: 'JWT key id is not present in JWKS' },
  key_ambiguous: { code: 'AUTH_TOKEN_INVALID', message: 'More keys of the JWKS fit the JWT than are tried' },
  key_alg_mismatch: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key algorithm does not match JWT' },
  key_type_mismatch: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key type does not match JWT algorithm' },
  key_type_unsupported: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key type is not supported' },
  key_use: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key is not for signatures (use)' },
  key_ops: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key is not for verification (key_ops)' },
  key_material: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS key material is missing or not canonical base64url' },
  key_too_small: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is smaller than 2048 bits' },
  key_too_large: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is larger than 8192 bits' },
  key_modulus_even: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA modulus is even' },
  key_exponent: { code: 'AUTH_TOKEN_INVALID', message: 'JWKS RSA exponent is not an odd number from 3 to 2^33' },
  key_weak: {
    code: 'AUTH_TOKEN_INVALID',
    message:
      'JWKS RSA key has the ROCA fingerprint (CVE-2017-15361), its private key can be computed: the issuer must replace it'
  },
  signature_base64: { code: 'AUTH_TOKEN_INVALID', message: 'JWT signature is not valid base64url' },
  signature_mismatch: { code: 'AUTH_TOKEN_INVALID', message: 'JWT signature is invalid' },
  payload_base64: { code: 'AUTH_TOKEN_INVALID', message: 'JWS payload is not valid base64url' },
  claims_base64: { code: 'AUTH_TOKEN_INVALID', message: 'JWT claims are not valid base64url' },
  claims_json: { code: 'AUTH_TOKEN_INVALID', message: 'JWT claims are not valid JSON' },
  claims_duplicate_member: { code: 'AUTH_TOKEN_INVALID', message: 'JWT claims contain the same member twice' },
  claim_missing: { code: 'AUTH_TOKEN_INVALID', message: 'JWT claim is missing' },
  claim_type: { code: 'AUTH_TOKEN_INVALID', message: 'JWT claim has the wrong type or is out of range' },
  issuer_mismatch: { code: 'AUTH_INVALID_ISSUER', message: 'JWT issuer is not allowed' },
  audience_mismatch: { code: 'AUTH_INVALID_AUDIENCE', message: 'JWT audience/resource is not allowed' },
  expired: { code: 'AUTH_TOKEN_EXPIRED', message: 'JWT is expired' },
  too_old: { code: 'AUTH_TOKEN_EXPIRED', message: 'JWT is older than allowed' },
  not_yet_valid: { code: 'AUTH_TOKEN_INVALID', message: 'JWT is not valid yet' },
  issued_in_future: { code: 'AUTH_TOKEN_INVALID', message: 'JWT is issued in the future' },
  scope_missing: { code: 'AUTH_MISSING_SCOPE', message: 'Missing required scope' },
  tool_not_allowed: { code: 'AUTH_MISSING_SCOPE', message: 'The table of scopes does not have this method or tool' },
  rate_limited: { code: 'AUTH_RATE_LIMITED', message: 'Too many failed authentications' },
  body_too_large: { code: 'REQUEST_INVALID', message: 'The request body is larger than the limit', status: 413 },
  body_media_type: {
    code: 'REQUEST_INVALID',
    message: 'The request body must be application/json in UTF-8',
    status: 415
  },
  body_not_json: { code: 'REQUEST_INVALID', message: 'The request body is not valid JSON' },
  body_duplicate_member: { code: 'REQUEST_INVALID', message: 'The request body contains the same member twice' },
  body_already_read: {
    code: 'REQUEST_INVALID',
    message: 'The body is read already: whoever read it must pass a clone, or what was parsed'
  },
  body_not_allowed: { code: 'REQUEST_INVALID', message: 'Only a POST request may have a body' },
  message_malformed: { code: 'REQUEST_INVALID', message: 'The request body is not a JSON-RPC 2.0 message' },
  method_not_allowed: {
    code: 'REQUEST_INVALID',
    message: 'The HTTP method is not one of GET, HEAD, POST, DELETE and OPTIONS',
    status: 405
  },
  keys_not_loaded: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set is not loaded yet: await verifier.ready() or verifier.verify() first'
  },
  keys_outdated: {
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'The JWK Set has no key for this token and may be outdated: await verifier.verify() again'
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
  jwks_malformed: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS has no array named keys' },
  jwks_duplicate_member: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS contains the same member twice' },
  jwks_too_many_keys: { code: 'AUTH_KEYS_UNAVAILABLE', message: 'JWKS contains more than 1,000 usable keys' },
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
