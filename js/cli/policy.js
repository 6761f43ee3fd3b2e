import { readJwkSet } from '../debug/index.js'
import { scanJson } from '../debug/scan-json.js'
import { createVerifier } from '../entry/node.js'
import { readText } from './read-input.js'
import { UsageError } from './usage-error.js'

/** @import { Flag, Values } from './run.js' */
/** @import { Verifier } from '../verifier/verifier.js' */
/** @import { VerifyOptions } from '../shared/types.js' */

/** @type {{ [name: string]: Flag }} */
export const POLICY_FLAGS = {
  issuer: { type: 'string', argument: 'URL', help: 'the "iss" that the token must have' },
  audience: { type: 'string', multiple: true, argument: 'NAME', help: 'who the token must be for; may be repeated' },
  'any-audience': { type: 'boolean', help: 'accept any audience' },
  scope: { type: 'string', multiple: true, argument: 'SCOPE', help: 'a scope that must be granted; may be repeated' },
  'allowed-scope': {
    type: 'string',
    multiple: true,
    argument: 'SCOPE',
    help: 'a scope that may be granted (default: all of the token’s)'
  },
  algorithms: {
    type: 'string',
    multiple: true,
    argument: 'LIST',
    help: 'allow-list, separated by commas (default: RS256)'
  },
  jwks: { type: 'string', argument: 'FILE|URL', help: 'the JWK Set, or where to fetch it' },
  discover: { type: 'boolean', help: 'fetch the JWK Set that the issuer’s metadata names (default without --jwks)' },
  'metadata-url': {
    type: 'string',
    argument: 'URL',
    help: 'the metadata document, when it is not at the default place'
  },
  'clock-tolerance': { type: 'string', argument: 'SECONDS', help: '0 to 300 (default: 60)' },
  typ: { type: 'string', multiple: true, argument: 'TYPE', help: 'narrows the accepted "typ": JWT, at+jwt' },
  profile: { type: 'string', argument: 'NAME', help: 'at+jwt: all that RFC 9068 asks of an access token' },
  'audience-match': { type: 'string', argument: 'HOW', help: 'exclusive: the token must be for nobody else' },
  'max-token-age': { type: 'string', argument: 'SECONDS', help: 'limit of the time since "iat"' },
  'required-claim': {
    type: 'string',
    multiple: true,
    argument: 'NAME',
    help: 'a claim that must be there; may be repeated'
  },
  'max-token-bytes': { type: 'string', argument: 'BYTES', help: 'size limit of a token (default: 16,384)' },
  now: {
    type: 'string',
    argument: 'TIME',
    help: 'decide as of this time: seconds since 1970, or 2026-11-25T12:00:00Z'
  },
  'insecure-loopback': { type: 'boolean', help: 'allow http: for hosts of this machine' },
  policy: { type: 'string', argument: 'FILE', help: 'all of this as JSON, by the names of createVerifier; flags win' }
}

/** Options that say where keys are: a flag for one replaces whichever the policy file has. */
const KEY_OPTIONS = ['jwks', 'jwksUri', 'metadataUrl']

/** @typedef {{ verifier: Verifier, call: VerifyOptions }} Prepared call: what each verification requires */

/**
 * @param {Values} values
 * @returns {Promise<Prepared>}
 * @throws {UsageError | AssayError}
 */
export async function prepareVerifier(values) {
  for (const name of ['jwks', 'policy']) {
    if (values[name] === '-') throw new UsageError(`--${name} must be a file: standard input is for the token`)
  }
  const { requiredScope, now, ...file } = values.policy === undefined ? {} : await readPolicy(values.policy)
  const options = await mergeFlags(file, values)
  const call = {
    requiredScope: values.scope?.flatMap(words) ?? requiredScope,
    now: (values.now ?? now) === undefined ? undefined : readTime(values.now ?? now, 'now')
  }
  if (options.issuer === undefined) {
    throw new UsageError(
      '--issuer is missing: the "iss" that a token must have',
      'assay-jwt decode shows what the token says'
    )
  }
  if (options.audience === undefined) {
    throw new UsageError('--audience is missing: who a token must be for', 'give it, or --any-audience to accept any')
  }
  return { verifier: createVerifier(options), call }
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
 * @returns {Promise<any>} options of createVerifier, which checks them
 */
async function mergeFlags(file, values) {
  if (values.audience !== undefined && values['any-audience'])
    throw new UsageError('--audience and --any-audience exclude each other')
  const audience = values['any-audience'] ? null : values.audience
  const flags = {
    issuer: values.issuer,
    audience,
    allowedScopes: values['allowed-scope']?.flatMap(words),
    algorithms: values.algorithms?.flatMap((/** @type {string} */ list) => list.split(/[\s,]+/).filter(Boolean)),
    clockTolerance: readNumber(values, 'clock-tolerance'),
    typ: values.typ,
    profile: values.profile,
    audienceMatch: values['audience-match'],
    maxTokenAge: readNumber(values, 'max-token-age'),
    requiredClaims: values['required-claim'],
    maxTokenBytes: readNumber(values, 'max-token-bytes'),
    allowInsecureLoopback: values['insecure-loopback'],
    ...(await keyFlags(values))
  }
  const given = Object.entries(flags).filter(([, value]) => value !== undefined)
  const replaced = values.discover || given.some(([name]) => KEY_OPTIONS.includes(name)) ? KEY_OPTIONS : []
  const kept = Object.entries(file).filter(([name]) => !replaced.includes(name))
  return Object.fromEntries([...kept, ...given])
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
  return isUrl(jwks)
    ? { jwksUri: jwks }
    : { jwks: readJwkSet(await readText(jwks, 'Paste a JWK Set, then press Ctrl+D:')) }
}

/** @param {string} text */
export const isUrl = (text) => /^https?:\/\//i.test(text)

/** @param {string} text */
const words = (text) => text.split(' ').filter(Boolean)

/**
 * @param {Values} values
 * @param {string} name
 * @returns {number | undefined}
 */
function readNumber(values, name) {
  const text = values[name]
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${name} must be a number`)
  return Number(text)
}

/**
 * @param {unknown} value seconds since the epoch, or a date as ISO 8601 has it
 * @param {string} name
 * @returns {number} seconds since the epoch
 */
export function readTime(value, name) {
  const text = String(value)
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  const milliseconds = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(milliseconds))
    throw new UsageError(`${name} must be seconds since 1970, or a date such as 2026-11-25T12:00:00Z`)
  return milliseconds / 1000
}
