// The shapes of assay-jwt/http and of what builds on it. This file holds no code.

/** @import { Algorithm, DpopOptions, RequiredScope, VerifiedToken, VerifyOptions } from '../shared/types.js' */

/**
 * Any verified token, whatever its claims and the type of its subject.
 * @typedef {VerifiedToken<any, any>} AnyToken
 */

/**
 * A verifier of createVerifier, or anything that decides like one.
 * @template {AnyToken} [T=AnyToken] what it verifies
 * @typedef {{ verify(jwt: string, options?: VerifyOptions): Promise<T> }} TokenVerifier
 */

/**
 * The protected resource metadata document (RFC 9728 §2) that protectedResourceMetadata makes. Deeply frozen.
 * @typedef {object} ProtectedResourceMetadata
 * @property {string} resource the resource identifier
 * @property {readonly string[]} authorization_servers issuers of its tokens
 * @property {readonly string[]} bearer_methods_supported
 * @property {readonly string[]} [scopes_supported]
 * @property {readonly Algorithm[]} [dpop_signing_alg_values_supported]
 * @property {boolean} [dpop_bound_access_tokens_required]
 * @property {boolean} [tls_client_certificate_bound_access_tokens]
 * @property {string} [resource_name]
 * @property {string} [resource_documentation]
 * @property {string} [resource_policy_uri]
 * @property {string} [resource_tos_uri]
 */

/**
 * Who answers a CORS preflight, which carries no token: the guard, or the handler behind it.
 * @typedef {'guard' | 'handler'} Preflight
 */

/** @typedef {ProtectedResourceMetadata | string | URL} MetadataName a document, or its URL */

/**
 * Where a token may be: fromAuthorization(), fromHeader() and fromCookie() make such functions. What one of your own
 * throws goes to the framework as it is, unless it is an AssayError.
 * @template [R=Request] the request, as the framework has it
 * @typedef {{ (request: R): string | null | undefined | Promise<string | null | undefined>, readonly header?: string }}
 *   TokenSource it returns the token, or undefined, null or '' for none. `header`: the request header that it reads;
 *   the answers then vary by it, and `Cookie` turns on what the guard does against cross-site requests
 */

/**
 * Where the thumbprint of the client's certificate is: fromCloudflare(), fromTlsSocket() and fromCertificateHeader() make
 * such functions.
 * @template [R=Request] the request, as the framework has it
 * @typedef {(request: R) => string | undefined | Promise<string | undefined>} CertificateSource it returns SHA-256 of the
 *   certificate in DER as base64url (RFC 8705 §3.1), or undefined where the client sent none
 */

// <AnswerOptions>
/**
 * @template [R=Request] the request, as the framework has it
 * @typedef {object} AnswerOptions how refusals are written
 * @property {boolean} [allowInsecureLoopback] allows `http:` for hosts of this machine in `resourceMetadata`
 *   (default: `false`)
 * @property {MetadataName | true | ((request: R) => MetadataName | undefined)} [resourceMetadata] what the
 *   challenge’s `resource_metadata` names (RFC 9728 §5.1): the document of `protectedResourceMetadata()`, which the
 *   guard then serves at its well-known path; the absolute https URL of one that you serve; a function of the request
 *   that gives one of both, for several hosts; or `true`, derived from the request’s own URL: only where nobody but
 *   you decides what its host is, where you serve the document, and where nothing before the guard rewrites the path
 *   (Hono’s `mount()` does, except on Node: name the document there) (default: none)
 * @property {string} [realm] the challenge’s realm (RFC 9110 §11.5), printable ASCII (default: `api`, where the
 *   challenge would be empty)
 * @property {boolean} [debug] tells the client in `error_description` what exactly was wrong (default: `false`)
 * @property {number} [retryAfter] seconds in `Retry-After` while keys cannot be had, where the error does not say, 1
 *   to 86,400 (default: 5)
 * @property {boolean | DpopOptions} [dpop] demands that whoever sends a token bound to a key proves to have that key
 *   (RFC 9449): `true`, or options. Instead of createVerifier’s (default: that of the verifier)
 * @property {'*' | readonly string[]} [allowedOrigins] `*` or a list of origins: whose scripts may call. Preflights
 *   are answered for them, and they may read refusals, the challenge included, and what a handler answers that does
 *   no CORS itself (default: none)
 */
