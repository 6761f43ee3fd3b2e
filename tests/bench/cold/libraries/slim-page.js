import { createAssay } from 'assay-jwt/slim'

/** @type {import('../run-cold.js').Create} */
export async function create({ issuer, audience, jwk, alg }) {
  const code = await WebAssembly.compileStreaming(fetch('/dist/assay.wasm'))
  const verifier = createAssay(code).createVerifier({
    ...{ issuer, audience, jwks: { keys: [jwk] } },
    algorithms: [/** @type {import('assay-jwt').Algorithm} */ (alg)]
  })
  return { prepare: () => verifier.ready(), verify: (token) => verifier.verifySync(token) }
}
