// Made from tables/proof-checks.js by `npm run generate`: change it there.

/** What to do where a check has failed, whatever the proof is. @type {{ readonly [check: string]: string }} */
export const PROOF_ADVICE = {
  proof_form: 'Send one DPoP header with one JWT in it: header, claims and signature, separated by two dots.',
  proof_header:
    'Have the client encode its header as RFC 7515 says: base64url without padding, JSON with each member once.',
  proof_typ: 'Have the client write "typ": "dpop+jwt". An access token or an id token is no proof.',
  proof_alg: 'Have the client sign by one of the algorithms that the challenge names in "algs".',
  proof_jwk: 'Have the client write its public key alone into "jwk": kty, crv, x and y, or kty, n and e.',
  proof_signature: 'Have the client sign with the private key that belongs to the "jwk" of the header.',
  proof_claims: 'Have the client encode its claims as RFC 7519 says: JSON in UTF-8, each member once.',
  proof_jti: 'Have the client write "jti": a string that it never uses again, such as a UUID.',
  proof_htm: 'Have the client make a proof for each request, with its method in "htm", in upper case as it is sent.',
  proof_htu:
    'Have the client make a proof for each request, with its URL in "htu". Behind a proxy the guard may see another scheme or host: name the public one in the option dpop.origin.',
  proof_iat: 'Have the client make the proof when it sends the request, and compare the clocks of client and server.',
  proof_nonce: 'Have the client take the nonce of the last DPoP-Nonce header, and send the request once more.',
  proof_ath: 'Have the client write "ath": base64url of the SHA-256 hash of the access token that it sends.',
  proof_key:
    'Have the client use the key that it had when it asked for the token: "cnf.jkt" of the token is the thumbprint of that key (RFC 7638).'
}