// </AnswerOptions>

/**
 * @typedef {{ readonly url: string, readonly method: string, readonly headers: Headers }} AnsweredRequest
 */

/**
 * @typedef {AnswerOptions<AnsweredRequest> & {
 *   requiredScope?: RequiredScope | readonly RequiredScope[],
 *   request?: AnsweredRequest
 * }} ErrorResponseOptions
 *   `requiredScope`: all scopes that the request requires, for the challenge (default: the missing ones).
 *   `request`: the request to answer, for HEAD, allowedOrigins, and a `resourceMetadata` that is true or a function
 */

// <DecisionOptions>
/**
 * @template [R=Request], [T=VerifiedToken]
 * @typedef {object} DecisionOptions what is required of a request, and who is told
 * @property {RequiredScope | readonly RequiredScope[] | ((request: R, token: T) => RequiredScope | readonly
 *   RequiredScope[] | undefined | Promise<RequiredScope | readonly RequiredScope[] | undefined>)} [requiredScope] a
 *   scope, `{ anyOf: […] }` of which one must be granted, or an array of these, which must all be; or a function of
 *   request and token that names them, which is asked once the token is verified. A challenge names the first
 *   alternative: put the least powerful first (default: none)
 * @property {'required' | 'accumulated'} [scopeChallenge] which scopes a challenge for more scope names: those that
 *   the request takes (RFC 6750 §3), or, with `accumulated`, what the token has as well, for clients that would
 *   otherwise come back with less (default: `required`)
 * @property {TokenSource<R> | readonly TokenSource<R>[]} [getToken] where the token is: `fromAuthorization()`,
 *   `fromHeader(name)`, `fromCookie(name)`, a function of the request, or an array of these, of which the first with
 *   a token counts (default: the Authorization header)
 * @property {CertificateSource<R>} [clientCertificate] the thumbprint of the client’s certificate, for tokens that
 *   are bound to one (RFC 8705): `fromCloudflare()`, `fromTlsSocket()`, `fromCertificateHeader(name)` where a proxy
 *   of yours sets it, or a function of the request (default: none: bound tokens are refused)
 * @property {(decision: Decision) => unknown} [onDecision] is given one plain object for each decision, before it is
 *   acted on: time, code, reason, claim, message, hint, issuer, audience, subject, scopes, token id hash, request id;
 *   method and tool of an MCP request. No token and no part of one is in it. Where it throws, nobody is let in; a
 *   promise that it returns is not waited for, and may fail (default: none)
 * @property {(request: R) => string | undefined} [requestId] names the request in decisions (default: a random UUID)
 * @property {RateLimit<R>} [rateLimit] what `rateLimit({ key })` makes: a limit on refused tokens for each key that
 *   you choose, with bounded memory: after 10 (`maxFailures`) within 60 s (`window`) all requests with that key are
 *   429 for as long, good tokens too, so choose one that strangers do not share: behind a proxy the connection’s
 *   address is everybody’s (default: off)
 */
// </DecisionOptions>

/**
 * What a function in these options throws goes to the framework unchanged, unless it is an AssayError: that becomes the
 * answer.
 * @template [R=Request]
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {AnswerOptions<R> & DecisionOptions<R, T> & { optional?: O, preflight?: P }} GuardOptions
 *   `optional`: true lets requests without a token pass (default: false). `preflight`: 'handler' passes CORS preflights to the handler, without body and token, and returns only the status
 *   and the CORS headers of its answer (default: 'guard' answers them itself)
 */

/**
 * One decision about one request, safe to log: it has no token, no part of one, no key and no secret. Whose token it was
 * is only said of a token that was verified. Deeply frozen.
 * @typedef {object} Decision
 * @property {number} time seconds since the epoch
 * @property {boolean} allowed
 * @property {number | undefined} status of the refusal
 * @property {string} code 'OK', or the refusal's
 * @property {string} reason 'accepted', 'no_token' where the guard's option `optional` let a request without a token
 *   pass, or the refusal's
 * @property {string | undefined} claim that the refusal is about, of the token or the proof
 * @property {string | undefined} message why it was refused. It names another audience, and of a DPoP proof the
 *   request that the guard saw and that of the proof, without queries. The client sees it with the option `debug` alone
 * @property {string | undefined} hint what to do about the refusal
 * @property {string | undefined} issuer
 * @property {string | undefined} audience
 * @property {string | undefined} subject
 * @property {string | undefined} clientId
 * @property {readonly string[] | undefined} scopes the granted scopes
 * @property {readonly string[]} requiredScopes alternatives are one entry: 'read or admin'
 * @property {string | undefined} tokenIdHash
 * @property {string} requestId
 * @property {string | undefined} method the JSON-RPC method of an MCP request; all methods of a batch, separated by
 *   commas
 * @property {string | undefined} name the tool, prompt, resource or task that the message names
 */

