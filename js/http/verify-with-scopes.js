import { AssayError, invalidOption } from '../shared/error.js'
import { alternativesOf, asOption, firstAlternative, scopeInWords } from '../options/required-scopes.js'
import { withAudience } from './refusal-detail.js'
import { assayErrorOf } from './request-error.js'

/** @import { VerifiedToken, VerifyOptions } from '../shared/types.js' */
/** @import { Attempt } from './gate.js' */
/** @import { TokenVerifier } from './types.js' */

/**
 * Asks the verifier whether the token is good and has the required scopes. The verified token is in `attempt.token` then,
 * also where it lacks a scope.
 * @param {TokenVerifier} verifier createVerifier's, or the user's own: what that returns is checked
 * @param {Pick<Attempt, 'jwt' | 'token' | 'requiredScopes' | 'possession'>} attempt
 * @returns {Promise<VerifiedToken>} the same token
 * @throws {AssayError} why the token is refused; CONFIG_INVALID where the verifier returns no token. What a verifier of the
 *   user's own throws is thrown as it is
 */
export async function verifyWithScopes(verifier, attempt) {
  const { requiredScopes, possession } = attempt
  const jwt = /** @type {string} */ (attempt.jwt)
  const own = possession && { possession }
  try {
    attempt.token = assertToken(
      requiredScopes.length > 0
        ? await verifier.verify(jwt, { requiredScope: requiredScopes.map(asOption), ...own })
        : await verifier.verify(jwt, ...(own ? [own] : []))
    )
    assertScopes(attempt.token, requiredScopes)
    return attempt.token
  } catch (thrown) {
    // A token that lacks only a scope verifies without that: the decision then names its subject.
    const reason = assayErrorOf(thrown)?.reason
    if (reason === 'scope_missing' || reason === 'claim_type') attempt.token ??= await verifiedToken(verifier, jwt, own)
    throw withAudience(thrown, jwt)
  }
}

/**
 * @param {TokenVerifier} verifier
 * @param {string} jwt
 * @param {VerifyOptions | undefined} own
 * @returns {Promise<VerifiedToken | undefined>} undefined where it is refused
 */
async function verifiedToken(verifier, jwt, own) {
  try {
    return assertToken(await verifier.verify(jwt, ...(own ? [own] : [])))
  } catch {
    return undefined
  }
}

/**
 * @param {VerifiedToken} token
 * @returns {VerifiedToken} the same: a verifier that returns nothing would let in everybody
 */
function assertToken(token) {
  if (typeof token === 'object' && token !== null) return token
  throw invalidOption('verifier', 'must resolve to the verified token, or throw')
}

/**
 * A verifier of the user's own may ignore the option `requiredScope`.
 * @param {VerifiedToken} token
 * @param {readonly string[]} requiredScopes
 */
function assertScopes({ scopes }, requiredScopes) {
  if (requiredScopes.length === 0) return
  if (!Array.isArray(scopes)) throw invalidOption('verifier', 'must resolve to a token whose "scopes" are an array')
  const missing = requiredScopes.filter((required) => !alternativesOf(required).some((scope) => scopes.includes(scope)))
  if (missing.length === 0) return
  throw new AssayError('scope_missing', {
    scope: missing.map(firstAlternative).join(' '),
    message: `Missing required scope: ${missing.map(scopeInWords).join(', ')}`
  })
}
