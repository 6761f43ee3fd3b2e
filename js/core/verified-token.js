import { deepFreeze } from '../shared/deep-freeze.js'

/** @import { Claims, JoseHeader, VerifiedToken } from '../shared/types.js' */

/**
 * What the core sends of a token that it accepted: its claims, audience, granted scopes and token id hash; its id in the
 * core's token cache, and the ids of the entries that made room for it; its header, unless that is the last one's; and
 * whether the token was accepted before.
 * @typedef {[Claims, string | null, string[], string | null, number | null, number[], JoseHeader | null, boolean]} CoreToken
 */

/**
 * @param {CoreToken} accepted
 * @param {JoseHeader} header frozen
 * @param {string} claimsText
 * @returns {VerifiedToken<any, any>}
 */
export function makeToken([claims, audience, scopes, tokenIdHash], header, claimsText) {
  return Object.freeze({
    claims: deepFreeze(claims),
    claimsText,
    header,
    issuer: claims.iss,
    // Only where requireSubject is false it may be empty, which says as much as none.
    subject: ownString(claims, 'sub') || undefined,
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
