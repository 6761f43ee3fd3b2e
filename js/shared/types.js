// The shapes of the public API. This file holds no code: it and key-types.js are the one place where they are documented.

/** @import { KeyEvent, KeyStore, RequestHeaders } from './key-types.js' */

/** @import { ClaimRules } from './claim-types.js' */
/** @import { DpopOptions, Possession, ProofReport } from './dpop-types.js' */
/** @import { ErrorCode, ErrorReason } from './error-names.js' */

/**
 * A JWS algorithm of RFC 7518 §3.1 that the core verifies.
 * @typedef {import('./algorithms.js').Algorithm} Algorithm
 */

/**
 * A JWK Set (RFC 7517 §5).
 * @typedef {{ keys: readonly object[] }} JwkSet
 */

/**
 * One key (RFC 7517 §4).
 * @typedef {{ readonly kty: string, readonly [member: string]: unknown }} Jwk
 */

// <JwksCacheOptions>
/**
 * @typedef {object} JwksCacheOptions how the fetched JWK Set is kept
 * @property {number} [maxAge] seconds that a JWK Set is fresh where its endpoint doesn’t say it (`Cache-Control`),
 *   and at most, 1 to 86,400 (default: what `Cache-Control` says, from 60 to 86,400; else 600)
 * @property {number} [maxStale] seconds after a JWK Set was fetched, or confirmed, that it serves while it cannot be
 *   refreshed, 0 to 2,592,000; 0: never longer than it is fresh (default: 86,400)
 * @property {number} [cooldown] seconds between two look-ups of unknown key ids, and before the first repetition of a
 *   failed fetch, 1 to 3,600 (default: 30)
 * @property {number} [timeout] seconds for one whole exchange, body included, 0.001 to 60 (default: 5)
 * @property {number} [maxBytes] size limit of the JWK Set and of the discovery document in bytes, 1 to 1,048,576
 *   (default: 65,536)
 */
// </JwksCacheOptions>

// <JwksSnapshot>
/**
 * @typedef {object} JwksSnapshot keys that are known when the program starts: verifier.snapshot() makes it
 * @property {JwkSet} jwks required: the JWK Set
 * @property {number} fetchedAt required: when it was fetched, in seconds since the epoch
 */
// </JwksSnapshot>

// <TokenCacheOptions>
/**
 * @typedef {object} TokenCacheOptions how many tokens are kept that were accepted before
 * @property {number} [maxEntries] tokens that are kept, 1 to 100,000 (default: 1,000)
 * @property {number} [maxBytes] bytes of WebAssembly memory that they may take, 1 to 67,108,864 (default: 4,194,304)
 */
// </TokenCacheOptions>

