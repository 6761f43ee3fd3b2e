/** @import { DpopPolicy, Possession } from './dpop-types.js' */
/** @import { Algorithm, VerifiedToken } from './types.js' */

/**
 * What a guard asks of a verifier where tokens may be bound to keys.
 * @typedef {object} DpopOfGuard
 * @property {boolean} required
 * @property {readonly Algorithm[]} algorithms
 * @property {string | undefined} origin the option \`dpop.origin\`
 * @property {(jwt: string, token: VerifiedToken<any, any>, possession: Possession, origin: object | undefined) => Promise<void>}
 *   prove throws where the sender may not use the token. The proof counts as used afterwards, once for each replay
 *   store and \`origin\`: the client's request, which may pass several guards
 * @property {() => string | undefined} nonce for the DPoP-Nonce header; undefined: there are none
 */

/**
 * The method of a Verifier that a guard calls. It takes the policy of the guard's own option `dpop`, which stands for the
 * verifier's, and returns undefined where neither has one.
 * @typedef {{ (policy: DpopPolicy | undefined): DpopOfGuard | undefined }} DpopMethod
 */

/** Those that clients use (FAPI 2.0 Security Profile §5.4.1 allows PS256, ES256 and Ed25519), in the order of the challenge. */
export const DPOP_ALGORITHMS = /** @type {const} */ (['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'])

/** Its name: a wrapper of the user's own has none. */
export const DPOP = Symbol.for('assay-jwt.dpop')

/**
 * Marks a possession that a guard proves itself, once for each request: it verifies a token again where it takes more
 * scopes. By its name, as DPOP, so that guard and verifier may be of two copies of the package.
 */
const GUARDED = Symbol.for('assay-jwt.guarded')

/** @param {Possession} possession @returns {Possession} the same, marked */
export const markGuarded = (possession) => Object.defineProperty(possession, GUARDED, { value: true })

/** @param {Possession} possession */
export const isGuarded = (possession) => Object.hasOwn(possession, GUARDED)
