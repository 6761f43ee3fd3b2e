import { makeApi } from './api.js'
import { checkCode } from './check-code.js'

/**
 * The public API over a core that the caller brings, where none of the package's other entries can find it.
 * @param {WebAssembly.Module | ArrayBuffer | ArrayBufferView} code `assay-jwt/assay.wasm` of the same version: as a module, of this realm or
 *   another, or as its bytes. Bytes are copied now, and compiled by the first verification
 * @param {WebAssembly.Module | ArrayBuffer | ArrayBufferView} [curvesCode] `assay-jwt/assay-ec.wasm`, for ES256, ES384, ES512, EdDSA and
 *   Ed25519. Bytes are compiled for the first key of that kind
 * @returns {ReturnType<typeof makeApi>} createVerifier and compactVerify, as the other entries export them
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function createAssay(code, curvesCode) {
  const loadSync = checkCode(code, 'core')
  const curves = curvesCode === undefined ? undefined : { loadSync: checkCode(curvesCode, 'curves') }
  // The runtime may be a Worker, where requests cannot share promises.
  return makeApi({ loadSync, curves, sharesPromises: false })
}
