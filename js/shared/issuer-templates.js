// An issuer of several tenants: https://login.microsoftonline.com/{tid}/v2.0. `{tid}` stands for one segment of the path,
// and the core compares it with the claim of that name. What is here only chooses and compares texts.

const PLACEHOLDER = /\{[^{}]*\}/g

/** @param {string} issuer @returns {boolean} only a URL has placeholders: in any other name a brace is a character */
export const isTemplate = (issuer) => /[{}]/.test(issuer) && issuer.includes('://')

/**
 * @param {string} issuer with a brace
 * @returns {boolean} whether each brace belongs to a `{claim}` that is a whole segment of a URL's path
 */
export function isValidTemplate(issuer) {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#{}]+(\/([^/?#{}]*|\{[\w:.-]+\}))+$/i.test(issuer)
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean} whether an issuer may fit both of these templates
 */
export function overlap(one, other) {
  const segments = other.split('/')
  const isPlaceholder = (/** @type {string} */ text) => text.startsWith('{')
  const each = one.split('/')
  if (each.length !== segments.length) return false
  return each.every((text, index) => text === segments[index] || isPlaceholder(text) || isPlaceholder(segments[index]))
}

/** @param {string} issuer @returns {string} the same for templates that differ only in the names of their claims */
export const shapeOf = (issuer) => issuer.replace(PLACEHOLDER, '{}')

/**
 * @param {string} template
 * @returns {RegExp} of the issuers that it may stand for
 */
export function templatePattern(template) {
  const literals = template.split(PLACEHOLDER).map((text) => text.replace(/[$()*+.?[\\\]^|]/g, '\\$&'))
  return new RegExp(`^${literals.join('[^/?#%]+')}$`)
}