// <VerifierOptions>
/**
 * @typedef {object} VerifierOptions what is required of a token, and where the keys are
 * @property {string | readonly string[]} issuer required: the `iss` of every token, compared byte for byte (RFC 7519
 *   §4.1.1); several spellings as an array. In `https://login.microsoftonline.com/{tid}/v2.0`, `{tid}` is that claim
 *   of the token
 * @property {string | readonly string[] | null} audience required: string or array: the token’s `aud` must name one
 *   of these (RFC 7519 §4.1.3). `null` accepts any, and says so aloud
 * @property {readonly Algorithm[]} [algorithms] the allow-list (RFC 8725 §3.1): `RS256`, `RS384`, `RS512`, `PS256`,
 *   `PS384`, `PS512`, `ES256`, `ES384`, `ES512`, `EdDSA`, `Ed25519` (default: `['RS256']`)
 * @property {readonly string[]} [allowedScopes] scopes that may be granted: granted are the token’s that are among
 *   these (default: all of the token’s)
 * @property {string | readonly string[] | readonly (readonly string[])[]} [scopesClaim] the claim that has the
 *   scopes; as an array of strings, a path (`['realm_access', 'roles']`); as an array of paths, all of them together.
 *   Each is a string of scopes, an array of them, or an object that has them as names of members that are not false
 *   (default: `scope`, or where it is absent `scp`)
 * @property {number} [clockTolerance] seconds by which the clocks may differ, 0 to 300 (default: 60)
 * @property {string | readonly string[]} [typ] the accepted `typ`: any media types (RFC 7515 §4.1.9: `application/`
 *   may be left out, case is ignored), such as `at+jwt` (RFC 9068 §2.1) (default: `JWT`, `at+jwt`, or none)
 * @property {'at+jwt'} [profile] `at+jwt` asks for all that RFC 9068 §4 does: the `typ` at+jwt, and `client_id`,
 *   `iat` and `jti`, each of its type and not empty (default: none)
 * @property {'exact' | 'exclusive'} [audienceMatch] `exclusive`: `aud` must name nobody besides `audience` (RFC 8707
 *   §2). It is compared byte for byte in any case (default: `exact`)
 * @property {number} [maxTokenAge] seconds since `iat`, which is then required, 0.001 to 315,576,000 (default: no
 *   limit)
 * @property {readonly string[]} [requiredClaims] claims that must be there, besides `iss`, `aud`, `exp` and `sub`
 *   (default: none)
 * @property {ClaimRules} [claims] what other claims must be: a value or one of several, compared exactly; `{
 *   startsWith }`, `{ not }`; nested by objects. An array must contain one. A claim that is missing or of another
 *   type is refused (default: any values)
 * @property {boolean} [requireSubject] whether `sub` must be there. `false`: it may be absent or empty, as with
 *   client credentials at some issuers (default: `true`)
 * @property {number} [maxTokenBytes] size limit of a token in bytes, 1 to 65,536 (default: 16,384)
 * @property {string | Uint8Array} [tokenIdSecret] 16 to 4,096 bytes; then `tokenIdHash` is the HMAC-SHA256 of `jti`,
 *   fit for logs and revocation lists (default: no hash)
 * @property {boolean | TokenCacheOptions} [tokenCache] the cache of tokens whose signature is proven: their claims
 *   are checked on each call all the same, and other keys forget them all. `false` turns it off (default: on)
 * @property {boolean | DpopOptions} [dpop] demands that whoever sends a token bound to a key proves to have that key
 *   (RFC 9449): `true`, or options (default: off: tokens are bearer tokens)
 * @property {boolean} [allowInsecureLoopback] allows `http:` for hosts of this machine (default: `false`)
 * @property {readonly string[]} [allowInsecureHosts] allows `http:` for exactly these hosts, port included:
 *   `['keycloak:8080']`. For issuers in your own cluster; `status().insecureHosts` names them (default: none)
 * @property {JwkSet | Jwk | readonly Jwk[] | string} [jwks] the JWK Set itself, an array of JWKs, one JWK, or the
 *   JSON text of these; public keys alone. Then nothing is ever fetched. `lintJwks(jwks)` says what is wrong with a
 *   key
 * @property {string | URL} [jwksUri] where the JWK Set is. https only (default: by discovery)
 * @property {string | URL} [metadataUrl] the discovery document (RFC 8414, OpenID Connect Discovery), when it is not
 *   at the issuer’s default place. With neither `jwks`, `jwksUri` nor `metadataUrl` the keys are discovered from the
 *   issuer (default: RFC 8414, then OIDC)
 * @property {RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>)} [headers] headers of the requests for
 *   keys and metadata, or a function that is asked for them before each request; sent to the origin of `jwksUri`,
 *   `metadataUrl` or the issuer alone (default: none)
 * @property {JwksSnapshot} [jwksSnapshot] keys that serve until they are fetched, so that a cold start waits for
 *   nothing (default: none)
 * @property {JwksCacheOptions} [jwksCache] how the fetched JWK Set is kept
 * @property {KeyStore} [store] keeps what was fetched for other isolates or processes, too (default: none)
 * @property {(event: KeyEvent) => unknown} [onEvent] is told what happens to the keys. What it throws is ignored
 *   (default: none)
 * @property {typeof globalThis.fetch} [fetch] is called instead of `globalThis.fetch` (default: global `fetch`)
 */
// </VerifierOptions>

/**
 * A scope that must be granted, or alternatives of which one must be. The first alternative is what a client is told to
 * ask for: put the least powerful first.
 * @typedef {string | { readonly anyOf: readonly string[] }} RequiredScope
 */

// <VerifyOptions>
/**
 * @typedef {object} VerifyOptions what one call requires
 * @property {RequiredScope | readonly RequiredScope[]} [requiredScope] a scope, `{ anyOf: […] }` of which one must be
 *   granted, or an array of these, which must all be (default: none)
 * @property {number} [now] the time in seconds since the epoch, as NumericDate (default: the runtime’s clock)
 * @property {Possession} [possession] what came with the token that proves its sender may use it: its scheme, the
 *   DPoP proof, method and URL of the request, and the thumbprint of a client certificate. The guards give it
 *   (default: none)
 * @property {(promise: Promise<unknown>) => void} [waitUntil] keeps the runtime at work after the response, while
 *   keys are refreshed: `(promise) => ctx.waitUntil(promise)` (default: on Workers: that of `cloudflare:workers`)
 */
// </VerifyOptions>

/**
 * A JSON value; its objects and arrays are frozen.
 * @typedef {string | number | boolean | null | readonly unknown[] | { readonly [name: string]: unknown }} JsonValue
 */

/**
 * The claims of a verified token. Deeply frozen.
 * @template {string | undefined} [Subject=string]
 * @typedef {{ readonly [claim: string]: JsonValue | undefined } & {
 *   readonly iss: string, readonly sub: Subject, readonly aud: string | readonly string[], readonly exp: number,
 *   readonly nbf?: number | null, readonly iat?: number | null, readonly jti?: string | null }} Claims
 */

