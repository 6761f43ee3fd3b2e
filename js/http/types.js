// The shapes of assay-jwt/http and of what builds on it. This file holds no code.

/** @import { VerifiedToken, VerifyOptions } from '../shared/types.js' */

/**
 * What is asked to verify: a verifier of createVerifier, or anything that decides as one does.
 * @typedef {{ verify(jwt: string, options?: VerifyOptions): Promise<VerifiedToken> }} TokenVerifier
 */

/**
 * The protected resource metadata document (RFC 9728 §2) that protectedResourceMetadata makes. Frozen in depth.
 * @typedef {object} ProtectedResourceMetadata
 * @property {string} resource the resource identifier
 * @property {readonly string[]} authorization_servers issuers of its tokens
 * @property {readonly string[]} bearer_methods_supported
 * @property {readonly string[]} [scopes_supported]
 * @property {string} [resource_name]
 * @property {string} [resource_documentation]
 * @property {string} [resource_policy_uri]
 * @property {string} [resource_tos_uri]
 */

/**
 * Who answers a CORS preflight, which carries no token: the guard, or the handler behind it.
 * @typedef {'guard' | 'handler'} Preflight
 */

/** @typedef {ProtectedResourceMetadata | string | URL} MetadataName a document, or where one is */

/**
 * @template [R=Request] the request, as the framework has it
 * @typedef {object} AnswerOptions how refusals are written
 * @property {MetadataName | true | ((request: R) => MetadataName | undefined)} [resourceMetadata] what the challenge's
 *   resource_metadata names (RFC 9728 §5.1): the document, whose well-known URL follows from its `resource`, and which
 *   guard() then serves too; or the absolute https URL of a document that you serve; or a function of the request that
 *   gives one of both, for several hosts; or true: the well-known URL of the request's own, only where nobody but you
 *   decides what its host is, and where you serve the document
 * @property {string} [realm] the challenge's realm (RFC 9110 §11.5), printable ASCII
 * @property {boolean} [debug] tells the client in error_description what exactly was wrong (default: false, a general
 *   sentence for each code)
 * @property {number} [retryAfter] seconds that a client is asked to wait while keys cannot be had, where the error does
 *   not say (default: 5)
 * @property {'*' | readonly string[]} [allowedOrigins] origins whose scripts may call: preflights are answered for them,
 *   and they may read refusals, the challenge included, and what a handler answers that does no CORS itself (default: none)
 * @property {boolean} [allowInsecureLoopback] allows http: for loopback hosts in resourceMetadata (default: false)
 */

/**
 * @typedef {{ readonly url: string, readonly method: string, readonly headers: Headers }} AnsweredRequest
 */

/**
 * @typedef {AnswerOptions<AnsweredRequest> & {
 *   requiredScope?: string | readonly string[],
 *   request?: AnsweredRequest
 * }} ErrorResponseOptions
 *   `requiredScope`: all scopes that the request takes, for the challenge; where it is left out, the missing ones.
 *   `request`: what is answered, for HEAD, for allowedOrigins, and for `resourceMetadata` where it is true or a function
 */

/**
 * @template [R=Request] the request, as the framework has it
 * @typedef {object} DecisionOptions what is required of a request, and who is told
 * @property {string | readonly string[] | ((request: R, token: VerifiedToken) =>
 *   string | readonly string[] | undefined | Promise<string | readonly string[] | undefined>)} [requiredScope]
 *   one scope, or several that must all be granted; or a function that is asked once the token is verified
 * @property {'required' | 'accumulated'} [scopeChallenge] which scopes a challenge for more scope names: those that the
 *   request takes (RFC 6750 §3), or these and what the token has already, for clients that would otherwise come back
 *   with less (default: 'required')
 * @property {(decision: Decision) => unknown} [onDecision] is told of each decision before it is acted on. What it throws
 *   lets nobody in; a promise that it returns is not waited for, and may fail
 * @property {(request: R) => string | undefined} [requestId] a name for the request in decisions (default: a random UUID)
 * @property {RateLimit<R>} [rateLimit] what rateLimit() makes (default: none)
 */

