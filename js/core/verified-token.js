import { deepFreeze } from '../shared/deep-freeze.js'

/** @import { Claims, JoseHeader, VerifiedToken } from '../shared/types.js' */

/**
 * What the core says of a token that it accepted: its claims, audience, granted scopes and token id hash; what became of
 * it in the core's token cache (its id there, the ids of those that it pushed out, and the bytes of all); its header, where
 * that is another than the last one; and whether it came before.
 * @typedef {[Claims, string | null, string[], string | null, number | null, number[], number, JoseHeader | null, boolean]
 *   } CoreToken
 */

/**
 * @param {CoreToken} accepted
 * @param {JoseHeader} header frozen
 * @param {string} claimsText
 * @returns {VerifiedToken}
 */
export function makeToken([claims, audience, scopes, tokenIdHash], header, claimsText) {
  return Object.freeze({
    claims: deepFreeze(claims),
    claimsText,
    header,
    issuer: claims.iss,
    subject: claims.sub,
    audience: audience ?? undefined,
    scopes: Object.freeze(scopes),
    expiresAt: claims.exp,
    tokenIdHash: tokenIdHash ?? undefined,
    tenantId: ownString(claims, 'tenant_id'),
    clientId: ownString(claims, 'client_id') ?? ownString(claims, 'azp')
  })
}

/**
 * @param {Claims} claims
 * @param {string} name
 * @returns {string | undefined} the claim where it is a string; never what a polluted Object.prototype has under its name
 */
function ownString(claims, name) {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' ? value : undefined
}
