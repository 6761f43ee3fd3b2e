import { OPTION_FLAGS } from './option-flags.js'

/** @typedef {(text: string) => string} Words */

/** The one option that a message may name and the table has no flag for: --jwks takes a file or a URL. */
const JWKS_URI = 'jwksUri'

/**
 * Messages name the options of createVerifier. Who typed flags is told the flags.
 * @param {{ [flag: string]: object }} flags those of the command
 * @returns {Words} puts flags in place of options, and leaves all other text as it is
 */
export function flagWords(flags) {
  const rows = Object.entries(OPTION_FLAGS).filter(([flag]) => Object.hasOwn(flags, flag))
  const name = [...rows.map(([, { option }]) => option), JWKS_URI].join('|')
  // Elsewhere "issuer" or "scope" may be a claim, or plain English.
  const camelCase = name.replaceAll(/\b[a-z]+(\||$)/g, '').replace(/\|$/, '')

  const flagOf = (/** @type {string} */ option) => {
    if (option === JWKS_URI) return Object.hasOwn(flags, 'jwks') ? '--jwks' : 'the URL'
    const [flag] = rows.find(([, row]) => row.option === option) ?? [option]
    return `--${flag}`
  }
  /** @param {string} option @param {string} [member] @returns {string | undefined} its own flag */
  const memberFlagOf = (option, member) => {
    const row =
      member && rows.find(([, each]) => each.option === option && each.member === member.replace(/\[\d+\]$/, ''))
    return row ? `--${row[0]}` : undefined
  }
  /** @param {string} option @param {string} value @returns {string | undefined} the flag that stands for this value */
  const switchOf = (option, value) => {
    const row = rows.find(([, each]) => each.option === option && each.read === value)
    return row && `--${row[0]}`
  }

  /** @type {[RegExp, (found: string, ...parts: string[]) => string][]} */
  const rules = [
    // allowInsecureLoopback must be true
    [
      new RegExp(`(?:Option ")?\\b(${name})"? must( not)? be (true|false|null)\\b(?! or)`, 'g'),
      (found, option, not = '', value = '') => {
        const flag = switchOf(option, value)
        return flag ? `${flag} must${not} be given` : found
      }
    ],
    // requireSubject: false, scopesClaim: 'roles'
    [
      new RegExp(`\\b(${name}): (?:(true|false|null)\\b|'([^']+)')`, 'g'),
      (found, option, value, text) => (text ? `${flagOf(option)} ${text}` : (switchOf(option, value) ?? found))
    ],
    // Option "algorithms[0]", Option "claims.azp"
    [
      new RegExp(`Option "(${name})(?:\\[\\d+\\])?(?:\\.([^"]*))?"`, 'g'),
      (_found, option, member) => memberFlagOf(option, member) ?? flagOf(option) + (member ? `: "${member}"` : '')
    ],
    [new RegExp(`the option (${name})\\b(?!\\.)`, 'g'), (_found, option) => flagOf(option)],
    [new RegExp(`"(${camelCase}|jwks)"`, 'g'), (_found, option) => flagOf(option)],
    [new RegExp(`(?<![\\w."-])(${camelCase})\\b(?!")`, 'g'), (_found, option) => flagOf(option)],
    [/(--[\w-]+), \1\b/g, (_found, flag) => flag]
  ]
  return (text) => rules.reduce((said, [pattern, replace]) => said.replace(pattern, replace), text)
}

/**
 * @param {{ policy?: string }} values
 * @param {{ [flag: string]: object }} flags
 * @returns {Words} flagWords(); with --policy the text as it is, because that file has the options' own names
 */
export function wordsFor({ policy }, flags) {
  const words = policy === undefined ? flagWords(flags) : String
  return (text) => (/^Send [^.]*Authorization: Bearer/.test(text) ? NO_TOKEN : words(text))
}

/** Nobody sends a header to a command. */
const NO_TOKEN = 'The input is empty: give the token on standard input, or the name of a file that has it.'
