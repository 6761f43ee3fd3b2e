/**
 * Looks for a member that an object has twice, at any depth. JSON.parse takes the last, other parsers the first: what one
 * checks is then not what the other runs.
 * @param {string} json text that JSON.parse has accepted
 * @returns {boolean}
 */
export function hasDuplicateMember(json) {
  /** @type {(Set<string> | undefined)[]} what is open: the names in an object, nothing for an array */
  const open = []
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at]
    if (char === '{') open.push(new Set())
    else if (char === '[') open.push(undefined)
    else if (char === '}' || char === ']') open.pop()
    else if (char === '"') {
      const end = endOfString(json, at)
      const names = open.at(-1)
      if (names !== undefined && isFollowedByColon(json, end)) {
        const name = nameOf(json.slice(at, end))
        if (names.has(name)) return true
        names.add(name)
      }
      at = end - 1
    }
  }
  return false
}

/**
 * @param {string} text of a string, with its quotes
 * @returns {string} the name as those read it who make one of two: C cuts at NUL, and Go has one character for each half
 */
function nameOf(text) {
  if (!text.includes('\\')) return text.slice(1, -1)
  return JSON.parse(text)
    .replace(/\0[^]*/, '')
    .replace(/\p{Cs}/gu, '\ufffd')
}

/**
 * @param {string} json
 * @param {number} start of its opening quote
 * @returns {number} behind its closing quote
 */
function endOfString(json, start) {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

/**
 * @param {string} json
 * @param {number} end
 * @returns {boolean} whether the string that ends here is a member's name
 */
function isFollowedByColon(json, end) {
  let at = end
  while (' \t\r\n'.includes(json[at])) at += 1
  return json[at] === ':'
}
