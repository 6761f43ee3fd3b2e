// How each fixture's tokens that must be refused are refused, with the options of docs/providers.md.

/** @import { Refusal } from './outcome.js' */

/** @param {string} claim @returns {Refusal} */
const mismatch = (claim) => ({ code: 'AUTH_TOKEN_INVALID', reason: 'claim_mismatch', claim })

/** @type {{ [fixture: string]: { [what: string]: Refusal } }} */
export const refusals = {
  clerk: { 'session token got by another origin (azp)': mismatch('azp') },
  'cognito-access': {
    'access token of another app client of the pool': mismatch('client_id'),
    'ID token (no requiredScope)': mismatch('token_use')
  },
  'gitlab-ci': { 'a stranger’s project': mismatch('project_path') },
  'google-id': { 'account outside the Workspace domain (no hd)': mismatch('hd') },
  keycloak: { 'access token of another client of the realm': mismatch('azp') },
  'keycloak-noaud': { 'ID token of the same realm': mismatch('typ') },
  kubernetes: { 'pod of another namespace that asked for the same audience': mismatch('kubernetes.io.namespace') }
}
