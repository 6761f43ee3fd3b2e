import { codeText } from './terminal.js'

/** @import { Plan } from './policy-plan.js' */

const FORMATS = ['js', 'ts', 'json']

const HEAD = `// Written by \`assay-jwt policy\` from a token that nobody has vouched for. Before you use it, compare issuer, audience and
// keys with the configuration of your authorization server: a forged token names its forger's.
`

/**
 * @param {unknown} value
 * @returns {string} JavaScript, in single quotes if possible. Line breaks are escaped
 */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined)
    return `{ ${members.map(([name, each]) => `${memberName(name)}: ${literal(each)}`).join(', ')} }`
  }
  const json = String(JSON.stringify(value))
  return typeof value !== 'string' || /['\\]/.test(json) ? json : `'${json.slice(1, -1)}'`
}

/** @param {string} name */
function memberName(name) {
  if (name === '__proto__') return "['__proto__']" // a member like others
  return /^[a-z_$][\w$]*$/i.test(name) ? name : literal(name)
}

/** @param {{ [option: string]: unknown }} options @returns {string[]} a line each */
const lines = (options) => Object.entries(options).map(([name, value]) => `  ${memberName(name)}: ${literal(value)}`)

/**
 * @param {Plan} plan
 * @param {boolean} isTypeScript
 * @returns a module that exports `verifier` and `verify`
 */
export function moduleText({ preset, options, requiredScope }, isTypeScript) {
  const call = preset && `${preset.name}({\n${lines(/** @type {any} */ (preset.parameters)).join(',\n')}\n})`
  const isAlone = preset && Object.keys(options).length === 0
  const members = [...(call ? [`  ...${call.replaceAll('\n', '\n  ')}`] : []), ...lines(options)]
  const argument = isAlone ? call : `{\n${members.join(',\n')}\n}`
  const scopes = requiredScope && `, { requiredScope: ${literal(requiredScope)} }`
  return codeText(`${HEAD}import { createVerifier } from 'assay-jwt'
${preset ? `import { ${preset.name} } from 'assay-jwt/providers'\n` : ''}
export const verifier = createVerifier(${argument})

// Gives the verified token. Throws an AssayError that says why a token is refused.
export const verify = (${isTypeScript ? 'jwt: string' : 'jwt'}) => verifier.verify(jwt${scopes ?? ''})`)
}

/** @param {string} format */
export const isFormat = (format) => FORMATS.includes(format)
