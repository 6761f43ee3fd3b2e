// The reasons for which the sender of a token may not use it: DPoP (RFC 9449) and client certificates (RFC 8705).

/** @import { ReasonRow } from './errors.js' */

/** @type {readonly ReasonRow[]} */
export const possessionReasons = [
  {
    name: 'token_not_bound',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is not bound to a key, and the scheme DPoP is for bound ones',
    native: true
  },
  {
    name: 'token_bound',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to a key: it must come with the scheme DPoP and a proof',
    native: true
  },
  {
    name: 'certificate_missing',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to a client certificate, and the request came without one',
    native: true
  },
  {
    name: 'certificate_mismatch',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to another client certificate',
    native: true
  },
  { name: 'proof_missing', code: 'AUTH_PROOF_INVALID', message: 'The DPoP header is missing', native: true },
  {
    name: 'proof_ambiguous',
    code: 'AUTH_PROOF_INVALID',
    message: 'There must be one DPoP header with one proof',
    native: true
  },
  { name: 'proof_too_large', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is larger than the limit' },
  {
    name: 'proof_segments',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof must contain header, claims, and signature'
  },
  {
    name: 'proof_header_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof is not valid base64url'
  },
  { name: 'proof_header_json', code: 'AUTH_PROOF_INVALID', message: 'The header of the DPoP proof is not valid JSON' },
  {
    name: 'proof_header_duplicate_member',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof contains the same member twice'
  },
  {
    name: 'proof_crit',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof has a crit member, and no critical extension is supported'
  },
  {
    name: 'proof_b64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof has a b64 member that is not true'
  },
  { name: 'proof_typ', code: 'AUTH_PROOF_INVALID', message: 'The type of the DPoP proof is not dpop+jwt' },
  {
    name: 'proof_alg',
    code: 'AUTH_PROOF_INVALID',
    message: 'The signature algorithm of the DPoP proof is not allowed'
  },
  { name: 'proof_jwk_missing', code: 'AUTH_PROOF_INVALID', message: 'The header of the DPoP proof has no jwk' },
  {
    name: 'proof_jwk_private',
    code: 'AUTH_PROOF_INVALID',
    message: 'The jwk of the DPoP proof has a private or symmetric member'
  },
  {
    name: 'proof_jwk_invalid',
    code: 'AUTH_PROOF_INVALID',
    message: 'The jwk of the DPoP proof is no key that fits its algorithm'
  },
  {
    name: 'proof_signature_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The signature of the DPoP proof is not valid base64url'
  },
  { name: 'proof_signature', code: 'AUTH_PROOF_INVALID', message: 'The signature of the DPoP proof is invalid' },
  {
    name: 'proof_claims_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The claims of the DPoP proof are not valid base64url'
  },
  { name: 'proof_claims_json', code: 'AUTH_PROOF_INVALID', message: 'The claims of the DPoP proof are not valid JSON' },
  {
    name: 'proof_claims_duplicate_member',
    code: 'AUTH_PROOF_INVALID',
    message: 'The claims of the DPoP proof contain the same member twice'
  },
  { name: 'proof_claim_missing', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof lacks a claim' },
  {
    name: 'proof_claim_type',
    code: 'AUTH_PROOF_INVALID',
    message: 'A claim of the DPoP proof has the wrong type or is out of range'
  },
  { name: 'proof_method', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is for another HTTP method' },
  { name: 'proof_url', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is for another URL' },
  { name: 'proof_too_old', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is too old' },
  { name: 'proof_issued_in_future', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is issued in the future' },
  { name: 'proof_expired', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is expired' },
  { name: 'proof_not_yet_valid', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is not valid yet' },
  { name: 'proof_nonce_missing', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof has no nonce' },
  {
    name: 'proof_nonce',
    code: 'AUTH_PROOF_INVALID',
    message: 'The nonce of the DPoP proof is too old, or none of this server'
  },
  { name: 'proof_token', code: 'AUTH_PROOF_INVALID', message: 'The DPoP proof is for another access token' },
  {
    name: 'proof_key',
    code: 'AUTH_PROOF_INVALID',
    message: 'The access token is bound to another key than that of the DPoP proof'
  },
  {
    name: 'proof_replayed',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof was used before',
    native: true
  },
  {
    name: 'replay_store_failed',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'It cannot be told whether the DPoP proof was used before: the replay store failed, or is full',
    native: true
  }
]
