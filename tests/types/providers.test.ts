// Compiled, never run: the presets of assay-jwt/providers. A line under @ts-expect-error must not compile.
import { createVerifier } from 'assay-jwt'
import type { VerifierOptions } from 'assay-jwt'
import { auth0, clerk, cloudflareAccess, cognito, entra, firebase } from 'assay-jwt/providers'
import { github, google, googleIap, keycloak, okta, supabase } from 'assay-jwt/providers'

const pool = { region: 'eu-central-1', userPoolId: 'eu-central-1_AbCdEf123' }
const options: VerifierOptions = cognito({ ...pool, tokenUse: 'access', clientId: ['web', 'cli'] as const })
createVerifier({ ...options, clockTolerance: 5, claims: { ...options.claims, 'cognito:groups': 'reporters' } })

const audience = 'https://api.example.com'
createVerifier(auth0({ domain: 'acme.eu.auth0.com', audience, permissions: true, claims: { azp: 'web' } }))
createVerifier(clerk({ frontendApi: 'clerk.example.com', authorizedParties: 'https://app.example.com' }))
createVerifier(cloudflareAccess({ team: 'acme', audience, serviceTokens: ['x.access'] }))
export async function subjects(): Promise<void> {
  const team = { team: 'acme', audience }
  const { subject } = await createVerifier(cloudflareAccess({ ...team, serviceTokens: 'x.access' })).verify('')
  // @ts-expect-error a service token has no subject
  subject.length
  const user = await createVerifier(cloudflareAccess(team)).verify('')
  user.subject.length
}
createVerifier(entra({ anyTenant: true, version: 2, audience }))
createVerifier(firebase({ projectId: 'acme-prod' }))
createVerifier(github({ audience, owner: 'acme', claims: { workflow_ref: { startsWith: 'acme/' } } }))
createVerifier(google({ clientId: 'x.apps.googleusercontent.com', hostedDomain: 'acme.example' }))
createVerifier(googleIap({ audience: '/projects/123456789012/apps/acme-prod' }))
createVerifier(keycloak({ url: 'https://sso.example.com', realm: 'acme', clients: 'web', clientRoles: 'api' }))
createVerifier(okta({ domain: 'acme.okta.com', authorizationServer: 'default', audience }))
createVerifier(supabase({ project: 'abcdefghijklmnopqrst', anonymousUsers: true }))

// @ts-expect-error clientId is required
cognito({ ...pool, tokenUse: 'access' })
// @ts-expect-error no such use
cognito({ ...pool, tokenUse: 'refresh', clientId: 'web' })
// @ts-expect-error version is required
entra({ tenant: '11f0b04e-da61-4aeb-8564-6fde72b0058e', audience })
// @ts-expect-error misspelled
github({ audience, repositories: 'acme/reports' })
