// The presets' parameters: good and bad ones, and what is made of them.

export const tenant = '11f0b04e-da61-4aeb-8564-6fde72b0058e'
export const other = '4b78caff-846b-4ca3-81e2-93d0c7f2840e'
const tag = 'a0584a8b430c2092001ff2ba21f8abc9ec33ec4ceefe55fff149ed2b7ab183b0'
export const workflow = 'acme/reports/.github/workflows/deploy.yml'
const backend = '/projects/123456789012/global/backendServices/9876543210123456789'
const client = '407408718192-abcdefghijklmnop.apps.googleusercontent.com'

/** Parameters that each preset takes, at least. */
export const good = {
  auth0: { domain: 'acme.eu.auth0.com', audience: 'https://api.example.com' },
  clerk: { frontendApi: 'clerk.example.com', authorizedParties: 'https://app.example.com' },
  cloudflareAccess: { team: 'acme', audience: tag },
  cognito: { region: 'eu-central-1', userPoolId: 'eu-central-1_AbCdEf123', tokenUse: 'access', clientId: 'web' },
  entra: { tenant, version: 2, audience: 'f7894a9e-71c9-4e12-8d41-907644882fa3' },
  firebase: { projectId: 'acme-prod' },
  github: { audience: 'https://api.example.com', repository: 'acme/reports' },
  google: { clientId: client },
  googleIap: { audience: backend },
  keycloak: { url: 'https://sso.example.com', realm: 'acme', clients: 'web' },
  okta: { domain: 'acme.okta.com', authorizationServer: 'default', audience: 'api://default' },
  supabase: { project: 'abcdefghijklmnopqrst' }
}

/** What it makes of them. */
export const made = {
  auth0: { issuer: 'https://acme.eu.auth0.com/', audience: ['https://api.example.com'] },
  clerk: {
    issuer: 'https://clerk.example.com',
    audience: null,
    jwksUri: 'https://clerk.example.com/.well-known/jwks.json',
    claims: { azp: ['https://app.example.com'], sts: { not: 'pending' } }
  },
  cloudflareAccess: {
    issuer: 'https://acme.cloudflareaccess.com',
    audience: [tag],
    jwksUri: 'https://acme.cloudflareaccess.com/cdn-cgi/access/certs',
    claims: { type: 'app' }
  },
  cognito: {
    issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123',
    audience: null,
    jwksUri: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123/.well-known/jwks.json',
    claims: { token_use: 'access', client_id: ['web'] }
  },
  entra: {
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    audience: ['f7894a9e-71c9-4e12-8d41-907644882fa3'],
    claims: { azp: { not: '' } },
    scopesClaim: [['scp'], ['roles']]
  },
  firebase: { issuer: 'https://securetoken.google.com/acme-prod', audience: 'acme-prod' },
  github: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: ['https://api.example.com'],
    claims: { repository: ['acme/reports'] }
  },
  google: { issuer: ['https://accounts.google.com', 'accounts.google.com'], audience: [client] },
  googleIap: {
    issuer: 'https://cloud.google.com/iap',
    audience: [backend],
    algorithms: ['ES256'],
    jwksUri: 'https://www.gstatic.com/iap/verify/public_key-jwk'
  },
  keycloak: {
    issuer: 'https://sso.example.com/realms/acme',
    audience: null,
    claims: { typ: 'Bearer', azp: ['web'] }
  },
  okta: { issuer: 'https://acme.okta.com/oauth2/default', audience: ['api://default'] },
  supabase: {
    issuer: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1',
    audience: 'authenticated',
    algorithms: ['ES256', 'RS256'],
    jwksUri: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json',
    claims: { role: 'authenticated', is_anonymous: false }
  }
}

/** What each may not be, besides another type. */
export const invalid = {
  auth0: {
    domain: ['https://acme.eu.auth0.com', 'acme.eu.auth0.com/', 'ACME.auth0.com', 'acme'],
    permissions: ['yes']
  },
  clerk: {
    frontendApi: ['https://clerk.example.com', 'pk_live_x'],
    authorizedParties: [[], 'app.example.com', 'https://app.example.com/', 'https://app.example.com/x'],
    pendingSessions: [1]
  },
  cloudflareAccess: {
    team: ['acme.cloudflareaccess.com'],
    audience: ['reports', [], tag.toUpperCase()],
    serviceTokens: [[]]
  },
  cognito: {
    region: ['eu', 'eu-central-1/x'],
    userPoolId: ['AbCdEf123', 'eu-central-1_A/b', 'us-east-1_AbCdEf123'],
    tokenUse: ['refresh', 'Access'],
    clientId: [[]]
  },
  entra: {
    tenant: ['common', 'organizations', 'contoso.onmicrosoft.com', tenant.toUpperCase(), [], [tenant, 'common']],
    anyTenant: [false, true],
    version: ['2', 0, 3],
    audience: [[], 'api://f7894a9e-71c9-4e12-8d41-907644882fa3', ['x', 'https://api.example.com']],
    clients: [[]]
  },
  firebase: { projectId: ['407408718192', 'acme/prod'] },
  github: {
    audience: [[]],
    repository: ['reports', 'https://github.com/acme/reports', 'acme/reports/x', []],
    owner: ['acme/reports', []],
    ref: ['main', []],
    environment: [[]],
    workflow: ['deploy.yml', '.github/workflows/deploy.yml', `${workflow}@refs/heads/main`]
  },
  google: { clientId: ['web', []], hostedDomain: ['https://example.com', '@example.com', []] },
  googleIap: { audience: ['reports', '/projects/acme/apps/acme', '/projects/1', 'https://reports.example.com', []] },
  keycloak: {
    url: ['sso.example.com', 'https://sso.example.com/', 'https://sso.example.com?x', 'https://sso.example.com/{azp}'],
    realm: ['acme/x', '{azp}'],
    audience: [[]],
    clients: [[]],
    realmRoles: ['realm'],
    clientRoles: [['web']]
  },
  okta: {
    domain: ['https://acme.okta.com'],
    authorizationServer: ['https://acme.okta.com', 'oauth2/default'],
    audience: [[]]
  },
  supabase: { project: ['https://abcdefghijklmnopqrst.supabase.co', 'x.supabase.co'], anonymousUsers: ['no'] }
}

/** What each cannot know. */
export const required = {
  auth0: ['domain', 'audience'],
  clerk: ['frontendApi', 'authorizedParties'],
  cloudflareAccess: ['team', 'audience'],
  cognito: ['region', 'userPoolId', 'tokenUse', 'clientId'],
  entra: ['tenant', 'version', 'audience'],
  firebase: ['projectId'],
  github: ['audience', 'repository'],
  google: ['clientId'],
  googleIap: ['audience'],
  keycloak: ['url', 'realm'],
  okta: ['domain', 'authorizationServer', 'audience'],
  supabase: ['project']
}
