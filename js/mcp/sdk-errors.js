import { invalidOption } from '../shared/error.js'
import { missingOption } from '../options/option-checks.js'

/**
 * The error classes that matter here: of SDK 1 `@modelcontextprotocol/sdk/server/auth/errors.js`, of SDK 2
 * `@modelcontextprotocol/server`.
 * @typedef {{ readonly [name in 'InvalidTokenError' | 'InsufficientScopeError' | 'ServerError']:
 *   new (message: string) => Error } | { readonly OAuthError: new (code: any, message: string) => Error }} SdkErrors
 */

/** @typedef {keyof typeof CLASSES} Kind by which the SDKs choose a status: 401, 403, 500 */
/** @typedef {(kind: Kind, text: string) => Error} MakeError */

const CLASSES = /** @type {const} */ ({
  invalid_token: 'InvalidTokenError',
  insufficient_scope: 'InsufficientScopeError',
  server_error: 'ServerError'
})
const KINDS = /** @type {Kind[]} */ (Object.keys(CLASSES))
const SDK_1 = '@modelcontextprotocol/sdk/server/auth/errors.js'
const SDK_2 = '@modelcontextprotocol/server'
/** SDK 2 has several copies of its classes, and recognizes their errors by this. */
const BRANDS = Symbol.for('mcp.sdk.errorBrands')

/**
 * @param {unknown} given the option: an SDK's classes
 * @returns {MakeError}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function readErrors(given) {
  const errors = /** @type {any} */ (given)
  const ofSdk1 = (/** @type {Kind} */ kind, /** @type {string} */ text) => new errors[CLASSES[kind]](text)
  if (understands(ofSdk1, 'errorCode')) return ofSdk1
  const ofSdk2 = (/** @type {Kind} */ kind, /** @type {string} */ text) => new errors.OAuthError(kind, text)
  if (understands(ofSdk2, 'code')) return ofSdk2
  throw invalidOption('errors', `must be all that "${SDK_1}" (MCP SDK 1) or "${SDK_2}" (MCP SDK 2) exports`)
}

/**
 * @param {MakeError} make
 * @param {string} member where the SDK looks for the kind
 * @returns {boolean} whether the errors are what that SDK's requireBearerAuth() answers
 */
function understands(make, member) {
  try {
    return KINDS.every((kind) => {
      const error = /** @type {any} */ (make(kind, 'text'))
      return error.message === 'text' && error[member] === kind && error.toResponseObject().error === kind
    })
  } catch {
    return false
  }
}

/**
 * Asserts nothing in a bundle, where it is unknown what is installed.
 * @throws {AssayError} CONFIG_INVALID if neither SDK is installed
 */
export function assertInstalled() {
  // One property at a time: bundlers support no other use of import.meta.
  const url = String(/** @type {any} */ (import.meta).url)
  const resolve = /** @type {any} */ (import.meta).resolve
  if (typeof resolve !== 'function' || !/\/(mcp\/sdk-errors|entry\/mcp)\.js$/.test(url)) return
  const isMissing = (/** @type {string} */ name) => {
    try {
      resolve(name)
      return false
    } catch (error) {
      return /** @type {{ code?: string }} */ (error).code === 'ERR_MODULE_NOT_FOUND'
    }
  }
  if (isMissing(SDK_1) && isMissing(SDK_2)) {
    throw missingOption('errors', `there is neither "${SDK_1}" (MCP SDK 1) nor "${SDK_2}" (MCP SDK 2) to import`)
  }
}

/**
 * @returns {Promise<MakeError>} makes errors that both SDKs recognize: of SDK 1's classes, if it is installed, with SDK
 *   2's brand. The SDKs are optional peers
 */
export async function importErrors() {
  let errors
  try {
    errors = await import('@modelcontextprotocol/sdk/server/auth/errors.js')
  } catch {
    // SDK 2 alone.
  }
  const make = readErrors(errors ?? { OAuthError: BrandedError })
  return (kind, text) =>
    Object.defineProperties(make(kind, text), {
      code: { value: kind },
      [BRANDS]: { value: new Set(['mcp.OAuthError']) }
    })
}

/** What SDK 2 reads of its OAuthError. */
class BrandedError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message)
    this.code = code
  }

  toResponseObject() {
    return { error: this.code, error_description: this.message }
  }
}
