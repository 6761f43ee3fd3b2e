import { checkBoolean } from '../options/option-checks.js'
import { checkParameters, claimsOption, matching } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Access tokens of Supabase Auth, of projects with a signing key: ES256, which is the default, or RS256. Those of the
 * legacy JWT secret (HS256) are refused.
 * https://supabase.com/docs/guides/auth/signing-keys, https://supabase.com/docs/guides/auth/jwt-fields
 * @param {object} parameters
 * @param {string} parameters.project the project's reference: 'abcdefghijklmnopqrst' of abcdefghijklmnopqrst.supabase.co
 * @param {boolean} [parameters.anonymousUsers] lets in users who signed in anonymously: they have the role
 *   "authenticated", too (default: false)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function supabase(parameters) {
  const { project, anonymousUsers, claims } = checkParameters('supabase', parameters, {
    project: [
      matching(/^[a-z0-9-]+$/, 'must be the reference alone, such as "abcdefghijklmnopqrst" of ….supabase.co'),
      undefined,
      "the project's reference"
    ],
    anonymousUsers: [checkBoolean, false]
  })
  const issuer = `https://${project}.supabase.co/auth/v1`
  const own = { role: 'authenticated', is_anonymous: anonymousUsers ? undefined : false }
  return {
    issuer,
    audience: 'authenticated',
    algorithms: ['ES256', 'RS256'],
    jwksUri: `${issuer}/.well-known/jwks.json`,
    ...claimsOption('supabase', own, claims)
  }
}
