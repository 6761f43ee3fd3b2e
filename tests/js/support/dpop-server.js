// A guard behind DPoP on a real socket, in each way of four-ways.js.
import { readFileSync } from 'node:fs'
import { testApi } from './core.js'
import { proofFor } from './dpop.js'
import { ways } from './four-ways.js'
import { goodOptions, now } from './tokens.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
export const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
export const secret = 'a secret of 32 bytes for nonces!'
export const all = 'ES256 EdDSA Ed25519 PS256 RS256'

/** @typedef {{ status: number, challenge: string | null, nonce: string | null, body: string }} Said */

/**
 * @param {{ dpop?: any, options?: any, plan?: any, way?: string }} how
 * @param {(ask: (headers: { [name: string]: string }, init?: RequestInit) => Promise<Said>, url: string) => Promise<void>} use
 */
export async function behind({ dpop = true, options = {}, plan = {}, way = 'fetch' }, use) {
  const verifier = createVerifier(goodOptions({ dpop }))
  const { url, close } = await ways[way](options, plan, [], verifier)
  try {
    // By which it found the API: a Host header may say anything.
    const known = way.startsWith('lambda') ? 'https://abcdef1234.execute-api.eu-central-1.amazonaws.com' : url
    await use(async (headers, init) => {
      const response = await fetch(`${url}/tools?a=b`, { headers, ...init })
      const challenge = response.headers.get('www-authenticate')
      const nonce = response.headers.get('dpop-nonce')
      return { status: response.status, challenge, nonce, body: await response.text() }
    }, known)
  } finally {
    await close()
  }
}

/** @param {string} jwt @param {string} url @param {Parameters<typeof proofFor>[1]} [differences] */
export const headersFor = (jwt, url, { claims = {}, ...differences } = {}) => ({
  authorization: `DPoP ${jwt}`,
  dpop: proofFor(jwt, { ...differences, claims: { htu: `${url}/tools`, ...claims } })
})
