// The shapes of the public API that are about keys and issuers. This file holds no code.

/** @import { VerifierOptions } from './types.js' */

/**
 * Keeps documents that the verifiers of several processes or isolates share. `assay-jwt/stores` has some. A store that
 * fails, or takes longer than a second, is skipped.
 * @typedef {object} KeyStore
 * @property {(key: string) => Promise<string | null | undefined> | string | null | undefined} get
 * @property {(key: string, value: string, options: { expirationTtl: number }) => unknown} put `expirationTtl`: the
 *   seconds after which the entry is useless, 60 or more
 */

/**
 * Headers of the requests for keys and metadata, for example `{ authorization: 'Bearer …', 'user-agent': 'orders/1.0' }`.
 * @typedef {{ readonly [name: string]: string }} RequestHeaders
 */

/**
 * What happened to the keys of an issuer. `type` begins with what it is about, `jwks` or `metadata` (the discovery
 * document):
 *
 * - `…_fetched`: the endpoint gave a document, which replaced the old one. `…_not_modified`: it confirmed the old one.
 * - `…_fetch_failed`: it gave none that can be used; `reason` and `message` say why.
 * - `…_store_hit`, `…_store_miss`: the store had a newer document, or none.
 * - `…_store_refused`: its document was not accepted. `…_store_failed`: it threw, or took too long.
 * - `…_store_written`: a document was written to it.
 * - `jwks_snapshot_refused`: the core cannot use `jwksSnapshot`.
 * - `audience_unchecked`: `audience: null` stands without `claims`, so that a token for any other service is accepted.
 *   Sent once, by createVerifier; without `onEvent` it goes to `console.warn`.
 * - `jwks_doubtful`: the option `jwks` has a private key, of which only the public part is read, or an entry that is left
 *   out: no JWK, a secret, a certificate alone. Sent once, when the keys are given; without `onEvent` it goes to
 *   `console.warn`.
 * - `replay_store_failed`: the replay store of DPoP proofs threw, was too slow or full, or gave no answer; `message` says which,
 *   and whether the proof was let in (`onStoreFailure`). Without `onEvent` the first goes to `console.error`.
 * - `core_load_failed`: the WebAssembly cannot be loaded. Sent once; without `onEvent` it goes to `console.error`.
 * @typedef {object} KeyEvent
 * @property {string} type
 * @property {string} issuer
 * @property {number} time seconds since the epoch
 * @property {string} [reason] of a failure, as in AssayError
 * @property {string} [message] of a failure or a warning
 */

/** @typedef {{ time: number, reason: string, message: string }} KeyError */

/**
 * @typedef {object} KeyStatus the state of the keys. Times are in seconds since the epoch
 * @property {'network' | 'store' | 'snapshot' | 'options'} [source] where the current keys come from;
 *   undefined: there are none
 * @property {number} [age] seconds since they were fetched, or confirmed
 * @property {number} [nextRefresh] the next verification after this time refreshes them: once stale, with a store
 *   somewhat earlier
 * @property {number} [usableUntil] how long they are used if they cannot be refreshed
 * @property {KeyError} [lastError] the last failure, which may be over
 * @property {readonly string[]} [insecureHosts] `allowInsecureHosts`, where there are any: their keys come without TLS
 * @property {{ readonly [type: string]: number }} counters how often each event happened (KeyEvent)
 * @property {(KeyStatus & { issuer: string })[]} [issuers] of a verifier of several issuers: those in use
 */

/** @typedef {'issuer' | 'jwks' | 'jwksUri' | 'metadataUrl' | 'headers' | 'jwksSnapshot'} OwnOption options set for each issuer */

/** @typedef {Partial<VerifierOptions> | null | undefined} IssuerAnswer the issuer's options; null, undefined: it is not allowed */

/**
 * Asked for the unverified "iss" of a token, which anyone may have written: look it up in a list, and make no URL of it.
 * What it throws is AUTH_KEYS_UNAVAILABLE, issuers_unavailable.
 * @callback IssuersFunction
 * @param {string} issuer
 * @returns {IssuerAnswer | Promise<IssuerAnswer>} without `issuer`, it is the one that was asked for
 */

/**
 * Several issuers, as an array or as a function. An option beside `issuers` applies to each issuer that does not set it
 * itself. Where the keys are is set for each issuer. The unverified "iss" of a token only chooses the issuer: keys of one
 * never verify for another.
 * @typedef {Omit<VerifierOptions, OwnOption | 'audience'> & Partial<Pick<VerifierOptions, 'audience'>> &
 *   { [name in OwnOption]?: never } & { issuers: IssuersFunction |
 *   readonly (Partial<VerifierOptions> & Pick<VerifierOptions, 'issuer'>)[] }} IssuersOptions
 */

export {}