/**
 * The JOSE header (RFC 7515 §4). Deeply frozen.
 * @typedef {{ readonly [member: string]: JsonValue | undefined } & { readonly alg: string, readonly kid?: string,
 *   readonly typ?: string }} JoseHeader
 */

/**
 * @template [Own={}] further claims, as the program knows them. Only the option claims makes sure of their values
 * @template {string | undefined} [Subject=string]
 * @typedef {object} VerifiedToken a token that passed every check; deeply frozen
 * @property {Claims<Subject> & Readonly<Own>} claims all claims, as the token has them; numbers as JSON.parse reads them
 * @property {string} claimsText the exact claims text that was verified, with all digits of every number
 * @property {JoseHeader} header the JOSE header
 * @property {string} issuer "iss"
 * @property {Subject} subject "sub"; it may be undefined where the option requireSubject is false
 * @property {string | undefined} audience the first entry of "aud" that is allowed; undefined with `audience: null`
 * @property {readonly string[]} scopes the granted scopes, sorted, each once
 * @property {number} expiresAt "exp" in seconds since the epoch, without the clock tolerance
 * @property {string | undefined} tokenIdHash lower-case hex HMAC-SHA256 of "jti" under `tokenIdSecret`
 * @property {string | undefined} tenantId "tenant_id" unchanged, if it is a string
 * @property {string | undefined} clientId "client_id" (RFC 8693 §4.3), else "azp", unchanged, if it is a string
 */

/**
 * What is required of a token, without where the keys are.
 * @typedef {Omit<VerifierOptions, 'jwks' | 'jwksUri' | 'metadataUrl' | 'headers' | 'jwksSnapshot' | 'jwksCache' | 'store' |
 *   'fetch' | 'onEvent' | 'tokenCache' | 'allowInsecureLoopback' | 'allowInsecureHosts'>} Policy
 */

/**
 * @typedef {object} Check one step of the decision
 * @property {string} check its name
 * @property {'pass' | 'fail' | 'skip'} status skip: an earlier failure made it impossible
 * @property {string} message what was found, in a sentence
 * @property {string} clause the section of a specification that asks for it, for example 'RFC 7519 §4.1.4'
 * @property {unknown} [expected] what was required
 * @property {unknown} [actual] what the token has
 */

/**
 * @typedef {object} Report the decision about one token, check by check; deeply frozen
 * @property {boolean} valid whether verify() accepts the token
 * @property {ErrorJson | undefined} error what verify() throws
 * @property {readonly Check[]} checks in the order in which verify() makes them
 * @property {JoseHeader | { readonly [member: string]: JsonValue | undefined } | undefined} header as far as it could
 *   be decoded
 * @property {{ readonly [claim: string]: JsonValue | undefined } | undefined} claims as far as they could be decoded;
 *   not to be trusted unless `signatureVerified`
 * @property {boolean} signatureVerified whether the issuer signed header and claims
 * @property {readonly string[]} notes what is odd but does not affect the decision
 * @property {ProofReport} [proof] each check of the DPoP proof, where one was given and the verifier has the option dpop
 */

// <CompactVerifyOptions>
/**
 * @typedef {object} CompactVerifyOptions what is required of a JWS
 * @property {JwkSet | Jwk | readonly Jwk[] | string} jwks required: the keys, as in createVerifier
 * @property {readonly Algorithm[]} [algorithms] the allow-list (RFC 8725 §3.1): `RS256`, `RS384`, `RS512`, `PS256`,
 *   `PS384`, `PS512`, `ES256`, `ES384`, `ES512`, `EdDSA`, `Ed25519` (default: `['RS256']`)
 * @property {number} [maxTokenBytes] size limit of the JWS in bytes, 1 to 65,536 (default: 16,384)
 */
// </CompactVerifyOptions>

/**
 * @typedef {object} VerifiedJws a JWS whose signature is verified
 * @property {JoseHeader} protectedHeader the JOSE header, deeply frozen
 * @property {Uint8Array} payload the payload's bytes: a copy that belongs to the caller
 */

/**
 * @typedef {object} ErrorJson an AssayError as a plain object
 * @property {ErrorCode} code
 * @property {ErrorReason} reason
 * @property {string} message
 * @property {string} hint
 * @property {boolean} retryable
 * @property {number} status
 * @property {string} [claim]
 * @property {string} [option]
 * @property {string} [scope]
 * @property {number} [retryAfter] seconds after which the same request may succeed, if known
 */

/**
 * @typedef {object} ErrorDetails what an AssayError says beyond its reason
 * @property {string} [code] the code of a reason that is not in the table
 * @property {number} [status] instead of the code's own
 * @property {string} [message] instead of the reason's own
 * @property {string} [hint] instead of the code's own
 * @property {string} [claim]
 * @property {string} [option]
 * @property {string} [scope]
 * @property {number} [retryAfter] seconds
 */

export * from './dpop-types.js'
export * from './error-names.js'
export * from './key-types.js'
