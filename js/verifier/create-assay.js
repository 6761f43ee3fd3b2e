import { makeApi } from './api.js'
import { AssayError } from '../shared/error.js'

/**
 * The public API over a core that the caller brings, where none of the package's other entries can find it.
 * @param {WebAssembly.Module | BufferSource} code `assay-jwt/assay.wasm` of the same version: as a module, of this realm or
 *   another, or as its bytes. Bytes are copied now, and compiled by the first verification
 * @returns {ReturnType<typeof makeApi>} createVerifier and compactVerify, as the other entries export them
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function createAssay(code) {
  // The runtime may be a Worker, where requests cannot share promises.
  return makeApi({ loadSync: checkCode(code), sharesPromises: false })
}

/**
 * @param {unknown} given
 * @returns {() => WebAssembly.Module}
 */
function checkCode(given) {
  if (exportsOf(given) !== undefined) {
    const code = checkIsCore(/** @type {WebAssembly.Module} */ (given))
    return () => code
  }
  const bytes = copyBytes(given)
  if (bytes === undefined) throw invalidCode(...describe(given))
  // WebAssembly Core §5.5.16: a module begins with "\0asm".
  if (String(bytes.slice(0, 4)) !== '0,97,115,109') throw invalidCode('other bytes')
  return () => checkIsCore(new WebAssembly.Module(bytes))
}

/** @param {WebAssembly.Module} code */
function checkIsCore(code) {
  if (!exportsOf(code)?.includes('_initialize')) throw invalidCode('another module')
  return code
}

/**
 * @param {unknown} given
 * @returns {string[] | undefined} undefined: it is no module. Unlike instanceof, this recognizes modules of other realms
 */
function exportsOf(given) {
  try {
    return WebAssembly.Module.exports(/** @type {WebAssembly.Module} */ (given)).map(({ name }) => name)
  } catch {
    return undefined
  }
}

/**
 * @param {unknown} given
 * @returns {Uint8Array<ArrayBuffer> | undefined} a copy that no one else can change; undefined: these are no bytes
 */
function copyBytes(given) {
  const isBuffer = /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(given))
  try {
    if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice()
    return isBuffer ? new Uint8Array(/** @type {ArrayBuffer} */ (given)).slice() : undefined
  } catch {
    return new Uint8Array(0) // the buffer was transferred to another thread
  }
}

/**
 * @param {any} given
 * @returns {[what: string, remedy?: string]}
 */
function describe(given) {
  if (given === null || typeof given !== 'object') return [`a value of type ${given === null ? 'null' : typeof given}`]
  if (typeof given.then === 'function') return ['a promise', 'await it first']
  if (typeof given.arrayBuffer === 'function') {
    return ['a response', 'hand over what WebAssembly.compileStreaming makes of it']
  }
  if (exportsOf(given.default) !== undefined) return ['a namespace', 'hand over its default export']
  if (Object.hasOwn(given, 'exports')) return ['an instance', 'hand over the module that it is made of']
  return ['an object of another kind']
}

/**
 * @param {string} what was given
 * @param {string} [remedy]
 * @returns {AssayError} CONFIG_INVALID, option_invalid
 */
function invalidCode(what, remedy = 'hand over a WebAssembly.Module, or the bytes of the file') {
  return new AssayError('option_invalid', {
    message: `createAssay takes the core (assay-jwt/assay.wasm) as a WebAssembly.Module or its bytes, not ${what}`,
    hint: remedy[0].toUpperCase() + remedy.slice(1)
  })
}