/**
 * What a function in them throws is the user's own error, and goes to the framework as it is: unless it is an AssayError,
 * which is the answer.
 * @template [R=Request]
 * @template {Preflight} [P='guard']
 * @typedef {AnswerOptions<R> & DecisionOptions<R> & { preflight?: P }} GuardOptions
 *   `preflight`: 'handler' hands CORS preflights on to the handler, without their body, and lets nothing out but the
 *   status and the CORS headers of its answer; the handler gets no token then (default: 'guard' answers them itself)
 */

/**
 * One decision about one request, fit for a log: no token, no part of one, no key and no secret is in it. What it says of
 * a token was verified; of one that was not, it says nothing. Frozen in depth.
 * @typedef {object} Decision
 * @property {number} time seconds since the epoch
 * @property {boolean} allowed
 * @property {number | undefined} status of the refusal
 * @property {string} code 'OK', or the refusal's
 * @property {string} reason 'accepted', or the refusal's
 * @property {string | undefined} issuer
 * @property {string | undefined} audience
 * @property {string | undefined} subject
 * @property {string | undefined} clientId
 * @property {readonly string[] | undefined} scopes the granted scopes
 * @property {readonly string[]} requiredScopes
 * @property {string | undefined} tokenIdHash
 * @property {string} requestId
 * @property {string | undefined} method of an MCP server's request, the JSON-RPC method; of a batch all, separated by commas
 * @property {string | undefined} name the tool, prompt, resource or task that it names
 */

/**
 * @template {Preflight} [P='guard']
 * @typedef {object} GuardContext what the guard knows when the handler runs
 * @property {'handler' extends P ? VerifiedToken | undefined : VerifiedToken} token the verified token; undefined in a
 *   CORS preflight, which a handler is given with `preflight: 'handler'` alone
 * @property {string} requestId
 * @property {(scope: string | readonly string[]) => Promise<void>} requireScope asks for more, once the handler knows what
 *   the request takes. What it throws the guard answers with 403 and the challenge: let it pass
 */

/**
 * @template [R=Request]
 * @typedef {object} RateLimit counts failed authentications
 * @property {(request: R) => string | undefined} key
 * @property {(key: string) => number} retryAfter seconds until the key is heard again; 0: now
 * @property {(key: string) => void} fail counts one failure
 */

/**
 * @template [R=Request]
 * @typedef {object} RateLimitOptions
 * @property {(request: R) => string | undefined} key whose failures are counted together, such as the address of the
 *   connection; undefined: this request is neither counted nor limited. A header that the client writes is no key
 * @property {number} [maxFailures] failures within `window` that are answered, 1 to 10,000 (default: 10)
 * @property {number} [window] seconds in which they are counted, and that a key is refused after, 1 to 86,400 (default: 60)
 * @property {number} [maxKeys] keys that are remembered, 2 to 1,000,000 (default: 10,000)
 */

/**
 * @typedef {object} ProtectedResourceOptions
 * @property {string | URL} resource required: the resource identifier, an absolute https URL without fragment. It is what
 *   clients ask tokens for (RFC 8707), so the verifier's `audience` is the same string
 * @property {string | readonly string[]} authorizationServers required: the issuers, as they write themselves
 * @property {readonly string[]} [scopesSupported] scopes that clients may ask for
 * @property {readonly ('header' | 'body' | 'query')[]} [bearerMethodsSupported] (default: header alone, all that the guard reads)
 * @property {string} [resourceName] for people
 * @property {string | URL} [resourceDocumentation]
 * @property {string | URL} [resourcePolicyUri]
 * @property {string | URL} [resourceTosUri]
 * @property {boolean} [allowInsecureLoopback] allows http: for loopback hosts (default: false)
 */

export {}
