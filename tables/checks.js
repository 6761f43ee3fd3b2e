// The checks of a token, in order. What C++, explain() and the debugger say about them comes from here (npm run
// generate).

/**
 * @typedef {object} CheckRow
 * @property {string} name stable: it is in reports
 * @property {string} clause the section of a specification that asks for it
 * @property {string} passed what explain() says if it passed
 * @property {true} [isClaimCheck] src/verify/claim_checks.cpp has a function of this name
 * @property {string} [advice] what to do if it failed (default: in js/debug/advice.js)
 * @property {string} [notApplicable] what explain() says if there was nothing to check
 */

/** @type {readonly CheckRow[]} */
export const checks = [
  { name: 'size', clause: 'RFC 8259 §9', passed: 'The token is within the size limit' },
  {
    name: 'segments',
    clause: 'RFC 7515 §7.1',
    passed: 'Three segments, separated by two dots',
    advice:
      'Send the whole token: header, claims and signature, separated by two dots. A token without dots is opaque: only its ' +
      'issuer can tell what it is worth (RFC 7662). One with four dots is encrypted (JWE), which is not read here.'
  },
  { name: 'header_base64', clause: 'RFC 7515 §5.2, step 2', passed: 'The header is canonical base64url' },
  { name: 'header_json', clause: 'RFC 7515 §4', passed: 'The header is a JSON object, each member once' },
  {
    name: 'crit',
    clause: 'RFC 7515 §4.1.11',
    passed: 'No critical extension is asked for',
    advice: 'Have the issuer leave "crit" out: no extension is understood here, and ignoring it would be wrong.'
  },
  {
    name: 'b64',
    clause: 'RFC 7797 §3',
    passed: 'The payload is base64url-encoded',
    advice: 'Have the issuer encode the payload, and leave "b64" out.'
  },
  { name: 'typ', clause: 'RFC 8725 §3.11', passed: 'The type is allowed' },
  { name: 'alg', clause: 'RFC 8725 §3.1', passed: 'The algorithm is on the allow-list' },
  { name: 'key', clause: 'RFC 7515 §4.1.4', passed: 'The JWK Set has a key for this token' },
  { name: 'signature_base64', clause: 'RFC 7515 §5.2, step 7', passed: 'The signature is canonical base64url' },
  { name: 'signature', clause: 'RFC 7515 §5.2, step 8', passed: 'The signature is valid' },
  { name: 'claims_base64', clause: 'RFC 7515 §5.2, step 6', passed: 'The claims are canonical base64url' },
  { name: 'claims_json', clause: 'RFC 7519 §4', passed: 'The claims are a JSON object, each member once' },
  { name: 'issuer', isClaimCheck: true, clause: 'RFC 7519 §4.1.1', passed: 'The issuer is the configured one' },
  {
    name: 'key_issuer',
    clause: 'RFC 7517 §4',
    passed: 'The key is for the token’s issuer',
    notApplicable: 'Not checked: the JWK names no issuer',
    advice:
      'Reject the token: the JWK Set gives this key to another issuer (Entra ID writes it into each JWK). Nobody but that ' +
      'issuer signs with it.'
  },
  {
    name: 'audience',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.3',
    passed: 'The token is meant for this audience',
    notApplicable: 'Not checked: any audience is accepted'
  },
  {
    name: 'exp',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.4',
    passed: 'The token has not expired',
    advice: 'Get a new token: refresh it shortly before "exp". If it is new, compare the clocks of issuer and verifier.'
  },
  {
    name: 'nbf',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.5',
    passed: 'The token is valid already',
    notApplicable: 'Not checked: the token has no nbf'
  },
  {
    name: 'iat',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.6',
    passed: 'The token was not issued in the future',
    notApplicable: 'Not checked: the token has no iat'
  },
  {
    name: 'max_token_age',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.6',
    passed: 'The token is not too old',
    notApplicable: 'Not checked: no maximum age is configured',
    advice: 'Get a new token, or raise maxTokenAge. The age is counted from "iat", which must be there.'
  },
  {
    name: 'required_claims',
    isClaimCheck: true,
    clause: 'RFC 9068 §2.2',
    passed: 'Every required claim is there',
    advice: 'Have the issuer put the claim into its access tokens, or take it off requiredClaims.'
  },
  {
    name: 'claims',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.3',
    passed: 'Every claim has a value that the policy allows',
    notApplicable: 'Not checked: the option claims is not set',
    advice:
      'Compare the claim with the option claims: strings exactly, numbers and booleans by value. A claim that is missing or ' +
      'of another type is refused.'
  },
  {
    name: 'scope',
    isClaimCheck: true,
    clause: 'RFC 6750 §3.1',
    passed: 'The required scopes are granted',
    advice:
      'Ask the issuer for a token with this scope, and look whether the client and the user may have it. A scope counts only ' +
      'where allowedScopes has it, too.'
  },
  {
    name: 'token_id_hash',
    isClaimCheck: true,
    clause: 'RFC 7519 §4.1.7',
    passed: 'The token id was hashed',
    notApplicable: 'Not computed: it takes a verified signature, a jti and a configured secret',
    advice: 'Have the issuer write "jti" as a string.'
  }
]
