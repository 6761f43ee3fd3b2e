import { requestError } from '../http/request-error.js'

/** Characters that no known name has and parsers disagree about: C's cut at NUL, Go's replace a lone surrogate. */
export const UNSAFE = /[\p{Cc}\p{Cs}]/u
/** Nearly all names: in these only the case can mislead. */
const PLAIN = /^[!-~]*$/

/**
 * Lenient parsers take other names for these: Go's folds case (ſ is s, the Kelvin sign is k), Java's and .NET's have
 * their own foldings, others trim. A message with such a name means two things.
 * @param {unknown} object
 * @param {readonly string[]} known the members that affect the decision
 * @returns {asserts object is { readonly [member: string]: unknown }}
 */
export function assertMembers(object, known) {
  if (!isObject(object)) throw requestError('message_malformed')
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue
    const isPlain = PLAIN.test(name)
    if (!isPlain && UNSAFE.test(name)) {
      throw malformed('has a member whose name has control characters or half a character in it')
    }
    const folded = isPlain ? name.toLowerCase() : fold(name)
    const meant = known.find((each) => each.toLowerCase() === folded)
    if (meant) throw malformed(`has a member that some parsers take for "${meant}": spell it exactly so`)
  }
}

/** @param {unknown} value @returns {value is object} whether it is a JSON object */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * @param {string} what is wrong, as the rest of a sentence
 * @returns {import('../shared/error.js').AssayError}
 */
export function malformed(what) {
  return requestError('message_malformed', { message: `The JSON-RPC message ${what}` })
}

const LONGEST = 64
const UNSEEN = /[\p{C}\p{M}\p{Z}]/gu

/**
 * Folds more than any one parser: compatibility forms, upper and lower case (ı and İ are i to some), marks, and
 * invisible characters.
 * @param {string} name
 * @returns {string} empty if longer than every known name: normalising a long run of marks takes minutes
 */
function fold(name) {
  const seen = name.replace(UNSEEN, '')
  if (seen.length > LONGEST) return ''
  return seen.normalize('NFKC').toUpperCase().toLowerCase().replace(UNSEEN, '')
}
