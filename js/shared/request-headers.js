import { isObject } from './deep-freeze.js'

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/
/** RFC 9110 §5.5: no control character; fetch would cut white space at the ends. */
const VALUE = /^(?![\t ])[\t\x20-\x7E\x80-\xFF]*(?<![\t ])$/
/**
 * What browsers silently leave out (Fetch §2.2.2, "forbidden request-header"), so that no runtime sends it; and what the
 * key layer sets itself or its checks of an answer depend on.
 */
const RESERVED =
  /^(accept(-charset|-encoding)?|access-control-.*|connection|content-.*|cookie2?|date|dnt|expect|host|if-.*|keep-alive|origin|proxy-.*|range|referer|sec-.*|set-cookie|te|trailer|transfer-encoding|upgrade|via)$/

/**
 * The rules for the option `headers`, whether it is given or what the function returned.
 * @param {unknown} value
 * @returns {{ readonly [name: string]: string } | string} a copy with names in lower case; or the rule that it breaks, as
 *   the end of a sentence. It never quotes a value
 */
export function readRequestHeaders(value) {
  // A Headers or a Map has no members, so nothing would be sent.
  if (!isPlainObject(value)) return 'must be a plain object of strings'
  /** @type {{ [name: string]: string }} */
  const headers = Object.create(null)
  for (const key of Reflect.ownKeys(value)) {
    const name = String(key).toLowerCase()
    // The name is not quoted: a value may stand in its place.
    if (!TOKEN.test(name)) return 'has a name that is no header name (RFC 9110 §5.1)'
    if (RESERVED.test(name)) return `must not have "${name}", which fetch sets or forbids`
    if (name in headers) return 'has the same name twice'
    const text = /** @type {{ [name: string]: unknown }} */ (value)[String(key)]
    if (typeof text !== 'string' || !VALUE.test(text)) {
      return 'must have values that are strings without line breaks and white space at their ends'
    }
    headers[name] = text
  }
  return Object.freeze(headers)
}

/**
 * @param {unknown} value
 * @returns {value is object} made by {} or Object.create(null), also in another realm
 */
function isPlainObject(value) {
  if (!isObject(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
