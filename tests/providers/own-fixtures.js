// Of the issuers that have a preset and no fixture: the same from their documentation. The key is one of the tests.

import { publicJwk } from '../js/support/tokens.js'
import { sign } from './variations.js'

/** @import { Claims, Fixture } from './fixtures.js' */

const now = 1_795_828_628
const times = { iat: now - 30, exp: now + 3600 }

/**
 * @param {{ id: string, issuer: string, variant: string, jwksUri: string, header?: object, claims: Claims }} parts
 * @returns {Fixture}
 */
function fixture({ header, claims, ...parts }) {
  const { iss } = claims
  const json = { 'content-type': 'application/json' }
  const body = { issuer: iss, jwks_uri: parts.jwksUri }
  /** @type {Fixture} */
  const made = {
    ...parts,
    now,
    bearer: 'authorization',
    header: { alg: 'RS256', kid: 'good', ...header },
    claims: { ...times, ...claims },
    token: '',
    jwks: { keys: [/** @type {any} */ (publicJwk('good', { use: 'sig' }))] },
    documents: { [`${iss}/.well-known/openid-configuration`]: { status: 200, headers: json, body } },
    naturalOptions: undefined,
    callOptions: {},
    mustBeRefused: []
  }
  return { ...made, token: sign(made, made.claims) }
}

/** https://docs.github.com/actions/reference/security/oidc */
const github = fixture({
  id: 'github',
  issuer: 'GitHub Actions',
  variant: 'ID token',
  jwksUri: 'https://token.actions.githubusercontent.com/.well-known/jwks',
  header: { typ: 'JWT', x5t: 'ykNaY4qM_ta4k2TgZOCEYLkcYlA' },
  claims: {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'https://api.acme.example',
    sub: 'repo:acme/reports:ref:refs/heads/main',
    jti: '2f2b1c9e-7c1f-4c1e-8d0f-0d4c9e8a1b2c',
    nbf: now - 300,
    ref: 'refs/heads/main',
    ref_type: 'branch',
    repository: 'acme/reports',
    repository_id: '424242',
    repository_owner: 'acme',
    repository_owner_id: '2020',
    repository_visibility: 'private',
    workflow: 'deploy',
    workflow_ref: 'acme/reports/.github/workflows/deploy.yml@refs/heads/main',
    event_name: 'push',
    actor: 'ada',
    run_id: '22259804324',
    runner_environment: 'github-hosted'
  }
})

/** https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#access-token */
const okta = fixture({
  id: 'okta',
  issuer: 'Okta',
  variant: 'custom authorization server: `scp` is an array',
  jwksUri: 'https://acme.okta.com/oauth2/default/v1/keys',
  claims: {
    ver: 1,
    jti: 'AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE',
    iss: 'https://acme.okta.com/oauth2/default',
    aud: 'api://default',
    sub: 'ada@acme.example',
    cid: '0oab8eb55Kb9jdMIr5d6',
    uid: '00ujmkLgagxeRrAg20g3',
    scp: ['openid', 'reports.read']
  }
})

/** https://supabase.com/docs/guides/auth/jwt-fields */
const supabase = fixture({
  id: 'supabase',
  issuer: 'Supabase',
  variant: 'RS256 signing key',
  jwksUri: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json',
  header: { typ: 'JWT' },
  claims: {
    iss: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1',
    aud: 'authenticated',
    sub: '123e4567-e89b-12d3-a456-426614174000',
    role: 'authenticated',
    aal: 'aal1',
    session_id: '6b8a5a7e-7d0c-4d5f-9b0e-3c1f2a4b5d6e',
    email: 'ada@acme.example',
    phone: '',
    is_anonymous: false
  }
})

/** @type {readonly Fixture[]} */
export const ownFixtures = [github, okta, supabase]
