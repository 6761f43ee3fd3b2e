import { createPrivateKey, generateKeyPairSync } from 'node:crypto'

/**
 * A new key, by way of its encoding. Node 20 may stand still for ever where a key is exported as it comes from
 * generateKeyPairSync(): a garbage collection within export() waits for a lock that export() holds.
 * @param {'ec' | 'rsa' | 'ed25519' | 'ed448' | 'x25519' | 'x448'} type
 * @param {object} [options] of generateKeyPairSync()
 * @returns {import('node:crypto').KeyObject} createPublicKey() makes its other half
 */
export function newPrivateKey(type, options = {}) {
  const { privateKey: key } = /** @type {any} */ (generateKeyPairSync)(type, {
    ...options,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' }
  })
  return createPrivateKey({ key, type: 'pkcs8', format: 'der' })
}
