import { AssayError } from '../shared/error.js'
import { plain } from '../http/challenge.js'
import { asAssayError } from '../http/request-error.js'
import { describe } from '../http/verdicts.js'
import { checkCertificate, confirmationOf } from '../shared/certificate-binding.js'
import { verifyWithScopes } from '../http/verify-with-scopes.js'
import { checkOptions } from '../options/option-checks.js'
import { SDK_VERIFIER_RULES } from './option-rules.js'
import { assertInstalled, importErrors } from './sdk-errors.js'

/** @import { RequiredScope, VerifiedToken } from '../shared/types.js' */
/** @import { AnyToken, TokenVerifier } from '../http/types.js' */
/** @import { MakeError, SdkErrors } from './sdk-errors.js' */

/**
 * What the MCP SDKs know of a verified token (their AuthInfo).
 * `clientId` is '' if the token names no client, `resource` the accepted audience, if it is a URL.
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {{ token: string, clientId: string, scopes: string[], expiresAt: number, resource?: URL, extra: {
 *   subject: T['subject'], issuer: string, tenantId?: string, tokenIdHash?: string, claims: T['claims'] } }} AuthInfo
 */

// <SdkVerifierOptions>
/**
 * @typedef {object} SdkVerifierOptions how the MCP SDK’s verifier decides and answers
 * @property {RequiredScope | readonly RequiredScope[]} [requiredScope] scopes that every token must have (default:
 *   none)
 * @property {string | URL} [resource] this server’s resource identifier, which `aud` must name: for a verifier that
 *   accepts more than one audience
 * @property {boolean} [debug] tells the client what exactly was wrong (default: `false`)
 * @property {SdkErrors} [errors] the SDK’s error classes as you load them: all of
 *   `@modelcontextprotocol/sdk/server/auth/errors.js` (SDK 1) or of `@modelcontextprotocol/server` (SDK 2). For
 *   bundles, and where SDK 1 is loaded by `require` (default: errors that both know)
 */
// </SdkVerifierOptions>

/**
 * Makes a token verifier for requireBearerAuth() of the MCP SDK 1 (`@modelcontextprotocol/sdk`) and 2
 * (`@modelcontextprotocol/express`, `@modelcontextprotocol/server`). It throws the SDK's own errors, so that a bad
 * token becomes 401, a missing scope 403, and an outage of the authorization server 500 (the SDKs know no 503), never a
 * 401 that would sign everybody out.
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {SdkVerifierOptions} [options]
 * @returns {{ verifyAccessToken(token: string): Promise<AuthInfo> }}
 * @throws {AssayError} CONFIG_INVALID, naming the option: `errors` if no known SDK is there
 */
export function sdkTokenVerifier(verifier, options = {}) {
  const { requiredScope = [], resource, debug, errors } = checkOptions(options, SDK_VERIFIER_RULES)
  /** @type {MakeError | undefined} */
  let make = errors
  if (make === undefined) assertInstalled()
  return {
    async verifyAccessToken(jwt) {
      make ??= await importErrors()
      try {
        const asked = { jwt, token: undefined, requiredScopes: requiredScope, possession: undefined }
        const token = await verifyWithScopes(verifier, asked)
        // The SDK tells of no request: of a token that is bound to a certificate, the sender cannot prove to have it.
        checkCertificate(confirmationOf(token).x5t, undefined)
        if (resource === undefined) return authInfo(token, jwt)
        if (![token.claims.aud].flat().includes(resource)) throw new AssayError('audience_mismatch', OTHER_RESOURCE)
        return authInfo({ ...token, audience: resource }, jwt)
      } catch (thrown) {
        throw sdkError(asAssayError(thrown), debug, make)
      }
    }
  }
}

const OTHER_RESOURCE = { code: 'AUTH_INVALID_AUDIENCE', message: 'JWT audience/resource is not allowed' }

/**
 * What the SDK's transports take as `authInfo`.
 * @template {AnyToken} T
 * @param {T} token
 * @param {string} [jwt] the token as it was sent, for tools that ask for it (default: '')
 * @returns {AuthInfo<T>}
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
 * @param {MakeError} make
 * @returns {Error}
 */
function sdkError(error, debug, make) {
  const verdict = describe(error, debug)
  const text = plain(verdict.description) // SDK 1 writes it into a header unescaped
  if (verdict.error === 'insufficient_scope') return make('insufficient_scope', text)
  if (error.status === 401 || error.status === 400) return make('invalid_token', text)
  // The SDKs would answer their own errors for an outage with 400.
  const response = { error: verdict.error, error_description: text }
  return Object.defineProperties(make('server_error', text), {
    errorCode: { value: verdict.error },
    toResponseObject: { value: () => response }
  })
}
