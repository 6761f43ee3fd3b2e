// What the registered members and claims mean, for people.

/** @type {{ readonly [member: string]: string }} */
export const headerMembers = {
  alg: 'Algorithm of the signature. The verifier’s own allow-list decides, never this member (RFC 7515 §4.1.1, RFC 8725 §3.1).',
  typ: 'Type of the token: "at+jwt" is an access token (RFC 9068 §2.1), "JWT" may be anything (RFC 7519 §5.1).',
  kid: 'Key id: which key of the issuer’s JWK Set has signed. A hint, not a proof (RFC 7515 §4.1.4).',
  cty: 'Content type: "JWT" where a token is nested in this one (RFC 7519 §5.2).',
  crit: 'Extensions that a reader must understand. None is understood here, so the token is refused (RFC 7515 §4.1.11).',
  b64: 'Whether the payload is base64url. Anything but true is refused (RFC 7797 §3).',
  jwk: 'A key that the token brings along. Never used: whoever made the token made the key, too (RFC 7515 §4.1.3).',
  jku: 'A URL where the token says its key is. Never fetched (RFC 7515 §4.1.2).',
  x5u: 'A URL where the token says its certificate is. Never fetched (RFC 7515 §4.1.5).',
  x5c: 'A certificate that the token brings along. Never used (RFC 7515 §4.1.6).',
  x5t: 'SHA-1 thumbprint of the signer’s certificate. Not used here (RFC 7515 §4.1.7).',
  'x5t#S256': 'SHA-256 thumbprint of the signer’s certificate. Not used here (RFC 7515 §4.1.8).',
  zip: 'Compression, which only encrypted tokens may have (RFC 7516 §4.1.3).',
  enc: 'Encryption of a JWE, which is not read here (RFC 7516 §4.1.2).'
}

/** What values of the header's members mean. @type {{ readonly [member: string]: { readonly [value: string]: string } }} */
const headerValues = {
  alg: {
    RS256: 'RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3)',
    RS384: 'RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 §3.3)',
    RS512: 'RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 §3.3)',
    PS256: 'RSASSA-PSS with SHA-256 (RFC 7518 §3.5)',
    PS384: 'RSASSA-PSS with SHA-384 (RFC 7518 §3.5)',
    PS512: 'RSASSA-PSS with SHA-512 (RFC 7518 §3.5)',
    ES256: 'ECDSA on P-256 with SHA-256 (RFC 7518 §3.4)',
    ES384: 'ECDSA on P-384 with SHA-384 (RFC 7518 §3.4)',
    ES512: 'ECDSA on P-521 with SHA-512 (RFC 7518 §3.4)',
    EdDSA: 'EdDSA, here on edwards25519 alone (RFC 8037 §3.1)',
    Ed25519: 'EdDSA on edwards25519 (RFC 9864 §2.2)',
    Ed448: 'EdDSA on edwards448, which is not verified here (RFC 9864 §2.2)',
    ES256K: 'ECDSA on secp256k1, which is not verified here (RFC 8812 §3.2)',
    HS256: 'HMAC: who can verify such a token can also make one. Not verified here (RFC 7518 §3.2)',
    none: 'No signature: anyone can write such a token (RFC 7518 §3.6)'
  }
}

/** @type {{ readonly [claim: string]: string }} */
export const registeredClaims = {
  iss: 'Issuer: who made the token. Must be the configured issuer, byte for byte (RFC 7519 §4.1.1).',
  sub: 'Subject: whom the token is about, unique at this issuer (RFC 7519 §4.1.2).',
  aud: 'Audience: who the token is for. One entry must be the configured audience (RFC 7519 §4.1.3).',
  exp: 'Expiration time, in seconds since 1970. On or after it the token must be refused (RFC 7519 §4.1.4).',
  nbf: 'Not before, in seconds since 1970. Before it the token must be refused (RFC 7519 §4.1.5).',
  iat: 'Issued at, in seconds since 1970. It tells the token’s age (RFC 7519 §4.1.6).',
  jti: 'Token id, different for each token. Good for revocation lists and logs (RFC 7519 §4.1.7).',
  scope: 'Scopes that were granted, separated by spaces (RFC 8693 §4.2, RFC 9068 §2.2.3).',
  scp: 'Scopes, as some issuers write them; read where "scope" is absent.',
  client_id: 'The OAuth client that asked for the token (RFC 8693 §4.3).',
  azp: 'Authorized party: the client that the token was issued to (OpenID Connect Core §2).',
  tenant_id: 'The tenant, as some issuers write it. Handed on as it is.',
  act: 'Actor: who acts on behalf of the subject (RFC 8693 §4.1).',
  may_act: 'Who may act on behalf of the subject (RFC 8693 §4.4).',
  cnf: 'Confirmation: the key that the sender must prove to hold (RFC 7800). "jkt" by a DPoP proof (RFC 9449 §6.1), "x5t#S256" by a client certificate (RFC 8705 §3.1).',
  auth_time: 'When the user logged in, in seconds since 1970 (OpenID Connect Core §2).',
  acr: 'How the user was authenticated, as a class (OpenID Connect Core §2, RFC 9068 §2.2.1).',
  amr: 'How the user was authenticated, as methods (RFC 8176).',
  nonce: 'Binds an ID token to a login (OpenID Connect Core §2). In an access token it means nothing.',
  at_hash: 'Hash of the access token that belongs to this ID token (OpenID Connect Core §3.1.3.6).',
  sid: 'Session id (OpenID Connect Front-Channel Logout §3).',
  roles: 'Roles of the subject (RFC 9068 §2.2.3.1, RFC 7643 §4.1.2).',
  groups: 'Groups of the subject (RFC 9068 §2.2.3.1, RFC 7643 §4.1.2).',
  entitlements: 'Entitlements of the subject (RFC 9068 §2.2.3.1, RFC 7643 §4.1.2).',
  events: 'Security events: this is no access token (RFC 8417 §2.2).',
  name: 'Full name of the user (OpenID Connect Core §5.1).',
  email: 'E-mail address of the user (OpenID Connect Core §5.1).',
  email_verified: 'Whether the issuer has seen that the address is the user’s (OpenID Connect Core §5.1).',
  preferred_username: 'The name by which the user wants to be called; not unique (OpenID Connect Core §5.1).',
  updated_at: 'When the user’s data was changed last, in seconds since 1970 (OpenID Connect Core §5.1).'
}

/**
 * @param {string} member of the header
 * @param {unknown} value
 * @returns {string | undefined} what the value means
 */
export function meaningOf(member, value) {
  const meanings = Object.hasOwn(headerValues, member) ? headerValues[member] : {}
  return typeof value === 'string' && Object.hasOwn(meanings, value) ? meanings[value] : undefined
}

/** Members of the header of a DPoP proof, beside those of all. */
export const proofHeaderMembers = Object.freeze({
  ...headerMembers,
  jwk: 'The public key of the client, by which the proof is verified. The token must be bound to it (RFC 9449 §4.2).'
})

/** Claims of a DPoP proof. */
export const proofClaims = Object.freeze({
  jti: 'The id of the proof: each is good once (RFC 9449 §4.2).',
  htm: 'The method of the request that the proof is for (RFC 9449 §4.2).',
  htu: 'The URL of that request, without query and fragment (RFC 9449 §4.2).',
  iat: 'When the proof was made (RFC 9449 §4.2).',
  ath: 'The SHA-256 hash of the access token that comes with the proof (RFC 9449 §4.2).',
  nonce: 'What the server gave in its last DPoP-Nonce header (RFC 9449 §8).'
})
