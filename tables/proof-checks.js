// The checks of a DPoP proof (RFC 9449 §4.3), in order. What C++, explain() and the debugger say about them comes from
// here (npm run generate). That there is exactly one DPoP header, and that no proof comes twice, is for the guard.

/** @import { CheckRow } from './checks.js' */

/** @type {readonly CheckRow[]} */
export const proofChecks = [
  {
    name: 'proof_form',
    clause: 'RFC 9449 §4.3, check 2',
    passed: 'The proof has three segments, and is within the size limit',
    advice: 'Send one DPoP header with one JWT in it: header, claims and signature, separated by two dots.'
  },
  {
    name: 'proof_header',
    clause: 'RFC 9449 §4.3, check 2',
    passed: 'The header is canonical base64url of a JSON object, each member once, without critical extensions',
    advice: 'Have the client encode its header as RFC 7515 says: base64url without padding, JSON with each member once.'
  },
  {
    name: 'proof_typ',
    clause: 'RFC 9449 §4.3, check 4',
    passed: 'The type is dpop+jwt',
    advice: 'Have the client write "typ": "dpop+jwt". An access token or an id token is no proof.'
  },
  {
    name: 'proof_alg',
    clause: 'RFC 9449 §4.3, check 5',
    passed: 'The algorithm is asymmetric, and on the allow-list',
    advice: 'Have the client sign by one of the algorithms that the challenge names in "algs".'
  },
  {
    name: 'proof_jwk',
    clause: 'RFC 9449 §4.3, check 7',
    passed: 'The header has a sound public key, and no private one',
    advice: 'Have the client write its public key alone into "jwk": kty, crv, x and y, or kty, n and e.'
  },
  {
    name: 'proof_signature',
    clause: 'RFC 9449 §4.3, check 6',
    passed: 'The key in the header made the signature',
    advice: 'Have the client sign with the private key that belongs to the "jwk" of the header.'
  },
  {
    name: 'proof_claims',
    clause: 'RFC 9449 §4.3, check 2',
    passed: 'The claims are canonical base64url of a JSON object, each member once',
    advice: 'Have the client encode its claims as RFC 7519 says: JSON in UTF-8, each member once.'
  },
  {
    name: 'proof_jti',
    clause: 'RFC 9449 §4.3, check 3',
    passed: 'The proof has an id',
    advice: 'Have the client write "jti": a string that it never uses again, such as a UUID.'
  },
  {
    name: 'proof_htm',
    clause: 'RFC 9449 §4.3, check 8',
    passed: 'The proof is for the method of this request',
    advice: 'Have the client make a proof for each request, with its method in "htm", in upper case as it is sent.'
  },
  {
    name: 'proof_htu',
    clause: 'RFC 9449 §4.3, check 9',
    passed: 'The proof is for the URL of this request',
    advice:
      'Have the client make a proof for each request, with its URL in "htu". Behind a proxy the guard may see another scheme ' +
      'or host: name the public one in the option dpop.origin.'
  },
  {
    name: 'proof_iat',
    clause: 'RFC 9449 §4.3, check 11',
    passed: 'The proof is new',
    advice: 'Have the client make the proof when it sends the request, and compare the clocks of client and server.'
  },
  {
    name: 'proof_exp',
    clause: 'RFC 7519 §4.1.4, §4.1.5',
    passed: 'The proof is within the times that it names itself',
    notApplicable: 'Not checked: the proof has neither exp nor nbf'
  },
  {
    name: 'proof_nonce',
    clause: 'RFC 9449 §4.3, check 10',
    passed: 'The nonce is one of this server, and not too old',
    notApplicable: 'Not checked: the server gives no nonces',
    advice: 'Have the client take the nonce of the last DPoP-Nonce header, and send the request once more.'
  },
  {
    name: 'proof_ath',
    clause: 'RFC 9449 §4.3, check 12',
    passed: 'The proof is for this access token',
    notApplicable: 'Not checked: there is no access token',
    advice: 'Have the client write "ath": base64url of the SHA-256 hash of the access token that it sends.'
  },
  {
    name: 'proof_key',
    clause: 'RFC 9449 §4.3, check 12',
    passed: 'The access token is bound to the key of the proof',
    notApplicable: 'Not checked: it is not known to which key the token is bound',
    advice:
      'Have the client use the key that it had when it asked for the token: "cnf.jkt" of the token is the thumbprint of that ' +
      'key (RFC 7638).'
  }
]
