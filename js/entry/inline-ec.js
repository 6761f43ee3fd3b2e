import base64 from '../../dist/assay-base64.js'
import ecBase64 from '../../dist/assay-ec-base64.js'
import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
import { Core, decodeBase64 } from '../core/index.js'
const load = (/** @type {string} */ text) => ({ loadSync: () => new WebAssembly.Module(decodeBase64(text)) })
const core = /* @__PURE__ */ new Core({ ...load(base64), curves: load(ecBase64), sharesPromises: true })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
