/** The rule for all others. */
export const OTHERS = '*'

/**
 * The rule 'public': it takes no scope, and no token either. Compared by identity: `[]` takes a token.
 * @type {readonly string[]}
 */
export const PUBLIC = Object.freeze([])

/** @typedef {readonly string[] | false} NameRule the scopes that it takes; PUBLIC; false: refused */

/** The rules of one method for the names that it is called with. */
export class NameRules {
  #own
  /** If the names are URIs: the rules by each way to write a URI. @type {Map<string, NameRule[]>} */
  #byForm = new Map()
  #areUris

  /** @param {[name: string, rule: NameRule][]} entries @param {boolean} areUris */
  constructor(entries, areUris) {
    this.#own = new Map(entries)
    this.hasPublic = entries.some(([, rule]) => rule === PUBLIC)
    this.#areUris = areUris
    if (!areUris) return
    for (const [name, rule] of entries) {
      if (name === OTHERS) continue
      for (const form of formsOf(name)) this.#byForm.set(form, [...(this.#byForm.get(form) ?? []), rule])
    }
  }

  /**
   * @param {string} name
   * @returns {NameRule | undefined} for a resource, the rules of all ways to write its URI: a server may resolve it
   *   first
   */
  for(name) {
    const own = this.#own.get(name) ?? this.#own.get(OTHERS)
    if (!own || !this.#areUris) return own
    const all = [own, ...formsOf(name).flatMap((form) => this.#byForm.get(form) ?? [])]
    if (all.includes(false)) return false
    return all.every((rule) => rule === PUBLIC) ? PUBLIC : [...new Set(/** @type {string[][]} */ (all).flat())]
  }
}

/**
 * @param {string} uri
 * @returns {string[]} itself, and other ways to write it: as WHATWG URL does, and without percent-encoding
 */
function formsOf(uri) {
  if (!URL.canParse(uri)) return [uri]
  const { href } = new URL(uri)
  try {
    const decoded = decodeURIComponent(href)
    return [uri, href, decoded, ...(URL.canParse(decoded) ? [new URL(decoded).href] : [])]
  } catch {
    return [uri, href]
  }
}
