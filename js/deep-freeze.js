/**
 * @template T
 * @param {T} value JSON as JSON.parse makes it: a tree, no deeper than the core allows
 * @returns {T} the value, frozen with all that is in it
 */
export function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const each of Object.values(value)) deepFreeze(each)
  }
  return value
}
