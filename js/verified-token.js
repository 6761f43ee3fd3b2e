import { deepFreeze } from './deep-freeze.js'

/** @import { Claims, JoseHeader, VerifiedToken } from './types.js' */

/**
 * @typedef {object} CoreToken what the core says of a token that it accepted
 * @property {JoseHeader} header
 * @property {Claims} claims
 * @property {string | null} audience
 * @property {string[]} scopes
 * @property {string | null} tokenIdHash
 * @property {{ id: number | null, dropped: number[], bytes: number }} kept what became of the core's token cache
 */

/**
 * @param {CoreToken} accepted
 * @returns {VerifiedToken}
 */
export function makeToken({ header, claims, audience, scopes, tokenIdHash }) {
  return Object.freeze({
    claims: deepFreeze(claims),
    header: deepFreeze(header),
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
