// Of the issuers that have a preset and no fixture: the same from their documentation. The key is one of the tests.

import { ownJwk, sign } from './variations.js'

/** @import { Claims, Fixture } from './fixtures.js' */

const now = 1_795_828_628
const times = { iat: now - 30, exp: now + 3600 }

/**
 * @param {{ id: string, issuer: string, variant: string, jwksUri: string, header?: { alg?: string, [name: string]:
 *   unknown }, bearer?: string, claims: Claims }} parts
 * @returns {Fixture}
 */
function fixture({ header, claims, bearer = 'authorization', ...parts }) {
  const { iss } = claims
  const json = { 'content-type': 'application/json' }
  const body = { issuer: iss, jwks_uri: parts.jwksUri }
  /** @type {Fixture} */
  const made = {
    ...parts,
    now,
    bearer,
    header: { alg: 'RS256', kid: 'good', ...header },
    claims: { ...times, ...claims },
    token: '',
    jwks: { keys: [{ ...ownJwk(header?.alg ?? 'RS256'), kid: 'good', use: 'sig' }] },
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

/** https://docs.cloud.google.com/iap/docs/signed-headers-howto */
const googleIap = fixture({
  id: 'google-iap',
  issuer: 'Google IAP',
  variant: 'signed header, ES256',
  jwksUri: 'https://www.gstatic.com/iap/verify/public_key-jwk',
  bearer: 'x-goog-iap-jwt-assertion',
  header: { alg: 'ES256', typ: 'JWT' },
  claims: {
    iss: 'https://cloud.google.com/iap',
    aud: '/projects/123456789012/global/backendServices/9876543210123456789',
    sub: 'accounts.google.com:110169484474386276334',
    email: 'ada@acme.example',
    hd: 'acme.example',
    exp: now + 570
  }
})

const ofSupabase = {
  issuer: 'Supabase',
  jwksUri: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json',
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
}

/** https://supabase.com/docs/guides/auth/signing-keys, https://supabase.com/docs/guides/auth/jwt-fields */
const supabase = ['ES256', 'RS256'].map((alg) => {
  const id = alg === 'ES256' ? 'supabase' : 'supabase-rs256'
  return fixture({ ...ofSupabase, id, variant: `${alg} signing key`, header: { alg, typ: 'JWT' } })
})

/** @type {readonly Fixture[]} */
export const ownFixtures = [github, googleIap, okta, ...supabase]
