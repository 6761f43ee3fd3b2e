import { createAssay } from 'assay-jwt/slim'
import code from '../../../../dist/assay.wasm'

/** @type {import('../run-cold.js').Create} */
export function create({ issuer, audience, jwk, alg }) {
  const verifier = createAssay(code).createVerifier({
    ...{ issuer, audience, jwks: { keys: [jwk] } },
    algorithms: [/** @type {import('assay-jwt').Algorithm} */ (alg)]
  })
  return { prepare: () => verifier.ready(), verify: (token) => verifier.verifySync(token) }
}
