import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, choose, compileFrom } from '../core/index.js'
const simd = () => new URL('../../dist/assay.wasm', import.meta.url)
const relaxed = () => new URL('../../dist/assay-relaxed.wasm', import.meta.url)
const load = () => compileFrom(choose(simd, relaxed)())
const curves = { load: () => compileFrom(new URL('../../dist/assay-ec.wasm', import.meta.url)) }
const core = /* @__PURE__ */ new Core({ load, curves, sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
