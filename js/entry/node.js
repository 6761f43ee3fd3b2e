import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, choose } from '../core/index.js'
import { wasm } from '../core/wasm-file.js'
const simd = /* @__PURE__ */ wasm('assay.wasm')
const relaxed = /* @__PURE__ */ wasm('assay-relaxed.wasm')
const curves = /* @__PURE__ */ wasm('assay-ec.wasm')
const core = /* @__PURE__ */ new Core({ .../* @__PURE__ */ choose(simd, relaxed), curves, sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
