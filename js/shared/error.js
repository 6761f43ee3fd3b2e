import { codes, reasons } from './error-table.js'

/** @import { ErrorCode, ErrorReason } from './error-names.js' */
/** @import { ErrorJson, ErrorDetails } from './types.js' */

/**
 * Why something was refused: a token, a JWK Set, or a misuse of the API.
 *
 * `code` is what a caller acts on, `reason` the exact check that failed; both are stable and closed
 * (docs/behaviour.md, "Codes"). An AssayError holds neither the token, nor a key, nor a secret, and it has no
 * `cause`: an error of a library or the platform may quote any of the three.
 */
export class AssayError extends Error {
  /**
   * @param {ErrorReason | (string & {})} reason one of the table's; any other becomes "internal", unless the details have
   *   its code
   * @param {ErrorDetails} [details] what the table does not have
   */
  constructor(reason, details = {}) {
    const stated = Object.hasOwn(reasons, reason) ? reasons[reason] : details
    const known = Object.hasOwn(codes, String(stated.code))
    const { code, message, status: own, hint: ownHint } = known ? stated : reasons.internal
    super(details.message ?? message)
    const { status, hint } = codes[String(code)]
    /** The stable code, for example AUTH_TOKEN_EXPIRED. */
    this.code = /** @type {ErrorCode} */ (String(code))
    /** The exact check that failed, in snake_case. Only who throws a reason of their own meets one that is not listed. */
    this.reason = /** @type {ErrorReason} */ (known ? reason : 'internal')
    /** What to do about it. */
    this.hint = details.hint ?? (known ? (ownHint ?? hint) : unknownReason(reason))
    /** Whether the same request may succeed later. */
    this.retryable = status === 503 || status === 429
    /** The HTTP status that fits (RFC 6750 §3.1). */
    this.status = details.status ?? own ?? status
    /** The claim concerned, if it is about one. @type {string | undefined} */
    this.claim = details.claim
    /** The option concerned, if it is about one. @type {string | undefined} */
    this.option = details.option
    /** The missing scopes, separated by a space, if it is about scopes. @type {string | undefined} */
    this.scope = details.scope
    /** Seconds after which the same request may succeed, if known. @type {number | undefined} */
    this.retryAfter = details.retryAfter
  }

  /**
   * @returns {ErrorJson} the error as a plain object: what logs and responses may show
   */
  toJSON() {
    const { code, reason, message, hint, retryable, status, claim, option, scope, retryAfter } = this
    const json = { code, reason, message, hint, retryable, status, claim, option, scope, retryAfter }
    // Leaves out undefined members.
    return JSON.parse(JSON.stringify(json))
  }
}

/** @param {string} reason @returns {string} a hint for the developer who made the error; it quotes only a name */
function unknownReason(reason) {
  const name = /^\w{1,64}$/.test(reason) ? `"${reason}"` : 'What was given'
  return `${name} is no reason of AssayError: use one of the table's, such as "expired"`
}

// On the prototype, as for the built-in errors: a log prints it only in the heading.
AssayError.prototype.name = 'AssayError'

/**
 * @param {{ reason: string, lookUp?: boolean } & ErrorDetails} error the core's error object, whose code determines
 *   status and retryable; or an AssayError, which is copied so that no request sees another's stack
 * @returns {AssayError}
 */
export function errorOf(error) {
  const made = new AssayError(Object.hasOwn(codes, String(error.code)) ? error.reason : 'internal', error)
  if (error.lookUp) keyMisses.add(made)
  return made
}

/** Refusals that other keys might change, according to the core. @type {WeakSet<object>} */
const keyMisses = new WeakSet()

/** @param {unknown} error @returns {boolean} whether other keys might change the refusal */
export function isKeyMiss(error) {
  return keyMisses.has(/** @type {object} */ (error))
}

/**
 * @param {unknown} error an AssayError, or the error of a core's trace
 * @returns {error is { code: string, retryAfter?: number }} whether it is AUTH_KEYS_UNAVAILABLE: no decision about the
 *   token
 */
export function isKeysUnavailable(error) {
  return /** @type {{ code?: unknown } | undefined} */ (error)?.code === 'AUTH_KEYS_UNAVAILABLE'
}

/**
 * @param {string} option the option's name, with an index if it is about one entry
 * @param {string} rule what it must be, as the rest of a sentence that begins with the option's name
 * @param {string} [hint]
 * @returns {AssayError} CONFIG_INVALID, option_invalid
 */
export function invalidOption(option, rule, hint) {
  return new AssayError('option_invalid', {
    hint,
    option: option.replace(/\[\d+\]$/, ''),
    message: `Option "${option}" ${rule}`
  })
}
