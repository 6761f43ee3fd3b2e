import { checkParameters, claimsOption, matching } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * ID tokens of Firebase Authentication. Session cookies have another issuer and other keys.
 * https://firebase.google.com/docs/auth/admin/verify-id-tokens
 * @param {object} parameters
 * @param {string} parameters.projectId 'acme-prod': the ID, not the number
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function firebase(parameters) {
  const { projectId, claims } = checkParameters('firebase', parameters, {
    projectId: [
      matching(/^[a-z][a-z0-9-]+$/, 'must be the ID of a project, such as "acme-prod"'),
      undefined,
      'the ID of your Firebase project'
    ]
  })
  return {
    issuer: `https://securetoken.google.com/${projectId}`,
    audience: projectId,
    ...claimsOption('firebase', {}, claims)
  }
}
