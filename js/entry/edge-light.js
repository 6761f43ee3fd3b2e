import code from '../../dist/assay.wasm?module'
import { makeApi } from '../api.js'

// A promise belongs to the request that made it.
const api = makeApi({ loadSync: () => code, sharesPromises: false })
/** Makes a verifier: what is required of a token, and where its keys are. Throws CONFIG_INVALID, does no I/O. */
export const createVerifier = api.createVerifier
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = api.compactVerify
export { AssayError } from '../error.js'
export * from '../types.js'
