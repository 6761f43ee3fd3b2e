// What to do about each code: docs/reference/errors.md shows it. The generator fails where one is missing.

/** @type {{ readonly [code: string]: string }} what the code says, and what your program should do with it */
export const codeAdvice = {
  AUTH_TOKEN_MISSING: 'The request brought no token. Answer 401 with a challenge; the client has to sign in.',
  AUTH_TOKEN_INVALID:
    'The token is none that this verifier may accept, and will not be by waiting. Answer 401; the client has to get another one. The reason says which check failed.',
  AUTH_TOKEN_EXPIRED: 'The token was good once. Answer 401; the client refreshes it.',
  AUTH_INVALID_ISSUER: 'Somebody else issued the token: another issuer, another tenant, another environment.',
  AUTH_INVALID_AUDIENCE: 'The issuer is right, and the token is for another API.',
  AUTH_MISSING_SCOPE:
    'The token is good, and does not allow this. Answer 403; a new sign-in does not help unless it asks for the scope.',
  AUTH_PROOF_INVALID:
    'The token is bound to a key, and the proof that came with it is missing or bad (DPoP, RFC 9449). Answer 401; the client makes a new proof.',
  AUTH_KEYS_UNAVAILABLE:
    'Nobody can say whether the token is good, because the keys (or the code) are not at hand. Answer 503 and never 401: the token may be good. `retryAfter` says when another attempt makes sense.',
  AUTH_RATE_LIMITED: 'This key of `rateLimit` had too many refusals. Answer 429.',
  REQUEST_INVALID: 'The request around the token is not in order. The token may be good.',
  CONFIG_INVALID:
    'Your program, not the request, is wrong. `createVerifier` and guards throw it when they are made, so that a deployment fails and not a request. The message names the option.',
  INTERNAL:
    'A bug of assay-jwt. The token was not accepted. Please report it with code, reason and version, and without the token.'
}
