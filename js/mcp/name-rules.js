/** The rule for all others. */
export const OTHERS = '*'

/**
 * The rule 'public': it takes no scope, and no token either. Compared by identity: `[]` takes a token.
 * @type {readonly string[]}
 */
export const PUBLIC = Object.freeze([])

/** Of one URI. What is encoded three times, has a query and dots to resolve, has up to 18. */
const MAX_FORMS = 32
/** Of all forms of one URI, so that escapes without end cost a tenth of a second at most. */
const MAX_LENGTH = 2 ** 18

/** @typedef {readonly string[] | false} NameRule the scopes that it takes; PUBLIC; false: refused */

/** The rules of one method for the names that it is called with. */
export class NameRules {
  #own
  /** If the names are URIs: the rules by each way to write a URI. @type {Map<string, NameRule[]>} */
  #byForm = new Map()

  /** @param {[name: string, rule: NameRule][]} entries @param {boolean} areUris */
  constructor(entries, areUris) {
    this.#own = new Map(entries)
    this.hasPublic = entries.some(([, rule]) => rule === PUBLIC)
    if (!areUris) return
    for (const [name, rule] of entries) {
      if (name === OTHERS) continue
      for (const form of formsOf(name, false) ?? [name])
        this.#byForm.set(form, [...(this.#byForm.get(form) ?? []), rule])
    }
  }

  /**
   * @param {string} name
   * @returns {NameRule | undefined} for a resource, the rules of all ways to write its URI: a server may resolve it
   *   first
   */
  for(name) {
    const own = this.#own.get(name) ?? this.#own.get(OTHERS)
    if (!own || this.#byForm.size === 0) return own
    const forms = formsOf(name, true)
    if (forms === undefined) return false
    const all = [own, ...forms.flatMap((form) => this.#byForm.get(form) ?? [])]
    if (all.includes(false)) return false
    return all.every((rule) => rule === PUBLIC) ? PUBLIC : [...new Set(/** @type {string[][]} */ (all).flat())]
  }
}

/**
 * @param {string} uri
 * @param {boolean} withoutQuery also without fragment and query, which a server may ignore
 * @returns {string[] | undefined} itself, and other ways to write it: as WHATWG URL does, and without percent-encoding,
 *   however often it is encoded; undefined: too many
 */
function formsOf(uri, withoutQuery) {
  const forms = new Set([uri])
  let length = 0
  // It goes on to what is added meanwhile.
  for (const form of forms) {
    length += form.length
    if (forms.size > MAX_FORMS || length > MAX_LENGTH) return undefined
    if (URL.canParse(form)) forms.add(new URL(form).href)
    forms.add(decoded(form))
    if (withoutQuery) forms.add(form.replace(/[?#].*$/s, ''))
  }
  return [...forms]
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** @param {string} text @returns {string} decodeURIComponent() would throw for bytes that are no UTF-8 */
function decoded(text) {
  const bytesIn = (/** @type {string} */ run) => Uint8Array.from(run.slice(1).split('%'), (hex) => parseInt(hex, 16))
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decoder.decode(bytesIn(run)))
}
