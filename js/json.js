/**
 * @param {string} text
 * @returns {any} undefined where it is no JSON: the parser's message would quote it
 */
export function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
