import { AssayError } from '../shared/error.js'

/** What createAssay is given, each with the file that it stands in, and what to do with it where the other is expected. */
const FILES = {
  core: { name: 'the core (assay-jwt/assay.wasm)', place: 'Hand it over as the first argument' },
  curves: { name: 'the elliptic curves (assay-jwt/assay-ec.wasm)', place: 'Hand it over as the second argument' }
}

/** @typedef {keyof typeof FILES} Kind */

/**
 * @param {unknown} given
 * @param {Kind} kind what it must be
 * @returns {() => WebAssembly.Module} compiles bytes when it is called
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function checkCode(given, kind) {
  if (exportsOf(given) !== undefined) {
    const code = checkKind(/** @type {WebAssembly.Module} */ (given), kind)
    return () => code
  }
  const bytes = copyBytes(given)
  if (bytes === undefined) throw invalidCode(kind, ...describe(given))
  // WebAssembly Core §5.5.16: a module begins with "\0asm".
  if (String(bytes.slice(0, 4)) !== '0,97,115,109') throw invalidCode(kind, 'other bytes')
  const other = kindOfBytes(bytes)
  if (other && other !== kind) throw swapped(kind, other)
  return () => checkKind(new WebAssembly.Module(bytes), kind)
}

/**
 * @param {WebAssembly.Module} code
 * @param {Kind} kind
 */
function checkKind(code, kind) {
  const names = exportsOf(code)
  const found = names?.includes('prepare') ? 'curves' : names?.includes('_initialize') ? 'core' : undefined
  if (found === undefined) throw invalidCode(kind, 'another module')
  if (found !== kind) throw swapped(kind, found)
  return code
}

/**
 * @param {Uint8Array} bytes
 * @returns {Kind | undefined} by one name of the import or export section (WebAssembly Core §5.5.5, §5.5.10), so that
 *   files in the wrong order are told at once; undefined: what it is shows when it is compiled
 */
function kindOfBytes(bytes) {
  const text = new TextDecoder('latin1').decode(bytes)
  if (text.includes('\x08assay_ec\0')) return 'core'
  return text.includes('\x07prepare\0') ? 'curves' : undefined
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
 * @param {Kind} kind
 * @param {Kind} found
 */
function swapped(kind, found) {
  return invalidCode(kind, FILES[found].name, FILES[found].place)
}

/**
 * @param {Kind} kind
 * @param {string} what was given
 * @param {string} [remedy]
 * @returns {AssayError} CONFIG_INVALID, option_invalid
 */
function invalidCode(kind, what, remedy = 'hand over a WebAssembly.Module, or the bytes of the file') {
  return new AssayError('option_invalid', {
    message: `createAssay takes ${FILES[kind].name} as a WebAssembly.Module or its bytes, not ${what}`,
    hint: remedy[0].toUpperCase() + remedy.slice(1)
  })
}
