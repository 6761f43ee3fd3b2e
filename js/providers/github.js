import { missingOption, stringOrStrings } from '../options/option-checks.js'
import { checkParameters, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * ID tokens of GitHub Actions. Any workflow of any repository gets one for any audience, so `repository` or `owner` is
 * required.
 * https://docs.github.com/actions/reference/security/oidc
 * @param {object} parameters
 * @param {string | readonly string[]} parameters.audience what the workflow asks for: `core.getIDToken(audience)`
 * @param {string | readonly string[]} [parameters.repository] 'acme/reports', spelled as GitHub does
 * @param {string | readonly string[]} [parameters.owner] 'acme': all of its repositories
 * @param {string | readonly string[]} [parameters.ref] 'refs/heads/main' (default: any, also of pull requests)
 * @param {string | readonly string[]} [parameters.environment] the job's environment (default: any, or none)
 * @param {string} [parameters.workflow] the workflow's file: 'acme/reports/.github/workflows/deploy.yml' (default: any)
 * @param {Claims} [parameters.claims] other claims to check, such as `repository_id`, which no successor of a deleted
 *   repository has
 * @returns {VerifierOptions}
 */
export function github(parameters) {
  const checkRepository = matching(/^[\w.-]+\/[\w.-]+$/, 'must be owner and name, such as "acme/reports"')
  const checkOwner = matching(/^[\w-]+$/, 'must be the name of a user or an organization, such as "acme"')
  const checkRef = matching(/^refs\/\S+$/, 'must be the whole ref, such as "refs/heads/main"')
  const checkWorkflow = matching(
    /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[^@\s/]+$/,
    'must be the whole path, such as "acme/reports/.github/workflows/deploy.yml"'
  )
  const { audience, repository, owner, ref, environment, workflow, claims } = checkParameters('github', parameters, {
    audience: [oneOrMore, undefined, 'the audience that your workflows ask for'],
    repository: [stringOrStrings(checkRepository)],
    owner: [stringOrStrings(checkOwner)],
    ref: [stringOrStrings(checkRef)],
    environment: [oneOrMore],
    workflow: [checkWorkflow]
  })
  if (!repository && !owner) {
    const need = 'whose workflows may call, or "owner". Without it, those of every repository on GitHub would pass'
    throw missingOption('github.repository', need)
  }
  // The rest of workflow_ref is the ref of the workflow's file.
  const workflowRef = workflow && { startsWith: `${workflow}@` }
  const own = { repository, repository_owner: owner, ref, environment, workflow_ref: workflowRef }
  return {
    issuer: 'https://token.actions.githubusercontent.com',
    audience,
    ...claimsOption('github', own, claims)
  }
}
