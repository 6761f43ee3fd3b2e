import { makeApi } from '../api.js'
import { compileFrom } from '../compile-streaming.js'

const load = () => compileFrom(new URL('../../dist/assay.wasm', import.meta.url))
// Not from the HTTP cache of the browser: an unknown key id would stay unknown.
const api = makeApi({ load, sharesPromises: true, request: { cache: 'no-cache' } })
/** Makes a verifier: what is required of a token, and where its keys are. Throws CONFIG_INVALID, does no I/O. */
export const createVerifier = api.createVerifier
/** Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. */
export const compactVerify = api.compactVerify
export { AssayError } from '../error.js'
export * from '../types.js'
