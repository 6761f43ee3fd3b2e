// Made from tables/options.js by `npm run generate`: change it there.

/** @import { Flag } from './run.js' */

/** @typedef {Flag & { option: string, member?: string, read: string }} OptionFlag `member`: of an option that is an object;
 *   `read`: the name of a reader in js/cli/policy.js */

/** @type {{ [flag: string]: OptionFlag }} */
export const OPTION_FLAGS = {
  issuer: {
    option: 'issuer',
    read: 'text',
    type: 'string',
    argument: 'URL',
    help: 'the "iss" that the token must have'
  },
  audience: {
    option: 'audience',
    read: 'text',
    type: 'string',
    multiple: true,
    argument: 'NAME',
    help: 'who the token must be for; may be repeated'
  },
  'any-audience': { option: 'audience', read: 'null', type: 'boolean', help: 'accept any audience' },
  algorithms: {
    option: 'algorithms',
    read: 'list',
    type: 'string',
    multiple: true,
    argument: 'LIST',
    help: 'allow-list, separated by commas (default: RS256):\nRS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519'
  },
  'allowed-scope': {
    option: 'allowedScopes',
    read: 'words',
    type: 'string',
    multiple: true,
    argument: 'SCOPE',
    help: 'a scope that may be granted (default: all of the token’s)'
  },
  'scopes-claim': {
    option: 'scopesClaim',
    read: 'json',
    type: 'string',
    argument: 'NAME|JSON',
    help: 'the claim that has the scopes, or a path as JSON: ["realm_access","roles"]'
  },
  'clock-tolerance': {
    option: 'clockTolerance',
    read: 'number',
    type: 'string',
    argument: 'SECONDS',
    help: '0 to 300 (default: 60)'
  },
  typ: {
    option: 'typ',
    read: 'text',
    type: 'string',
    multiple: true,
    argument: 'TYPE',
    help: 'an accepted "typ"; may be repeated'
  },
  profile: {
    option: 'profile',
    read: 'text',
    type: 'string',
    argument: 'NAME',
    help: 'at+jwt: all that RFC 9068 asks of an access token'
  },
  'audience-match': {
    option: 'audienceMatch',
    read: 'text',
    type: 'string',
    argument: 'HOW',
    help: 'exclusive: the token must be for nobody else'
  },
  'max-token-age': {
    option: 'maxTokenAge',
    read: 'number',
    type: 'string',
    argument: 'SECONDS',
    help: 'limit of the time since "iat"'
  },
  'required-claim': {
    option: 'requiredClaims',
    read: 'text',
    type: 'string',
    multiple: true,
    argument: 'NAME',
    help: 'a claim that must be there; may be repeated'
  },
  claims: {
    option: 'claims',
    read: 'json',
    type: 'string',
    argument: 'JSON',
    help: 'what claims must be: {"token_use":"access","azp":["web","cli"]}'
  },
  'no-subject': { option: 'requireSubject', read: 'false', type: 'boolean', help: 'accept tokens without "sub"' },
  'max-token-bytes': {
    option: 'maxTokenBytes',
    read: 'number',
    type: 'string',
    argument: 'BYTES',
    help: 'size limit of a token (default: 16,384)'
  },
  dpop: {
    option: 'dpop',
    read: 'true',
    type: 'boolean',
    help: 'demand a DPoP proof with each token that is bound to a key (RFC 9449)'
  },
  'dpop-required': {
    option: 'dpop',
    member: 'required',
    read: 'true',
    type: 'boolean',
    help: 'demand one with every token'
  },
  'dpop-algorithms': {
    option: 'dpop',
    member: 'algorithms',
    read: 'list',
    type: 'string',
    multiple: true,
    argument: 'LIST',
    help: 'allow-list for proofs (default: ES256, EdDSA, Ed25519, PS256, RS256)'
  },
  'dpop-max-age': {
    option: 'dpop',
    member: 'maxAge',
    read: 'number',
    type: 'string',
    argument: 'SECONDS',
    help: 'how old a proof may be, 1 to 600 (default: 60)'
  },
  'dpop-clock-tolerance': {
    option: 'dpop',
    member: 'clockTolerance',
    read: 'number',
    type: 'string',
    argument: 'SECONDS',
    help: 'of the proof’s times, 0 to 300 (default: 60)'
  },
  'insecure-loopback': {
    option: 'allowInsecureLoopback',
    read: 'true',
    type: 'boolean',
    help: 'allow http: for hosts of this machine'
  },
  'insecure-host': {
    option: 'allowInsecureHosts',
    read: 'list',
    type: 'string',
    multiple: true,
    argument: 'HOST',
    help: 'allow http: for this host, such as keycloak:8080; may be repeated'
  },
  jwks: {
    option: 'jwks',
    read: 'keys',
    type: 'string',
    argument: 'FILE|URL',
    help: 'the JWK Set, or where to fetch it'
  },
  'metadata-url': {
    option: 'metadataUrl',
    read: 'keys',
    type: 'string',
    argument: 'URL',
    help: 'the metadata document, when it is not at the default place'
  },
  scope: {
    option: 'requiredScope',
    read: 'words',
    type: 'string',
    multiple: true,
    argument: 'SCOPE',
    help: 'a scope that must be granted; may be repeated'
  },
  now: {
    option: 'now',
    read: 'time',
    type: 'string',
    argument: 'TIME',
    help: 'decide as of this time: seconds since 1970, or 2026-11-25T12:00:00Z'
  },
  'dpop-proof': {
    option: 'possession',
    read: 'proof',
    type: 'string',
    argument: 'FILE|PROOF',
    help: 'the DPoP proof that came with the token; a pasted request has its own'
  },
  'dpop-method': {
    option: 'possession',
    read: 'proof',
    type: 'string',
    argument: 'METHOD',
    help: 'of the request that it came with (default: GET)'
  },
  'dpop-url': {
    option: 'possession',
    read: 'proof',
    type: 'string',
    argument: 'URL',
    help: 'of that request, as its client knows it'
  },
  'client-certificate': {
    option: 'possession',
    read: 'proof',
    type: 'string',
    argument: 'X5T',
    help: 'the thumbprint of the client’s certificate: base64url of its SHA-256, as cnf.x5t#S256 has it'
  }
}