/**
 * The verified token; undefined only with `preflight: 'handler'`, in a CORS preflight, and with `optional: true`, in a
 * request without a token.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {'handler' extends P ? T | undefined : MaybeToken<O, T>} TokenOf
 */

/**
 * @template {boolean} O
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {true extends O ? T | undefined : T} MaybeToken
 */

/**
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {object} GuardContext what the guard knows when the handler runs
 * @property {TokenOf<P, O, T>} token
 * @property {string} requestId
 * @property {(scope: RequiredScope | readonly RequiredScope[]) => Promise<void>} requireScope requires more scopes, once the handler
 *   knows what the request needs. Do not catch what it throws: the guard answers it with the challenge and 403, or 401 where
 *   there is no token
 */

/**
 * What a framework's request has: undefined in a CORS preflight that is handed on.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {'handler' extends P ? GuardContext<'guard', O, T> | undefined : GuardContext<'guard', O, T>} Bearer
 */

/**
 * Counts failed authentications. `retryAfter` says in how many seconds requests of the key are answered again (0: now),
 * `fail` counts one failure. Before each failure `retryAfter` is asked again. `key` is a method, so that rateLimit() infers
 * the request from the guard's options.
 * @template [R=Request]
 * @typedef {{ key(request: R): string | undefined, retryAfter: (key: string) => number, fail: (key: string) => void }}
 *   RateLimit
 */

// <RateLimitOptions>
/**
 * @template [R=Request]
 * @typedef {object} RateLimitOptions how many failures are answered
 * @property {(request: R) => string | undefined} key required: whose failures are counted together, such as the
 *   address of the connection; undefined: this request is neither counted nor limited. A header that the client
 *   writes is no key
 * @property {number} [maxFailures] failures within `window` that are answered, 1 to 10,000 (default: 10)
 * @property {number} [window] seconds in which they are counted, and that a key is refused after, 1 to 86,400
 *   (default: 60)
 * @property {number} [maxKeys] keys that are remembered; beyond them, the oldest is forgotten, 2 to 1,000,000
 *   (default: 10,000)
 */
// </RateLimitOptions>

// <ProtectedResourceOptions>
/**
 * @typedef {object} ProtectedResourceOptions what the metadata document of a protected resource says
 * @property {boolean} [allowInsecureLoopback] allows `http:` for hosts of this machine (default: `false`)
 * @property {string | URL} resource required: the resource identifier, an absolute https URL without fragment. It is
 *   what clients ask tokens for (RFC 8707), so the verifier’s `audience` is the same string
 * @property {string | readonly string[]} authorizationServers required: the issuers, as they write themselves
 * @property {readonly string[]} [scopesSupported] scopes that clients may ask for
 * @property {readonly ('header' | 'body' | 'query')[]} [bearerMethodsSupported] how the token may be sent (default:
 *   header alone, all that the guard reads)
 * @property {readonly Algorithm[]} [dpopSigningAlgValuesSupported] the algorithms of DPoP proofs (RFC 9728 §2): those
 *   of the option `dpop`
 * @property {boolean} [dpopBoundAccessTokensRequired] whether every token must be bound to a key: `dpop: { required:
 *   true }`
 * @property {boolean} [tlsClientCertificateBoundAccessTokens] whether tokens may be bound to a client certificate
 *   (RFC 8705)
 * @property {string} [resourceName] for people
 * @property {string | URL} [resourceDocumentation] a page for developers
 * @property {string | URL} [resourcePolicyUri] how the data may be used
 * @property {string | URL} [resourceTosUri] the terms of service
 */
// </ProtectedResourceOptions>

export {}
