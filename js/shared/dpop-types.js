// The shapes of proofs of possession: DPoP (RFC 9449) and client certificates (RFC 8705). This file holds no code.

/** @import { Algorithm } from './types.js' */
/** @import { ErrorJson, Check, JsonValue } from './types.js' */

/**
 * Remembers which proofs were used. For several processes it must be shared, and `add` must be atomic: of two calls with
 * the same id exactly one may return true.
 * @typedef {object} ReplayStore
 * @property {(id: string, expiresAt: number, now: number, key: string) => boolean | Promise<boolean>} add remembers an id
 *   until `expiresAt` at least (both times in seconds since the epoch). `key`: the thumbprint of the client's key. Returns true if it was not there. It throws, or rejects,
 *   where it cannot tell: when it fails, or is full
 */

// <NonceOptions>
/**
 * @typedef {object} NonceOptions how nonces are made (RFC 9449 §9)
 * @property {string | Uint8Array | readonly (string | Uint8Array)[]} secret required: 16 to 4,096 bytes, the same in
 *   all processes. Of several the first makes new nonces, all are good: so a secret can be replaced
 * @property {number} [period] seconds for which the same nonce is given, 1 to 3,600; it is good for twice as long
 *   (default: 60)
 */
// </NonceOptions>

// <DpopOptions>
/**
 * @typedef {object} DpopOptions what is required of a DPoP proof (RFC 9449 §4.3)
 * @property {boolean} [required] `true` refuses every token that is not bound to a key (default: `false`)
 * @property {readonly Algorithm[]} [algorithms] the allow-list for proofs; the challenge names it in `algs` (default:
 *   `ES256`, `EdDSA`, `Ed25519`, `PS256`, `RS256`; without elliptic curves the last two)
 * @property {number} [maxAge] seconds that a proof may be old, 1 to 600 (default: 60)
 * @property {number} [clockTolerance] seconds by which the clocks of client and server may differ, 0 to 300 (default:
 *   60)
 * @property {string | Uint8Array | readonly (string | Uint8Array)[] | NonceOptions} [nonce] a secret of 16 to 4,096
 *   bytes, the same in all processes, or `{ secret, period }`: clients must then put a nonce of this server into
 *   their proofs (§9). Of several secrets the first makes new nonces. A nonce is given for `period` seconds (60) and
 *   good for twice as long (default: no nonces)
 * @property {ReplayStore} [replayStore] remembers the proofs that were used: `memoryReplayStore()`,
 *   `redisReplayStore()` and `durableObjectReplayStore()` of `assay-jwt/stores`, or any `{ add }` that is atomic
 *   (default: the memory of this process, for 250,000 proofs)
 * @property {'refuse' | 'accept'} [onStoreFailure] what happens while the replay store fails or is full: `refuse`
 *   answers 503; `accept` lets proofs pass that may have been used (default: `'refuse'`)
 * @property {string} [origin] the public origin, such as `https://api.example.com`, where a proxy hides it from the
 *   guard: proofs are for URLs as clients know them (default: that of the request)
 */
// </DpopOptions>

/**
 * The option `dpop` as it was checked.
 * @typedef {object} DpopPolicy
 * @property {boolean} required
 * @property {readonly Algorithm[] | undefined} algorithms
 * @property {number} maxAge
 * @property {number} clockTolerance
 * @property {{ secret: Uint8Array[], period: number } | undefined} nonce
 * @property {ReplayStore | undefined} replayStore
 * @property {'refuse' | 'accept'} onStoreFailure
 * @property {string | undefined} origin
 */

/**
 * What came with a token that proves its sender may use it. The guards make it of a request.
 * @typedef {object} Possession
 * @property {'Bearer' | 'DPoP'} [scheme] of the Authorization header (default: Bearer)
 * @property {string} [proof] the value of the DPoP header
 * @property {string} [method] of the request
 * @property {string} [url] of the request, absolute, as the client knows it
 * @property {string} [certificate] SHA-256 of the client's certificate in DER, as base64url; undefined: it had none
 */

/**
 * Each check of a DPoP proof.
 * @typedef {object} ProofReport
 * @property {boolean} valid
 * @property {ErrorJson | undefined} error
 * @property {readonly Check[]} checks in the order in which verify() makes them
 * @property {{ readonly [member: string]: JsonValue | undefined } | undefined} header as far as it could be decoded
 * @property {{ readonly [claim: string]: JsonValue | undefined } | undefined} claims as far as they could be decoded
 */

export {}
