import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, choose } from '../core/index.js'
import { compileFrom } from '../core/compile-streaming.js'
const simd = () => compileFrom(new URL('../../dist/assay.wasm', import.meta.url))
const relaxed = () => compileFrom(new URL('../../dist/assay-relaxed.wasm', import.meta.url))
const curves = { load: () => compileFrom(new URL('../../dist/assay-ec.wasm', import.meta.url)) }
const core = /* @__PURE__ */ new Core({ load: () => choose(simd, relaxed)(), curves, sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
