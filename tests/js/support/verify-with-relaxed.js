// Verifies with assay-relaxed.wasm, in a process whose engine has been told what it may use of the processor.
import { readFileSync } from 'node:fs'
import { createAssay } from '../../../js/verifier/create-assay.js'
import { goodOptions, now, publicJwk, token } from './tokens.js'

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const keys = ['good', 'exponent3', 'bits2056', 'bits3072', 'bits4096', 'bits8192']
const bytes = readFileSync(new URL('../../../dist/assay-relaxed.wasm', import.meta.url))
const jwks = { keys: keys.map((name) => publicJwk(name)) }
const { createVerifier } = createAssay(new WebAssembly.Module(bytes))
const verifier = createVerifier(goodOptions({ jwks, algorithms, tokenCache: false }))

/** @param {string} given @returns {string} */
function verdict(given) {
  try {
    return verifier.verifySync(given, { now }).subject
  } catch (error) {
    return /** @type {any} */ (error).reason
  }
}

/** @param {string} good @returns {string[]} the same with one bit of the signature changed, here and there */
function changed(good) {
  const [header, claims, signature] = good.split('.')
  return [0, 1, 7, 8, 100, 777, 1024, 2047].map((bit) => {
    const other = Buffer.from(signature, 'base64url')
    other[bit >> 3] ^= 0x80 >> (bit & 7)
    return `${header}.${claims}.${other.toString('base64url')}`
  })
}

const verdicts = keys.flatMap((key) =>
  algorithms.flatMap((alg) => {
    const good = token({ key, alg })
    return [verdict(good), ...changed(good).map(verdict)]
  })
)
console.log(JSON.stringify(verdicts))
