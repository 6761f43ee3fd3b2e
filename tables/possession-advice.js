// What to do about the reasons of tables/possession-errors.js.

/** @import { Advice } from './advice.js' */

const encoding = {
  why: 'The client builds its JWT by hand, or something between client and guard changed the header.',
  fix: 'Let a library make the proof, such as oauth4webapi: base64url without padding, JSON in UTF-8 with each member once.'
}
const oneParser = {
  why: 'Parsers differ in which of two members they take. No honest client writes one twice.',
  fix: 'Correct the client.'
}
const clocks =
  'Compare the clocks of client and server; `dpop.clockTolerance` (60 s) is for the difference. Nonces do not replace the clock: `iat` is checked with them, too.'
const eachRequest = 'Make a new proof for each request, also for a repetition and behind a redirect.'

/** @type {{ readonly [reason: string]: Advice }} */
export const possessionAdvice = {
  token_not_bound: {
    why: 'The token is a plain bearer token, and came with the scheme DPoP or to a guard that demands bound ones: its client sent no proof to the token endpoint.',
    fix: 'Send a DPoP proof with the token request. The issuer then writes `cnf.jkt` into the token, and `token_type` is `DPoP`.'
  },
  token_bound: {
    why: 'The token is bound to a key (`cnf.jkt`) and came as `Bearer`, without a proof. So does a stolen one.',
    fix: 'Send `Authorization: DPoP <token>` and a `DPoP` header with a proof.'
  },
  certificate_missing: {
    why: 'The token is bound to a client certificate (`cnf.x5t#S256`), and the guard saw none: the client sent none, the server asks for none, a proxy ends TLS, the proxy’s header holds neither a certificate nor a SHA-256 thumbprint (the message says so), or the guard’s option `clientCertificate` is not set.',
    fix: 'Connect with the certificate, and say where the guard finds it: `fromCloudflare()`, `fromTlsSocket()` or `fromCertificateHeader(name)`.'
  },
  certificate_mismatch: {
    why: 'The client connected with another certificate than it had at the token endpoint, often after it was renewed.',
    fix: 'Request a new token with the certificate that is in use.'
  },
  proof_missing: {
    why: 'The token came with the scheme DPoP and no `DPoP` header, or a proxy or CORS preflight dropped that.',
    fix: 'Send the proof in the header `DPoP`; let proxies and CORS pass it.'
  },
  proof_ambiguous: { why: 'There are two `DPoP` headers, or two proofs in one.', fix: 'Send one.' },
  proof_too_large: {
    why: 'The proof has more than 8,192 bytes. One with an RSA key of 4,096 bits has about 2,000.',
    fix: 'Leave out what no server needs, such as `x5c` in the `jwk`.'
  },
  proof_segments: {
    why: 'The header is no JWT: empty, cut off, or the thumbprint instead of the proof.',
    fix: 'Send the whole JWT: header, claims and signature, separated by two dots.'
  },
  proof_header_base64: encoding,
  proof_header_json: encoding,
  proof_header_duplicate_member: oneParser,
  proof_crit: {
    why: 'The client asks for an extension that must be understood, and none is.',
    fix: 'Leave `crit` out.'
  },
  proof_b64: { why: 'The client signs an unencoded payload (RFC 7797).', fix: 'Leave `b64` out.' },
  proof_typ: {
    why: 'The JWT is no proof: an access token, an id token, or a proof without `"typ": "dpop+jwt"`.',
    fix: 'Write that type into the header, and send the proof, not a token.'
  },
  proof_alg: {
    why: 'The client signs by an algorithm that `dpop.algorithms` does not have.',
    fix: 'Take one that the challenge names in `algs`, or add it to the option. HMAC is never allowed: both sides would know the secret.'
  },
  proof_jwk_missing: {
    why: 'The header names no key, or by `kid` alone, which is enough for a token only.',
    fix: 'Write the public key as a JWK into the header: `jwk`.'
  },
  proof_jwk_private: {
    why: 'The client sent its private key (`d`, …) or a secret with the proof. Everybody who saw the request has it now.',
    fix: 'Replace the key. Export the public part alone: of a CryptoKey pair, `publicKey`.'
  },
  proof_jwk_invalid: {
    why: 'The key is of another type than `alg` needs, too small, weak, no point of its curve, or for another use. The hint says which. A `jwk` with `kid` alone is no key.',
    fix: 'Make a key pair for the algorithm: P-256 for ES256.'
  },
  proof_signature_base64: {
    why: 'Something between client and guard cut the proof off, or changed it: its signature is no base64url.',
    fix: 'Send the proof as the client made it.'
  },
  proof_signature: {
    why: 'The key in `jwk` did not sign this. ECDSA signatures in DER do not fit either: a JWS has r and s alone.',
    fix: 'Sign header and claims as they are sent, by the private key that belongs to `jwk`.'
  },
  proof_claims_base64: encoding,
  proof_claims_json: encoding,
  proof_claims_duplicate_member: oneParser,
  proof_claim_missing: {
    why: 'A proof for a request with an access token has `jti`, `htm`, `htu`, `iat` and `ath`. Message and hint name the one that is missing; often it is `ath`.',
    fix: 'Write all of them. `ath` is base64url of the SHA-256 hash of the access token.'
  },
  proof_claim_type: {
    why: 'A claim is of another type: `iat` is a number of seconds, the others are strings.',
    fix: 'Correct the client. Message and hint name the claim.'
  },
  proof_method: {
    why: 'The proof was made for another method, written in lower case, or used for a repetition by another method.',
    fix: eachRequest
  },
  proof_url: {
    why: 'The proof names another URL than the guard sees: another request’s, or a proxy in front changes scheme, host or path. Or `htu` is no absolute URL. Query and fragment do not matter.',
    fix: "Behind a proxy say what the public origin is: `dpop: { origin: 'https://api.example.com' }` for guards, `possession.url` for `verify`. Otherwise make a new proof for each request."
  },
  proof_too_old: {
    why: 'The proof was made more than `dpop.maxAge` (60 s) and the tolerance before: it waited in a queue, the client uses it again, or its clock is behind. One from a log is always old.',
    fix: `${eachRequest} ${clocks} For a proof from a log, run \`explain\` with \`--now\`.`
  },
  proof_issued_in_future: {
    why: 'The client’s clock is ahead by more than the tolerance, or it wrote `iat` in milliseconds.',
    fix: `${clocks} Write seconds: \`Math.floor(Date.now() / 1000)\`.`
  },
  proof_expired: { why: 'The client wrote an `exp` into the proof, and it is over.', fix: eachRequest },
  proof_not_yet_valid: {
    why: 'The client wrote an `nbf` into the proof, and it is to come.',
    fix: `Leave \`nbf\` out: no proof needs it. ${clocks}`
  },
  proof_nonce_missing: {
    why: 'The server gives nonces, and the client does not have one yet. This is how it gets the first: the answer has `DPoP-Nonce`.',
    fix: 'Nothing, where the client follows RFC 9449: it sends the request once more. Let CORS expose `DPoP-Nonce`.'
  },
  proof_nonce: {
    why: 'The nonce is older than two periods, or of a server with another secret.',
    fix: 'Nothing, where it happens now and then. Where each request is refused, give all processes the same `dpop.nonce`.'
  },
  proof_token: {
    why: 'The proof was made for another access token: `ath` is the hash of that, often of the one before a refresh.',
    fix: eachRequest
  },
  proof_key: {
    why: 'The token is bound to another key: the client made a new pair after it got the token, or somebody else has the token.',
    fix: 'Keep the key pair as long as the token, or request a new token with the new key.'
  },
  proof_replayed: {
    why: 'A proof with this key, URL and `jti` came before: the client repeats a request with the same proof, or somebody recorded it.',
    fix: eachRequest
  },
  replay_store_failed: {
    why: 'The store that remembers used proofs is down, too slow, or full. Nobody can say whether this proof was used.',
    fix: "Look whether the store is reachable, has room, and whether its `add` answers `true` or `false` within 3 seconds. `onStoreFailure: 'accept'` lets proofs pass meanwhile, also used ones."
  }
}
