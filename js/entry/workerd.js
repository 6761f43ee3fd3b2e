import * as workers from 'cloudflare:workers'
import code from '../../dist/assay-relaxed.wasm'
import ec from '../../dist/assay-ec.wasm'
import { Core } from '../core/index.js'
import { makeCompactVerify, makeCreateVerifier } from '../verifier/index.js'
const loads = { loadSync: () => code, isAtHand: true, curves: { loadSync: () => ec } }
const core = /* @__PURE__ */ new Core({ ...loads, sharesPromises: false, waitUntil: workers.waitUntil })
/** Makes a verifier from what it requires of a token and where its keys are. Throws CONFIG_INVALID; does no I/O. */
export const createVerifier = /* @__PURE__ */ makeCreateVerifier(core)
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = /* @__PURE__ */ makeCompactVerify(core)
export * from './common.js'
