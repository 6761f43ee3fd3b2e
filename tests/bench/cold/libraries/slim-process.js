import { readFileSync } from 'node:fs'
import { createAssay } from 'assay-jwt/slim'

/** @type {import('../run-cold.js').Create} */
export function create({ issuer, audience, jwk, alg }) {
  const code = new WebAssembly.Module(readFileSync(new URL('../../../../dist/assay.wasm', import.meta.url)))
  const verifier = createAssay(code).createVerifier({
    ...{ issuer, audience, jwks: { keys: [jwk] } },
    algorithms: [/** @type {import('assay-jwt').Algorithm} */ (alg)]
  })
  return { prepare: () => verifier.ready(), verify: (token) => verifier.verifySync(token) }
}
