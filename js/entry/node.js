import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, choose } from '../core/index.js'
import { codeFromFile } from '../core/code-from-file.js'
const code = codeFromFile(() => choose('../../dist/assay.wasm', '../../dist/assay-relaxed.wasm'))
const curves = codeFromFile(() => '../../dist/assay-ec.wasm')
const core = /* @__PURE__ */ new Core({ ...code, curves, sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
