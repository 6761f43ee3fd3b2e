// Made from tables/errors.js by `npm run generate`: change it there.

/** @typedef {{ readonly status: number, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number, readonly hint?: string }} ReasonRow status and hint where they are not the code's */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = {
  AUTH_TOKEN_MISSING: { status: 401, hint: 'Send an Authorization: Bearer header' },
  AUTH_TOKEN_INVALID: { status: 401, hint: 'Provide a valid bearer token' },
  AUTH_TOKEN_EXPIRED: { status: 401, hint: 'Refresh the access token' },
  AUTH_INVALID_ISSUER: { status: 401, hint: 'Use a token from the configured issuer' },
  AUTH_INVALID_AUDIENCE: { status: 401, hint: 'Request a token for this resource' },
  AUTH_MISSING_SCOPE: { status: 403, hint: 'Request a token with the required scope' },
  AUTH_PROOF_INVALID: { status: 401, hint: 'Send a DPoP proof that is made for this request (RFC 9449, section 4.2)' },
  AUTH_KEYS_UNAVAILABLE: {
    status: 503,
    hint: "Verify the configured JWKS URL and the authorization server's response"
  },
  AUTH_RATE_LIMITED: { status: 429, hint: 'Wait for as long as Retry-After says' },
  REQUEST_INVALID: { status: 400, hint: 'Send the request in the form that the message asks for' },
  CONFIG_INVALID: { status: 500, hint: 'Change the option that the message names' },
  INTERNAL: { status: 500, hint: 'This is a bug in assay-jwt: please report it' }
}

