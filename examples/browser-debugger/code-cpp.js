// Values as C++ writes them.

/**
 * @param {string} text
 * @returns {string} a string literal of C++, whatever its bytes are
 */
export function cppString(text) {
  const pieces = [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte)
    return /[\w ./:+,;=@#&()*!%~^|<>[\]{}-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `"${pieces.join('')}"`
}

/** @param {string | readonly string[]} list */
export const cppStrings = (list) => `std::vector<std::string>{${[list].flat().map(cppString).join(', ')}}`

/** @param {number} value */
export const cppDouble = (value) => (Number.isInteger(value) ? `${value}.0` : String(value))

/** @param {any} value the option scopesClaim */
export function cppPaths(value) {
  const paths = Array.isArray(value) && value.every(Array.isArray) ? value : [value]
  return `{${paths.map((path) => `assay::ClaimPath{${[path].flat().map(String).map(cppString).join(', ')}}`).join(', ')}}`
}

/** @param {any} value the option claims */
export const cppClaims = (value) => `std::vector<assay::ClaimRule>{${rulesInside(value, []).join(', ')}}`

/**
 * @param {any} members
 * @param {string[]} path
 * @returns {string[]} an assay::ClaimRule for each claim
 */
function rulesInside(members, path) {
  if (!isObject(members)) return []
  return Object.entries(members).flatMap(([name, expected]) => rulesOf(expected, [...path, name]))
}

/**
 * @param {any} expected
 * @param {string[]} path
 * @returns {string[]}
 */
function rulesOf(expected, path) {
  if (!isObject(expected)) return [rule(path, false, [expected].flat(), [])]
  const { startsWith, not, ...members } = expected
  const prefixed = startsWith === undefined ? [] : [rule(path, false, [], [startsWith].flat())]
  if (not === undefined) return [...prefixed, ...rulesInside(members, path)]
  const negated = isObject(not) ? rule(path, true, [], [not.startsWith].flat()) : rule(path, true, [not].flat(), [])
  return [...prefixed, negated]
}

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * @param {string[]} path
 * @param {boolean} negated
 * @param {any[]} values
 * @param {any[]} prefixes
 */
function rule(path, negated, values, prefixes) {
  const list = (/** @type {any[]} */ all) => `{${all.map(cppValue).join(', ')}}`
  const members = [`.path = ${list(path)}`]
  if (values.length > 0) members.push(`.values = ${list(values)}`)
  if (prefixes.length > 0) members.push(`.prefixes = ${list(prefixes)}`)
  if (negated) members.push('.negated = true')
  return `assay::ClaimRule{${members.join(', ')}}`
}

/** @param {unknown} value */
function cppValue(value) {
  if (typeof value === 'number') return cppDouble(value)
  return typeof value === 'boolean' ? String(value) : cppString(String(value))
}
