import { readJwkSet } from '../debug/index.js'
import { scanJson } from '../debug/scan-json.js'
import { createVerifier } from '../entry/node.js'
import { OPTION_FLAGS } from './option-flags.js'
import { readPossession } from './possession.js'
import { readInput, readKeysText, readText } from './read-input.js'
import { complain, errorPaint, join } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { Flag, Values } from './run.js' */
/** @import { Verifier } from '../verifier/verifier.js' */
/** @import { VerifyOptions } from '../shared/types.js' */

/** @type {{ [name: string]: Flag }} */
export const POLICY_FLAGS = {
  ...OPTION_FLAGS,
  discover: { type: 'boolean', help: 'fetch the JWK Set that the issuer’s metadata names (default without --jwks)' },
  policy: { type: 'string', argument: 'FILE', help: 'all of this as JSON, by the names of createVerifier; flags win' }
}

/** How the value of a flag is read. @type {{ [read: string]: (value: any, flag: string) => unknown }} */
const READERS = {
  text: (text) => text,
  number: readNumber,
  words: (/** @type {string[]} */ list) => list.flatMap(words),
  list: (/** @type {string[]} */ list) => list.flatMap((text) => text.split(/[\s,]+/).filter(Boolean)),
  json: readJson,
  true: () => true,
  false: () => false,
  null: () => null,
  time: readTime
}

/** Options that say where keys are: a flag for one replaces all of them in the policy file. */
const KEY_OPTIONS = ['jwks', 'jwksUri', 'metadataUrl']

/** @typedef {{ verifier: Verifier<{}, string | undefined>, call: VerifyOptions }} Prepared call: what each verification requires */

/**
 * A verifier, and one token with what came with it. A proof that came is checked, whether the policy demands one or not,
 * unless it says `dpop: false`.
 * @param {Values} values
 * @param {string[]} args
 * @returns {Promise<Prepared & { jwt: string, notes: string[] }>} notes: what was removed around the token
 * @throws {UsageError | AssayError}
 */
export async function prepareForToken(values, args) {
  const plan = await planVerifier(values)
  const { verifier, call } = makeVerifier(plan) // before the input is read: it may be waited for
  const input = await readInput(values, args)
  const possession = await readPossession(values, input)
  const given = { jwt: input.token, notes: input.notes }
  const { dpop } = plan.options
  const isIgnored = dpop === false || (dpop === undefined && possession?.proof === undefined)
  const certificate = possession?.certificate
  if (isIgnored && certificate === undefined) return { verifier, call, ...given }
  if (isIgnored) return { verifier, call: { ...call, possession: { scheme: 'Bearer', certificate } }, ...given }
  if (dpop !== undefined) return { verifier, call: { ...call, possession }, ...given }
  verifier.dispose()
  const own = makeVerifier({ ...plan, options: { ...plan.options, dpop: true } })
  return { ...own, call: { ...call, possession }, ...given }
}

/**
 * @param {Values} values
 * @returns {Promise<Prepared>}
 * @throws {UsageError | AssayError}
 */
export const prepareVerifier = async (values) => makeVerifier(await planVerifier(values))

/** @typedef {{ options: any, call: VerifyOptions }} VerifierPlan */

/** @param {VerifierPlan} plan @returns {Prepared} */
const makeVerifier = ({ options, call }) => ({ verifier: createVerifier({ onEvent: warn, ...options }), call })

/**
 * @param {Values} values
 * @returns {Promise<VerifierPlan>}
 * @throws {UsageError}
 */
async function planVerifier(values) {
  for (const name of ['jwks', 'policy']) {
    if (values[name] === '-') throw new UsageError(`--${name} must be a file: standard input is for the token`)
  }
  const { requiredScope, now, ...options } = await mergeFlags(
    values.policy === undefined ? {} : await readPolicy(values.policy),
    values
  )
  const call = { requiredScope, now: now === undefined ? undefined : readTime(now, 'now') }
  if (options.issuer === undefined) {
    throw new UsageError(
      '--issuer is missing: the "iss" that a token must have',
      'assay-jwt decode shows what the token says'
    )
  }
  if (options.audience === undefined) {
    throw new UsageError('--audience is missing: who a token must be for', 'give it, or --any-audience to accept any')
  }
  return { options, call }
}

/** @param {{ type: string, message?: string }} event whoever writes --any-audience needs no warning of it */
function warn({ type, message }) {
  if (type === 'jwks_doubtful') complain(join([errorPaint.yellow('Warning:'), `  ${message}`]))
}

