// What other rooms may import of this one.
export { Core } from './core.js'
export { explainProof, makeNonce, verifyProof } from './core-proofs.js'
export { decodeBase64 } from './decode-base64.js'
export { choose } from './relaxed-simd.js'
export { judgeWithoutKeys, traceToken, verifyToken } from './run-token.js'