/** The messages of each code's reasons: a code stands once, which makes the package smaller. */
const messages = {
  AUTH_TOKEN_MISSING: { token_missing: 'Bearer token is missing' },
  AUTH_TOKEN_INVALID: {
    authorization_malformed: 'The Authorization header must hold exactly one bearer token',
    token_not_string: 'JWT is not a string',
    token_too_large: 'JWT is larger than the limit',
    malformed_segments: 'JWT must contain header, claims, and signature',
    header_base64: 'JWT header is not valid base64url',
    header_json: 'JWT header is not valid JSON',
    header_duplicate_member: 'JWT header contains the same member twice',
    crit_unsupported: 'JWT header has a crit member, and no critical extension is supported',
    b64_unsupported: 'JWT header has a b64 member that is not true',
    typ_not_allowed: 'JWT type is not allowed',
    alg_not_allowed: 'JWT signature algorithm is not supported',
    kid_invalid: 'JWT key id is not a string',
    key_not_found: 'JWT key id is not present in JWKS',
    key_ambiguous: 'More keys of the JWKS fit the JWT than are tried',
    key_alg_mismatch: 'JWKS key algorithm does not match JWT',
    key_type_mismatch: 'JWKS key type does not match JWT algorithm',
    key_type_unsupported:
      'JWKS key type is not supported: it must be RSA, EC on P-256, P-384 or P-521, or OKP on Ed25519, and neither secp256k1 nor Ed448',
    key_use: 'JWKS key is not for signatures (use)',
    key_ops: 'JWKS key is not for verification (key_ops)',
    key_material: 'JWKS key material is missing, not canonical base64url, not of full length, or no point of its curve',
    key_too_small: 'JWKS RSA modulus is smaller than 2048 bits',
    key_too_large: 'JWKS RSA modulus is larger than 8192 bits',
    key_modulus_even: 'JWKS RSA modulus is even',
    key_exponent: 'JWKS RSA exponent is not an odd number from 3 to 2^33',
    key_weak:
      'JWKS key is weak (RSA: the ROCA fingerprint, CVE-2017-15361; Ed25519: a point of small order), others can sign with it: the issuer must replace it',
    key_issuer_mismatch: "JWKS key is for another issuer than the JWT's",
    signature_base64: 'JWT signature is not valid base64url',
    signature_mismatch: 'JWT signature is invalid',
    payload_base64: 'JWS payload is not valid base64url',
    claims_base64: 'JWT claims are not valid base64url',
    claims_json: 'JWT claims are not valid JSON',
    claims_duplicate_member: 'JWT claims contain the same member twice',
    claim_missing: 'JWT claim is missing',
    claim_type: 'JWT claim has the wrong type or is out of range',
    claim_mismatch: 'JWT claim is not what the policy requires',
    not_yet_valid: 'JWT is not valid yet',
    issued_in_future: 'JWT is issued in the future',
    token_not_bound: 'The access token is not bound to a key, and the scheme DPoP is for bound ones',
    token_bound: 'The access token is bound to a key: it must come with the scheme DPoP and a proof',
    certificate_missing: 'The access token is bound to a client certificate, and the request came without one',
    certificate_mismatch: 'The access token is bound to another client certificate'
  },
  AUTH_TOKEN_EXPIRED: { expired: 'JWT is expired', too_old: 'JWT is older than allowed' },
  AUTH_INVALID_ISSUER: { issuer_mismatch: 'JWT issuer is not allowed' },
  AUTH_INVALID_AUDIENCE: { audience_mismatch: 'JWT audience/resource is not allowed' },
  AUTH_MISSING_SCOPE: {
    scope_missing: 'Missing required scope',
    tool_not_allowed: 'The table of scopes does not have this method or tool'
  },
  AUTH_PROOF_INVALID: {
    proof_missing: 'The DPoP header is missing',
    proof_ambiguous: 'There must be one DPoP header with one proof',
    proof_too_large: 'The DPoP proof is larger than the limit',
    proof_segments: 'The DPoP proof must contain header, claims, and signature',
    proof_header_base64: 'The header of the DPoP proof is not valid base64url',
    proof_header_json: 'The header of the DPoP proof is not valid JSON',
    proof_header_duplicate_member: 'The header of the DPoP proof contains the same member twice',
    proof_crit: 'The header of the DPoP proof has a crit member, and no critical extension is supported',
    proof_b64: 'The header of the DPoP proof has a b64 member that is not true',
    proof_typ: 'The type of the DPoP proof is not dpop+jwt',
    proof_alg: 'The signature algorithm of the DPoP proof is not allowed',
    proof_jwk_missing: 'The header of the DPoP proof has no jwk',
    proof_jwk_private: 'The jwk of the DPoP proof has a private or symmetric member',
    proof_jwk_invalid: 'The jwk of the DPoP proof is no key that fits its algorithm',
    proof_signature_base64: 'The signature of the DPoP proof is not valid base64url',
    proof_signature: 'The signature of the DPoP proof is invalid',
    proof_claims_base64: 'The claims of the DPoP proof are not valid base64url',
    proof_claims_json: 'The claims of the DPoP proof are not valid JSON',
    proof_claims_duplicate_member: 'The claims of the DPoP proof contain the same member twice',
    proof_claim_missing: 'The DPoP proof lacks a claim',
    proof_claim_type: 'A claim of the DPoP proof has the wrong type or is out of range',
    proof_method: 'The DPoP proof is for another HTTP method',
    proof_url: 'The DPoP proof is for another URL',
    proof_too_old: 'The DPoP proof is too old',
    proof_issued_in_future: 'The DPoP proof is issued in the future',
    proof_expired: 'The DPoP proof is expired',
    proof_not_yet_valid: 'The DPoP proof is not valid yet',
    proof_nonce_missing: 'The DPoP proof has no nonce',
    proof_nonce: 'The nonce of the DPoP proof is too old, or none of this server',
    proof_token: 'The DPoP proof is for another access token',
    proof_key: 'The access token is bound to another key than that of the DPoP proof',
    proof_replayed: 'The DPoP proof was used before'
  },
  AUTH_KEYS_UNAVAILABLE: {
    replay_store_failed:
      'It cannot be told whether the DPoP proof was used before: the replay store failed, or is full',
    keys_not_loaded: 'The JWK Set is not loaded yet: await verifier.ready() or verifier.verify() first',
    keys_outdated: 'The JWK Set has no key for this token and may be outdated: await verifier.verify() again',
    core_not_loaded: 'The WebAssembly core is not loaded yet: await verifier.ready() first',
    jwks_fetch_failed: 'JWKS could not be fetched',
    jwks_status: 'JWKS endpoint did not answer with status 200',
    jwks_redirect: 'JWKS endpoint answered with a redirect, which is never followed',
    jwks_timeout: 'JWKS endpoint did not answer in time',
    jwks_too_large: 'JWKS is larger than the limit',
    jwks_not_json: 'JWKS is not a valid JSON object',
    jwks_malformed: 'JWKS has no array named keys',
    jwks_duplicate_member: 'JWKS contains the same member twice',
    jwks_too_many_keys: 'JWKS contains more than 1,000 usable keys',
    jwks_no_usable_key: 'JWKS does not contain supported key material',
    discovery_failed: 'Authorization server metadata could not be had',
    discovery_issuer_mismatch: 'Authorization server metadata names another issuer',
    issuers_unavailable: 'The function "issuers" failed, so it is not known whether the issuer is allowed'
  },
  AUTH_RATE_LIMITED: { rate_limited: 'Too many failed authentications' },
  REQUEST_INVALID: {
    body_too_large: 'The request body is larger than the limit',
    body_media_type: 'The request body must be application/json in UTF-8',
    body_not_json: 'The request body is not valid JSON',
    body_duplicate_member: 'The request body contains the same member twice',
    body_already_read: 'The body is read already: whoever read it must pass a clone, or what was parsed',
    token_ambiguous: 'A header or cookie that must come once comes twice',
    cross_site_request:
      'The token is in a cookie, and another site caused the request: its origin is not one of allowedOrigins',
    body_not_allowed: 'Only a POST request may have a body',
    message_malformed: 'The request body is not a JSON-RPC 2.0 message',
    method_not_allowed: 'The HTTP method is not one of GET, HEAD, POST, DELETE and OPTIONS',
    session_mismatch: 'There is no such MCP session: start a new one'
  },
  CONFIG_INVALID: {
    option_unknown: 'Unknown option',
    option_missing: 'Required option is missing',
    option_invalid: 'Option is invalid',
    verifier_disposed: 'The verifier has been disposed'
  },
  INTERNAL: { internal: 'Internal error: the token was not accepted' }
}

