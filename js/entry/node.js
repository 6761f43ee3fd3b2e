import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, choose } from '../core/index.js'
import { wasm } from '../core/wasm-file.js'
const code = /* @__PURE__ */ choose(wasm('assay.wasm'), wasm('assay-relaxed.wasm'))
const core = /* @__PURE__ */ new Core({ ...code, curves: wasm('assay-ec.wasm'), sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
