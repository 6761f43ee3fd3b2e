// The reasons for which the sender of a token may not use it: DPoP (RFC 9449) and client certificates (RFC 8705).

/** @import { ReasonRow } from './errors.js' */

/** @type {readonly ReasonRow[]} */
export const possessionReasons = [
  {
    name: 'token_not_bound',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is not bound to a key, and the scheme DPoP is for bound ones',
    hint: 'Send it as Bearer, or request a bound one: with a DPoP proof at the token endpoint (RFC 9449, section 5)',
    native: true
  },
  {
    name: 'token_bound',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to a key: it must come with the scheme DPoP and a proof',
    hint: 'Send it with the scheme DPoP and a proof made by its key; verify() takes both from the option possession',
    native: true
  },
  {
    name: 'certificate_missing',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to a client certificate, and the request came without one',
    hint: "Send the client's certificate over TLS, and say where it is: the option clientCertificate of guards, possession.certificate of verify()",
    native: true
  },
  {
    name: 'certificate_mismatch',
    code: 'AUTH_TOKEN_INVALID',
    message: 'The access token is bound to another client certificate',
    hint: 'Send the certificate over TLS with which the token was requested, or request a token with this one',
    native: true
  },
  {
    name: 'proof_missing',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP header is missing',
    hint: 'Send the proof in the header DPoP, and let proxies and CORS pass that; verify() takes possession.proof',
    native: true
  },
  {
    name: 'proof_ambiguous',
    code: 'AUTH_PROOF_INVALID',
    message: 'There must be one DPoP header with one proof',
    hint: 'Send one header DPoP, with one proof in it',
    native: true
  },
  {
    name: 'proof_too_large',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is larger than the limit',
    hint: 'Send a proof of at most 8,192 bytes: leave out what no server needs, such as x5c'
  },
  {
    name: 'proof_segments',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof must contain header, claims, and signature',
    hint: 'Send the whole proof: header, claims and signature, with two dots between them'
  },
  {
    name: 'proof_header_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof is not valid base64url',
    hint: 'Encode the header as base64url without padding (RFC 7515), and send the proof as it was made'
  },
  {
    name: 'proof_header_json',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof is not valid JSON',
    hint: 'Write the header as a JSON object in UTF-8'
  },
  {
    name: 'proof_header_duplicate_member',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof contains the same member twice',
    hint: 'Write each member of the header once'
  },
  {
    name: 'proof_crit',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof has a crit member, and no critical extension is supported',
    hint: 'Leave crit out of the header'
  },
  {
    name: 'proof_b64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof has a b64 member that is not true',
    hint: 'Leave b64 out of the header'
  },
  {
    name: 'proof_typ',
    code: 'AUTH_PROOF_INVALID',
    message: 'The type of the DPoP proof is not dpop+jwt',
    hint: 'Write typ with the value dpop+jwt into the header; an access token or an ID token is no proof'
  },
  {
    name: 'proof_alg',
    code: 'AUTH_PROOF_INVALID',
    message: 'The signature algorithm of the DPoP proof is not allowed',
    hint: 'Sign with one of the algorithms that the challenge names in algs, or allow more: the option dpop.algorithms'
  },
  {
    name: 'proof_jwk_missing',
    code: 'AUTH_PROOF_INVALID',
    message: 'The header of the DPoP proof has no jwk',
    hint: 'Write the public key into the header as jwk; a kid does not do (RFC 9449, section 4.2)'
  },
  {
    name: 'proof_jwk_private',
    code: 'AUTH_PROOF_INVALID',
    message: 'The jwk of the DPoP proof has a private or symmetric member',
    hint: 'Replace the key, which others may have seen, and write only its public members into jwk'
  },
  {
    name: 'proof_jwk_invalid',
    code: 'AUTH_PROOF_INVALID',
    message: 'The jwk of the DPoP proof is no key that fits its algorithm',
    hint: 'Write a sound public key into jwk that fits alg, such as one on P-256 for ES256'
  },
  {
    name: 'proof_signature_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The signature of the DPoP proof is not valid base64url',
    hint: 'Send the proof as it was made: its signature is damaged or cut'
  },
  {
    name: 'proof_signature',
    code: 'AUTH_PROOF_INVALID',
    message: 'The signature of the DPoP proof is invalid',
    hint: 'Sign with the private key of jwk, and send what was signed; ECDSA has r and s, not DER (RFC 7518, section 3.4)'
  },
  {
    name: 'proof_claims_base64',
    code: 'AUTH_PROOF_INVALID',
    message: 'The claims of the DPoP proof are not valid base64url',
    hint: 'Encode the claims as base64url without padding (RFC 7515), and send the proof as it was made'
  },
  {
    name: 'proof_claims_json',
    code: 'AUTH_PROOF_INVALID',
    message: 'The claims of the DPoP proof are not valid JSON',
    hint: 'Write the claims as a JSON object in UTF-8'
  },
  {
    name: 'proof_claims_duplicate_member',
    code: 'AUTH_PROOF_INVALID',
    message: 'The claims of the DPoP proof contain the same member twice',
    hint: 'Write each claim once'
  },
  {
    name: 'proof_claim_missing',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof lacks a claim',
    hint: 'Write jti, htm, htu, iat and ath into the proof (RFC 9449, section 4.2)'
  },
  {
    name: 'proof_claim_type',
    code: 'AUTH_PROOF_INVALID',
    message: 'A claim of the DPoP proof has the wrong type or is out of range',
    hint: 'Write iat as a number of seconds, and the other claims as strings'
  },
  {
    name: 'proof_method',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is for another HTTP method',
    hint: 'Make a proof for each request, with its method in htm, in upper case'
  },
  {
    name: 'proof_url',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is for another URL',
    hint: 'Make a proof for each request, with its URL in htu'
  },
  {
    name: 'proof_too_old',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is too old',
    hint: 'Make a proof for each request when it is sent, and compare the clocks of client and server'
  },
  {
    name: 'proof_issued_in_future',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is issued in the future',
    hint: "Set the clock of the client: it is ahead of the server's"
  },
  {
    name: 'proof_expired',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is expired',
    hint: 'Make a proof for each request when it is sent; none needs exp'
  },
  {
    name: 'proof_not_yet_valid',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is not valid yet',
    hint: 'Compare the clocks of client and server, or leave nbf out: no proof needs it'
  },
  {
    name: 'proof_nonce_missing',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof has no nonce',
    hint: 'No fault: the client repeats the request, with the nonce of the header DPoP-Nonce in a new proof'
  },
  {
    name: 'proof_nonce',
    code: 'AUTH_PROOF_INVALID',
    message: 'The nonce of the DPoP proof is too old, or none of this server',
    hint: 'No fault where it happens now and then: the client repeats the request, with the nonce of the header DPoP-Nonce in a new proof'
  },
  {
    name: 'proof_token',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof is for another access token',
    hint: 'Make a proof for each token: ath is the hash of the access token that it comes with'
  },
  {
    name: 'proof_key',
    code: 'AUTH_PROOF_INVALID',
    message: 'The access token is bound to another key than that of the DPoP proof',
    hint: 'Make the proof with the key with which the token was requested, or request a token with this key'
  },
  {
    name: 'proof_replayed',
    code: 'AUTH_PROOF_INVALID',
    message: 'The DPoP proof was used before',
    hint: 'Make a new proof with a new jti for each request, also for a retry',
    native: true
  },
  {
    name: 'replay_store_failed',
    code: 'AUTH_KEYS_UNAVAILABLE',
    message: 'It cannot be told whether the DPoP proof was used before: the replay store failed, or is full',
    hint: 'Look at the replay store: is it reachable, has it room, does its add() answer',
    native: true
  }
]
