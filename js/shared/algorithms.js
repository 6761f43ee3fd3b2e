// Made from src/crypto/algorithm.cpp by `npm run generate`: change it there.

/** @typedef {'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA' | 'Ed25519'} Algorithm */

/** The values of "alg" that the core verifies (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). @type {readonly string[]} */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519'
]