/**
 * @param {string} path
 * @returns {Promise<Values>}
 */
async function readPolicy(path) {
  const text = await readText(path, 'Paste a policy, then press Ctrl+D:')
  const [fault] = scanJson(text)
  if (fault) throw new UsageError(`the policy file is no good: ${fault.message}, at character ${fault.start + 1}`)
  return JSON.parse(text)
}

/**
 * @param {Values} file
 * @param {Values} values
 * @returns {Promise<any>} options for createVerifier() and verify(), which check them
 */
async function mergeFlags(file, values) {
  if (values.audience !== undefined && values['any-audience'])
    throw new UsageError('--audience and --any-audience exclude each other')
  const read = Object.entries(OPTION_FLAGS)
    .filter(([flag, { read: reader }]) => values[flag] !== undefined && reader in READERS)
    .map(([flag, { option, member, read: reader }]) => [option, READERS[reader](values[flag], flag), member])
  const keys = Object.entries(await keyFlags(values)).filter(([, value]) => value !== undefined)
  const replaced = values.discover || keys.length > 0 ? KEY_OPTIONS : []
  const kept = Object.entries(file).filter(([name]) => !replaced.includes(name))
  return withMembers(Object.fromEntries([...kept, ...read.filter(([, , member]) => !member), ...keys]), read)
}

/**
 * @param {{ [option: string]: any }} options
 * @param {any[][]} read
 * @returns {{ [option: string]: any }} with those of an option that is an object, such as --dpop-max-age
 */
function withMembers(options, read) {
  const members = read.filter(([, , member]) => member)
  for (const [option, value, member] of members) {
    const whole = typeof options[option] === 'object' ? options[option] : {}
    options[option] = { ...whole, [member]: value }
  }
  return options
}

/** @param {Values} values */
async function keyFlags(values) {
  const { jwks, discover, 'metadata-url': metadataUrl } = values
  const given = [
    jwks !== undefined && '--jwks',
    metadataUrl !== undefined && '--metadata-url',
    discover && '--discover'
  ].filter(Boolean)
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other: the keys come from one place`)
  if (jwks === undefined) return { metadataUrl }
  return isUrl(jwks) ? { jwksUri: jwks } : { jwks: await readJwksFile(jwks) }
}

/** @param {string} path */
export async function readJwksFile(path) {
  const text = await readKeysText(path)
  if (text.trim() === '') throw new UsageError('the file of --jwks is empty', 'a JWK Set is {"keys": […]}')
  if (/^\s*(?:bearer\s+|["'])?ey[\w-]+\.[\w-]*\./i.test(text)) {
    throw new UsageError(
      'the file of --jwks has a token, and no keys',
      'assay-jwt fetch-jwks --issuer URL prints those of an issuer'
    )
  }
  const [fault] = scanJson(text)
  if (fault && fault.kind !== 'duplicate') {
    const what = `the file of --jwks is no JSON: ${fault.message}, at character ${fault.start + 1}`
    throw new UsageError(what, 'a JWK Set is {"keys": […]}')
  }
  return readJwkSet(text)
}

/**
 * @param {string} text JSON, or a name
 * @param {string} flag
 * @returns {unknown}
 */
function readJson(text, flag) {
  if (!/^\s*[[{]/.test(text)) return text
  const isArray = /^\s*\[/.test(text)
  const [fault] = isArray ? [] : scanJson(text) // which reads objects alone
  if (fault) throw new UsageError(`--${flag} is no JSON: ${fault.message}, at character ${fault.start + 1}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--${flag} is no JSON`)
  }
}

/** @param {string} text */
export const isUrl = (text) => /^https?:\/\//i.test(text)

/** @param {string} text */
const words = (text) => text.split(' ').filter(Boolean)

/**
 * @param {string} text
 * @param {string} flag
 * @returns {number}
 */
function readNumber(text, flag) {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${flag} must be a number`)
  return Number(text)
}

/**
 * @param {unknown} value seconds since the epoch, or an ISO 8601 date
 * @param {string} name
 * @returns {number} seconds since the epoch
 */
export function readTime(value, name) {
  if (typeof value === 'number') return value
  const text = String(value)
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  const milliseconds = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(milliseconds))
    throw new UsageError(`${name} must be seconds since 1970, or a date such as 2026-11-25T12:00:00Z`)
  return milliseconds / 1000
}
