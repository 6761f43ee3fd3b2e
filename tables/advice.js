// What to do about each code and each reason: docs/reference/errors.md shows it. The generator fails where one is missing.

import { possessionAdvice } from './possession-advice.js'

/**
 * @typedef {object} Advice
 * @property {string} why what usually is the cause, as Markdown
 * @property {string} fix what to do, as Markdown
 */

const cutOff =
  'Something between client and verifier changed the token: a line break, a truncated log line or variable, quotes, URL-encoding, or another base64.'
const unchanged = 'Send the token as the issuer made it. `npx assay-jwt decode` shows which part is damaged.'
const issuerKey =
  'Run `npx assay-jwt lint-jwks` on the JWK Set and have the issuer replace the key. Its other keys go on working.'
const lookAtEndpoint =
  'Run `npx assay-jwt fetch-jwks --issuer <issuer>` on the machine that fails: it fetches as a verifier does. See [troubleshooting](../troubleshooting.md#503-auth_keys_unavailable).'
const oneParser =
  'Parsers differ in which one they take, so that two programs would see two tokens. No honest issuer writes one.'
const oneBody = 'Correct the client that wrote the body.'

/** @type {{ readonly [reason: string]: Advice }} */
export const reasonAdvice = {
  ...possessionAdvice,
  token_missing: {
    why: 'There is no `Authorization` header, it is of another scheme, or a proxy or CORS preflight dropped it. Redirects to another origin drop it, too.',
    fix: 'Send `Authorization: Bearer <token>`. Where the token is elsewhere, say so by [`getToken`](../guides/guard.md#where-the-token-is).'
  },
  authorization_malformed: {
    why: 'The header holds two tokens, a comma, a line break, or `Bearer` with nothing behind it: often a variable that is empty.',
    fix: 'Send exactly one token behind `Bearer`.'
  },
  token_not_string: {
    why: 'The program called `verify` with `undefined`, an array or a request.',
    fix: 'Give it the token alone, as a string. `bearerToken(request)` takes it out of a request.'
  },
  token_too_large: {
    why: 'The token has more than 16,384 bytes, usually because the issuer writes all groups of the user into it.',
    fix: 'Have the issuer leave them out, or raise `maxTokenBytes` (up to 65,536). Mind the limits of proxies for headers.'
  },
  malformed_segments: {
    why: 'The token has not three parts: it is opaque (for the issuer alone to read), encrypted (five parts), or cut off.',
    fix: 'Ask the issuer for a signed access token. Auth0 gives an opaque one where no `audience` was asked for.'
  },
  header_base64: { why: cutOff, fix: unchanged },
  header_json: { why: `${cutOff} Or the header is no JSON object in UTF-8.`, fix: unchanged },
  header_duplicate_member: {
    why: oneParser,
    fix: 'Treat it as an attack, unless the issuer is your own: then correct it.'
  },
  crit_unsupported: {
    why: 'The header has `crit`: whoever does not know the extensions in it must refuse (RFC 7515 §4.1.11).',
    fix: 'Have the issuer leave `crit` out. No extension is supported.'
  },
  b64_unsupported: {
    why: 'The header says that the payload is not encoded (RFC 7797), which is not for JWTs.',
    fix: 'Have the issuer leave `b64` out.'
  },
  typ_not_allowed: {
    why: 'The token is of another type: an ID token, a logout token, a DPoP proof, or your option `typ` or `profile` is narrower than what the issuer writes.',
    fix: 'Send the access token. If it is one, set `typ` to what the issuer writes; leave `profile` out where the issuer does not follow RFC 9068.'
  },
  alg_not_allowed: {
    why: 'The token is signed by an algorithm that is not in `algorithms`, which is `RS256` alone until you name others. HS256 and `none` are never accepted.',
    fix: 'If the issuer really signs so, name it: `algorithms: ["ES256"]`. See [algorithms](algorithms.md).'
  },
  kid_invalid: {
    why: 'The header’s `kid` is a number or an object (RFC 7515 §4.1.4 asks for a string).',
    fix: 'Have the issuer write a string.'
  },
  key_not_found: {
    why: 'The set was fetched for this token, or a moment ago, and has no key of this `kid`: the token is from another environment or tenant, the issuer signs with a key that it does not publish yet, or a cache between serves an old set.',
    fix: 'Compare the token’s `kid` (`assay-jwt decode`) with the set (`assay-jwt fetch-jwks`). See [troubleshooting](../troubleshooting.md#key_not_found-after-a-rotation).'
  },
  key_ambiguous: {
    why: 'The token has no `kid`, and more than four keys of the set fit its algorithm.',
    fix: 'Have the issuer write `kid`.'
  },
  key_alg_mismatch: {
    why: 'The key’s `alg` is another than the token’s. `EdDSA` and `Ed25519` are two spellings that are not taken for each other here.',
    fix: 'Have the issuer write the same name in both (RFC 7517 §4.4).'
  },
  key_type_mismatch: {
    why: 'The key with this `kid` is of another type or curve than the token’s `alg` needs.',
    fix: 'Have the issuer correct `alg` or the key. With static `jwks`: look whether the right key has this `kid`.'
  },
  key_type_unsupported: {
    why: 'The key is of a type that is not verified here: a symmetric one (`oct`), secp256k1, Ed448, or X25519.',
    fix: 'Have the issuer sign with RSA, P-256, P-384, P-521 or Ed25519.'
  },
  key_use: {
    why: 'The key’s `use` is not `sig`: it is for encryption.',
    fix: 'Have the issuer publish the key that it signs with.'
  },
  key_ops: {
    why: 'The key’s `key_ops` does not have `verify`.',
    fix: 'Have the issuer add it, or leave `key_ops` out.'
  },
  key_material: {
    why: 'A number of the key is missing, padded, not in base64url, of the wrong length, or no point of its curve. Keys that were put together by hand often are.',
    fix: `${issuerKey} Make keys of PEM files by [\`assay-jwt/keys\`](../guides/keys-from-pem.md).`
  },
  key_too_small: { why: 'RSA keys below 2048 bits can be broken (RFC 7518 §3.3).', fix: issuerKey },
  key_too_large: { why: 'RSA keys above 8192 bits take so long that they are a means of attack.', fix: issuerKey },
  key_modulus_even: { why: 'An even modulus is no product of two odd primes: the key is damaged.', fix: issuerKey },
  key_exponent: { why: 'With an exponent of 1, or an even one, everybody can make signatures.', fix: issuerKey },
  key_weak: {
    why: 'Others can compute the private key, or sign without it.',
    fix: `${issuerKey} Until then, trust no token of this key.`
  },
  key_issuer_mismatch: {
    why: 'The key has a member `issuer` that names another tenant than the token’s `iss`, as in the shared key sets of Entra ID.',
    fix: 'Refuse it: a key of another tenant signed the token.'
  },
  signature_base64: { why: cutOff, fix: unchanged },
  signature_mismatch: {
    why: 'Header or claims were changed after the signature, or a key of another environment has the same `kid`. Static `jwks` that were not renewed do it, too.',
    fix: 'Look whether the JWK Set is the one of this token’s issuer. If it is, the token is forged or damaged.'
  },
  payload_base64: { why: cutOff, fix: unchanged },
  claims_base64: { why: cutOff, fix: unchanged },
  claims_json: {
    why: 'The payload is no JSON object in UTF-8, nested deeper than 32, or signed text of another kind.',
    fix: 'For other payloads than claims there is `compactVerify`.'
  },
  claims_duplicate_member: {
    why: oneParser,
    fix: 'Have the issuer correct it: a custom claim that repeats a registered one is the usual cause.'
  },
  claim_missing: {
    why: '`error.claim` names it: one of `iss`, `aud`, `exp`, `sub`, or one of `requiredClaims`, `claims`, `profile` or `maxTokenAge`. Access tokens of Cognito and Clerk have no `aud`; client credentials often have no `sub`.',
    fix: 'Look at [the issuer’s recipe](../providers.md). `audience: null` with `claims` is for tokens without `aud`, `requireSubject: false` for those without `sub`.'
  },
  claim_type: {
    why: '`error.claim` names a claim of the wrong type: times as strings or in milliseconds, a scope that is a number, an empty `sub`.',
    fix: 'Have the issuer write NumericDates: seconds since 1970, as a number (RFC 7519 §2).'
  },
  claim_mismatch: {
    why: '`error.claim` is not what your option `claims` requires: another client, another tenant, an ID token in place of an access token.',
    fix: 'If the value is one that you want to let in, add it to `claims`. Values are compared exactly, booleans and numbers by value.'
  },
  issuer_mismatch: {
    why: 'The token’s `iss` is not byte for byte the option `issuer`. A slash at the end, `http` for `https`, an environment or a tenant is the usual difference. Entra ID’s v1 tokens are from `https://sts.windows.net/…`.',
    fix: '`assay-jwt decode` shows the `iss`. If it is yours, write it exactly so.'
  },
  audience_mismatch: {
    why: 'The token’s `aud` does not name the option `audience`: an ID token (its `aud` is the client), a token for the issuer’s own API, a slash or `api://` more or less.',
    fix: 'Have the client ask for a token for this API (`audience` at Auth0, `scope` `api://…/.default` at Entra ID, `resource` by RFC 8707). See [troubleshooting](../troubleshooting.md#audience_mismatch).'
  },
  expired: {
    why: '`exp` is past, by more than `clockTolerance`. A client that keeps tokens, a stopped laptop, or a clock that is wrong.',
    fix: 'Refresh the token. If fresh tokens are refused, compare the clocks: see [troubleshooting](../troubleshooting.md#fresh-tokens-are-expired-or-not-yet-valid).'
  },
  too_old: {
    why: 'The token is older than `maxTokenAge`, though it has not expired.',
    fix: 'Get a new one, or raise `maxTokenAge`.'
  },
  not_yet_valid: {
    why: '`nbf` is in the future: the clocks of issuer and verifier differ.',
    fix: 'Set the clocks by NTP; `clockTolerance` bridges up to 300 seconds.'
  },
  issued_in_future: {
    why: '`iat` is in the future: the clocks of issuer and verifier differ.',
    fix: 'Set the clocks by NTP; `clockTolerance` bridges up to 300 seconds.'
  },
  scope_missing: {
    why: 'The token’s scopes, those of them that are in `allowedScopes`, do not have the required one. At some issuers they are in another claim: `permissions` at Auth0, `roles` at Entra ID and Keycloak.',
    fix: 'Have the client ask for the scope and the user grant it; or name the claim by `scopesClaim`.'
  },
  tool_not_allowed: {
    why: 'The table of `guardMcp` does not have this method or tool, or has it as `false`.',
    fix: 'Add a row to [the table](../guides/mcp.md), if clients may call it.'
  },
  rate_limited: {
    why: 'Too many requests with this key of `rateLimit` were refused.',
    fix: 'Wait. If good clients are hit, the key is one that they share with others: behind a proxy, take the client’s address that the proxy names.'
  },
  body_too_large: { why: 'The body is larger than `maxBodyBytes`.', fix: 'Send less, or raise `maxBodyBytes`.' },
  body_media_type: { why: 'The body is not `application/json` in UTF-8.', fix: oneBody },
  body_not_json: { why: 'The body is no JSON text.', fix: oneBody },
  body_duplicate_member: {
    why: 'An object of the body has a member twice, and parsers differ in which one they take.',
    fix: oneBody
  },
  body_already_read: {
    why: 'Something before the guard, such as a body parser or a logger, read the body.',
    fix: 'Let the guard have the request first, or hand it a clone that nobody has read.'
  },
  token_ambiguous: {
    why: 'A header or cookie that must come once came twice: a proxy adds one, or somebody smuggles one in.',
    fix: 'Send it once. Have the proxy replace the header, not add to it.'
  },
  cross_site_request: {
    why: 'The token is in a cookie, and a page of another origin caused the request (CSRF).',
    fix: 'If it is your own front end, name its origin in `allowedOrigins`.'
  },
  body_not_allowed: { why: 'A request that is no POST has a body.', fix: oneBody },
  message_malformed: {
    why: 'The body is no JSON-RPC 2.0 message, or one that two parsers read differently; the message says what.',
    fix: oneBody
  },
  method_not_allowed: { why: 'MCP knows GET, HEAD, POST, DELETE and OPTIONS alone.', fix: 'Use POST.' },
  session_mismatch: {
    why: 'The `Mcp-Session-Id` is unknown, or of another user’s session: the process was restarted, or the request reached another instance.',
    fix: 'Start a new session, as clients do at 404. Give all instances one `sessionSecret`.'
  },
  keys_not_loaded: {
    why: '`verifySync` was called before the keys were there: it fetches nothing.',
    fix: '`await verifier.ready()` at the start, or call `await verifier.verify()`.'
  },
  keys_outdated: {
    why: '`verifySync` met a token that newer keys might save, and fetches nothing.',
    fix: 'Call `await verifier.verify()` with the same token.'
  },
  core_not_loaded: {
    why: 'The `.wasm` is not loaded yet (`verifySync` in a browser), or a bundler left it out: one line on `console.error` says where it was looked for. A Content Security Policy without `wasm-unsafe-eval` does it, too.',
    fix: '`await verifier.ready()`. If that fails, see [deployment](../guides/deployment.md#when-the-core-is-missing); `assay-jwt/inline` needs no file.'
  },
  jwks_fetch_failed: {
    why: 'There was no connection: DNS, a firewall, TLS that is not trusted, or a function `headers` that threw.',
    fix: lookAtEndpoint
  },
  jwks_status: {
    why: 'The endpoint answered with another status than 200. Some refuse requests without `User-Agent`, as those of Workers are.',
    fix: `${lookAtEndpoint} Set \`headers: { "user-agent": "…" }\` where one is asked for.`
  },
  jwks_redirect: {
    why: 'The endpoint answered with a redirect, which is never followed: it could lead to an address inside.',
    fix: 'Configure the address that it leads to, as `jwksUri`.'
  },
  jwks_timeout: {
    why: 'The endpoint did not answer within `jwksCache.timeout`, 5 seconds by default.',
    fix: lookAtEndpoint
  },
  jwks_too_large: {
    why: 'The answer has more bytes than `jwksCache.maxBytes`, 65,536 by default.',
    fix: 'Look whether it is the JWK Set. If it is, raise `maxBytes` (up to 1,048,576).'
  },
  jwks_not_json: { why: 'The answer is no JSON: often an HTML page of a proxy or of a sign-in.', fix: lookAtEndpoint },
  jwks_malformed: {
    why: 'The answer is JSON, and no JWK Set: there is no array `keys`. Often it is the metadata document.',
    fix: 'Give the metadata’s URL as `metadataUrl`, and the keys’ as `jwksUri`.'
  },
  jwks_duplicate_member: { why: oneParser, fix: 'Have the issuer correct the set; `assay-jwt lint-jwks` says where.' },
  jwks_too_many_keys: {
    why: 'No issuer signs with so many keys: the set is of many tenants.',
    fix: 'Use the key set of your tenant.'
  },
  jwks_no_usable_key: {
    why: 'None of the set’s keys can verify a token: they are too small, for encryption, or of types that are not supported.',
    fix: 'Run `npx assay-jwt lint-jwks`: it says of each key why it is left out.'
  },
  discovery_failed: {
    why: 'The metadata was at none of the places that follow from `issuer` (RFC 8414, OpenID Connect). The message says of each what was wrong there.',
    fix: 'Give `metadataUrl`, or `jwksUri`, which needs no discovery.'
  },
  discovery_issuer_mismatch: {
    why: 'The metadata names another issuer than yours. Often a slash at the end or a host name inside the cluster is the difference.',
    fix: 'Set `issuer` to what the metadata and the tokens say. If the metadata is asked for at another address, give that as `metadataUrl`.'
  },
  issuers_unavailable: {
    why: 'Your function `issuers` threw, took too long, or was asked about too many strangers at once.',
    fix: 'Log the error inside of the function: it is shown nowhere else. See [issuers](../issuers.md#tenants-that-come-at-run-time).'
  },
  option_unknown: {
    why: 'An option is misspelt or belongs elsewhere. The hint lists those that are known.',
    fix: 'Correct the name.'
  },
  option_missing: {
    why: 'A required option is missing or `undefined`: often a variable of the environment that is not set.',
    fix: 'Set it. The message names it.'
  },
  option_invalid: {
    why: 'An option is of another type, out of its bounds, or does not go with another one.',
    fix: 'The message names the option and what it may be. See [options](options.md).'
  },
  verifier_disposed: {
    why: 'The verifier was used after `dispose()`.',
    fix: 'Make one verifier for the life of the program.'
  },
  internal: { why: 'The code met what must not happen.', fix: 'Report it. The token was not accepted.' }
}
