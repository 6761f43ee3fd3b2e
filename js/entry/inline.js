import base64 from '../../dist/assay-base64.js'
import { makeApi } from '../api.js'
import { decodeBase64 } from '../decode-base64.js'

const api = makeApi({ loadSync: () => new WebAssembly.Module(decodeBase64(base64)), sharesPromises: true })
/** Makes a verifier: what is required of a token, and where its keys are. Throws CONFIG_INVALID, does no I/O. */
export const createVerifier = api.createVerifier
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = api.compactVerify
export { AssayError } from '../error.js'
export * from '../types.js'
