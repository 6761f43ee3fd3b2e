// Made from tables/checks.js by `npm run generate`: change it there.

/** What to do where a check has failed, whatever the token is. @type {{ readonly [check: string]: string }} */
export const CHECK_ADVICE = {
  segments:
    'Send the whole token: header, claims and signature, separated by two dots. A token without dots is opaque: only its issuer can tell what it is worth (RFC 7662). One with four dots is encrypted (JWE), which is not read here.',
  crit: 'Have the issuer leave "crit" out: no extension is understood here, and ignoring it would be wrong.',
  b64: 'Have the issuer encode the payload, and leave "b64" out.',
  key_issuer:
    'Reject the token: the JWK Set gives this key to another issuer (Entra ID writes it into each JWK). Nobody but that issuer signs with it.',
  exp: 'Get a new token: refresh it shortly before "exp". If it is new, compare the clocks of issuer and verifier.',
  max_token_age: 'Get a new token, or raise maxTokenAge. The age is counted from "iat", which must be there.',
  required_claims: 'Have the issuer put the claim into its access tokens, or take it off requiredClaims.',
  claims:
    'Compare the claim with the option claims: strings exactly, numbers and booleans by value. A claim that is missing or of another type is refused.',
  scope:
    'Ask the issuer for a token with this scope, and look whether the client and the user may have it. A scope counts only where allowedScopes has it, too.',
  token_id_hash: 'Have the issuer write "jti" as a string.'
}
