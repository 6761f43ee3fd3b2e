import { findToken } from './find-token.js'

/** @import { FoundToken } from './find-token.js' */

/**
 * What pasted text says of the request that a token came with.
 * @typedef {object} FoundRequest
 * @property {string} [proof] the value of its DPoP header; of several, all of them, as a server sees them
 * @property {'Bearer' | 'DPoP'} [scheme] of its Authorization header
 * @property {string} [method]
 * @property {string} [url]
 */

// Not "DPoP-Nonce:", and not the scheme in "Authorization: DPoP …". Also as a member of an object of headers.
const PROOF = /(?<![\w-])dpop["']?\s*:\s*["']?([^\s'"`]+)/gi
const SCHEME = /(?:\bauthorization["']?\s*:\s*["']?|^\s*)(bearer|dpop)\s/i
/** Longer texts are no request that someone pastes. */
const MAX_LENGTH = 65_536

/**
 * Finds, beside the token, the DPoP proof and the request that it is for: in a curl command, in a request as HTTP/1.1 has it,
 * in a call of fetch(), or in header lines alone, which have no method and no URL.
 * @param {string} text
 * @returns {FoundToken & FoundRequest}
 */
export function findRequest(text) {
  const found = findToken(text)
  const short = text.slice(0, MAX_LENGTH)
  const proofs = [...short.matchAll(PROOF)].map(([, proof]) => proof)
  const given = SCHEME.exec(short)?.[1].toLowerCase()
  // A proof alone is what was pasted for the token.
  if ((proofs.length === 0 && given !== 'dpop') || proofs[0] === found.token) return found
  const proof = proofs.length > 0 ? { proof: proofs.join(', ') } : {}
  const scheme = given === 'bearer' ? 'Bearer' : 'DPoP'
  return { ...found, ...proof, scheme, ...(ofHttp(short) ?? ofCurl(short) ?? ofFetch(short)) }
}

/** @param {string} text @returns {Pick<FoundRequest, 'method' | 'url'> | undefined} */
function ofHttp(text) {
  const [, method, target] = /^[>\s]*([A-Z][A-Z-]*) (\S+) HTTP\/[\d.]+\s*$/m.exec(text) ?? []
  if (method === undefined) return undefined
  if (!target.startsWith('/')) return { method, url: target }
  const [, host] = /^[>\s]*host\s*:\s*(\S+)\s*$/im.exec(text) ?? []
  return { method, ...(host && { url: `https://${host}${target}` }) }
}

/** What an option of curl makes the method, unless another option names it. @type {readonly [RegExp, string][]} */
const METHODS = [
  [/^(?:-G|--get)$/, 'GET'],
  [/^(?:-I|--head)$/, 'HEAD'],
  [/^(?:-T|--upload-file)/, 'PUT'],
  [/^(?:-[dF]|--data|--form|--json)/, 'POST']
]
/** Options of curl whose next word is their value. */
const WITH_VALUE =
  /^(?:-[HdFuAbcexomTwEXr]|--(?:header|data(?:-\w+)*|form(?:-\w+)?|json|user|user-agent|cookie|cookie-jar|referer|proxy|output|max-time|upload-file|write-out|cert|key|cacert|oauth2-bearer|connect-timeout|resolve|retry|request|url))$/

/** @param {string} text @returns {Pick<FoundRequest, 'method' | 'url'> | undefined} */
function ofCurl(text) {
  if (!/^\s*(?:\$\s*)?curl(?:\.exe)?\s/.test(text)) return undefined
  const { options, values } = curlOptions(shellWords(text).slice(1))
  const [, byDefault = 'GET'] = METHODS.find(([pattern]) => options.some((option) => pattern.test(option))) ?? []
  const url = values['--url'] ?? values.word
  return { method: values['-X'] ?? values['--request'] ?? byDefault, ...(url && { url: whole(url) }) }
}

/**
 * @param {string[]} list words behind "curl"
 * @returns {{ options: string[], values: { [option: string]: string | undefined } }} values.word: the first that is no option
 */
function curlOptions(list) {
  const options = []
  /** @type {{ [option: string]: string | undefined }} */
  const values = {}
  const words = list.values()
  for (const word of words) {
    const [, name, value] = /^(-X|--request|--url)=?(.+)$/.exec(word) ?? []
    if (name) values[name] = value
    else if (WITH_VALUE.test(word)) values[word] = words.next().value
    else if (!word.startsWith('-')) values.word ??= word
    options.push(word)
  }
  return { options, values }
}

/** @param {string} url @returns {string} curl takes http: where there is no scheme, and few mean that: https */
const whole = (url) => (/^[a-z][\w+.-]*:\/\//i.test(url) ? url : `https://${url}`)

/** @param {string} text @returns {string[]} its words, without quotes, and without the line ends that a shell skips */
function shellWords(text) {
  const joined = text.replace(/^\s*\$\s/, '').replace(/[\\^`]\r?\n/g, ' ')
  const words = joined.matchAll(/(?:\$?'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g)
  return [...words].map(([word]) => word.replace(/\$?'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, unquoted))
}

/** @param {string} _all @param {string} [single] @param {string} [double] @param {string} [escaped] */
const unquoted = (_all, single, double, escaped) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? ''

/** @param {string} text @returns {Pick<FoundRequest, 'method' | 'url'> | undefined} */
function ofFetch(text) {
  const [, url] = /\bfetch\(\s*["'`]([^"'`\s]+)/.exec(text) ?? []
  if (url === undefined) return undefined
  const [, method] = /["']?\bmethod["']?\s*:\s*["'](\w+)["']/i.exec(text) ?? []
  return { method: method?.toUpperCase() ?? 'GET', url }
}
