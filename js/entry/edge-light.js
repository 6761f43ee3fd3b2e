import code from '../../dist/assay.wasm?module'
import ec from '../../dist/assay-ec.wasm?module'
import { Core } from '../core/index.js'
import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
// A promise belongs to the request that made it.
const core = /* @__PURE__ */ new Core({ loadSync: () => code, curves: { loadSync: () => ec }, sharesPromises: false })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
