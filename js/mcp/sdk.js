import { AssayError } from '../error.js'
import { plain } from '../http/challenge.js'
import { asAssayError } from '../http/request-error.js'
import { describe } from '../http/verdicts.js'
import * as check from '../option-checks.js'

/** @import { VerifiedToken } from '../types.js' */
/** @import { TokenVerifier } from '../http/types.js' */

/**
 * What @modelcontextprotocol/sdk knows of a verified token (its AuthInfo).
 * `clientId` is '' where the token names no client, `resource` the audience that was accepted, where it is a URL.
 * @typedef {{ token: string, clientId: string, scopes: string[], expiresAt: number, resource?: URL, extra: {
 *   subject: string, issuer: string, tenantId?: string, tokenIdHash?: string, claims: VerifiedToken['claims'] } }} AuthInfo
 */

/**
 * The SDK's error classes that matter here.
 * @typedef {{ readonly [name in 'InvalidTokenError' | 'InsufficientScopeError' | 'ServerError']:
 *   new (message: string) => Error }} SdkErrors
 */

/**
 * @typedef {object} SdkVerifierOptions
 * @property {string | readonly string[]} [requiredScope] scopes that every token must have
 * @property {string | URL} [resource] this server's resource identifier, which "aud" must name: for a verifier that
 *   accepts more than one audience
 * @property {boolean} [debug] tells the client what exactly was wrong (default: false)
 * @property {SdkErrors} [errors] the SDK's `server/auth/errors.js` as you load it, where that is not by `import`
 *   (default: it is imported)
 */

/**
 * Makes a token verifier for the SDK's requireBearerAuth() and mcpAuthRouter(). It throws the SDK's own errors, so that a
 * bad token becomes 401, a missing scope 403, and an outage of the authorization server 500 (the SDK knows no 503), never
 * a 401 that would sign everybody out.
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {SdkVerifierOptions} [options]
 * @returns {{ verifyAccessToken(token: string): Promise<AuthInfo> }}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function sdkTokenVerifier(verifier, options = {}) {
  const given = check.readOptions(options, ['requiredScope', 'resource', 'debug', 'errors'])
  const requiredScope = check.optional(given, 'requiredScope', undefined, (value, name) =>
    check.checkStringOrStrings(value, name, check.checkScope)
  )
  const resource = given.resource === undefined ? undefined : check.checkString(String(given.resource), 'resource')
  const debug = check.optional(given, 'debug', false, check.checkBoolean)
  return {
    async verifyAccessToken(jwt) {
      try {
        const token = await verifier.verify(jwt, requiredScope && { requiredScope })
        if (resource === undefined) return authInfo(token, jwt)
        if (![token.claims.aud].flat().includes(resource)) throw new AssayError('audience_mismatch', OTHER_RESOURCE)
        return authInfo({ ...token, audience: resource }, jwt)
      } catch (thrown) {
        throw sdkError(asAssayError(thrown), debug, /** @type {SdkErrors} */ (given.errors) ?? (await importErrors()))
      }
    }
  }
}

const OTHER_RESOURCE = { code: 'AUTH_INVALID_AUDIENCE', message: 'JWT audience/resource is not allowed' }

/**
 * What the SDK's transports take as `authInfo`.
 * @param {VerifiedToken} token
 * @param {string} [jwt] the token as it was sent, for tools that ask for it (default: '')
 * @returns {AuthInfo}
 */
export function authInfo(token, jwt = '') {
  const { subject, issuer, audience, tenantId, tokenIdHash, claims, scopes, expiresAt, clientId = '' } = token
  const resource = audience !== undefined && URL.canParse(audience) ? new URL(audience) : undefined
  return {
    ...{ token: jwt, clientId, scopes: [...scopes], expiresAt },
    ...(resource && { resource }),
    extra: {
      subject,
      issuer,
      claims,
      ...(tenantId !== undefined && { tenantId }),
      ...(tokenIdHash !== undefined && { tokenIdHash })
    }
  }
}

/**
 * @param {AssayError} error
 * @param {boolean} debug
 * @param {SdkErrors} errors
 * @returns {Error}
 */
function sdkError(error, debug, { InvalidTokenError, InsufficientScopeError, ServerError }) {
  const verdict = describe(error, debug)
  const text = plain(verdict.description) // the SDK writes it into a header as it is
  if (verdict.error === 'insufficient_scope') return new InsufficientScopeError(text)
  if (error.status === 401 || error.status === 400) return new InvalidTokenError(text)
  // Its own TemporarilyUnavailableError would be answered with 400.
  return Object.defineProperty(new ServerError(text), 'errorCode', { value: verdict.error })
}

/** @returns {Promise<SdkErrors>} only where a token is refused: the SDK is an optional peer */
async function importErrors() {
  try {
    return await import('@modelcontextprotocol/sdk/server/auth/errors.js')
  } catch {
    throw new AssayError('option_missing', {
      option: 'errors',
      message: 'Install @modelcontextprotocol/sdk, or hand over its error classes as the option "errors"'
    })
  }
}