/** Of reasons whose status is not the code's. @type {{ readonly [reason: string]: number | undefined }} */
const statuses = {
  authorization_malformed: 400,
  body_too_large: 413,
  body_media_type: 415,
  cross_site_request: 403,
  method_not_allowed: 405,
  session_mismatch: 404
}

/** Of reasons that JavaScript raises; those of the core come with its errors. @type {{ readonly [reason: string]: string | undefined }} */
const hints = {
  token_not_bound:
    'Send it as Bearer, or request a bound one: with a DPoP proof at the token endpoint (RFC 9449, section 5)',
  token_bound:
    'Send it with the scheme DPoP and a proof made by its key; verify() takes both from the option possession',
  certificate_missing:
    "Send the client's certificate over TLS, and say where it is: the option clientCertificate of guards, possession.certificate of verify()",
  certificate_mismatch:
    'Send the certificate over TLS with which the token was requested, or request a token with this one',
  proof_missing:
    'Send the proof in the header DPoP, and let proxies and CORS pass that; verify() takes possession.proof',
  proof_ambiguous: 'Send one header DPoP, with one proof in it',
  proof_replayed: 'Make a new proof with a new jti for each request, also for a retry',
  replay_store_failed: 'Look at the replay store: is it reachable, has it room, does its add() answer'
}

/** @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = Object.fromEntries(
  Object.entries(messages).flatMap(([code, texts]) =>
    Object.entries(texts).map(([reason, message]) => [
      reason,
      { code, message, status: statuses[reason], hint: hints[reason] }
    ])
  )
)
