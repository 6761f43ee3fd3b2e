import { jwksUriIn } from '../debug/index.js'
import { createVerifier } from '../entry/node.js'
import { readParts } from './decode.js'
import { EXIT, exitCodeOf } from './exit-code.js'
import { OPTION_FLAGS } from './option-flags.js'
import { isFormat, moduleText } from './policy-code.js'
import { planPolicy, wholeOptions } from './policy-plan.js'
import { Decider } from './policy-questions.js'
import { isUrl, readJwksFile, readTime } from './policy.js'
import { complainOf, readInput, readText, TOKEN_FLAGS } from './read-input.js'
import { reportText } from './report-text.js'
import { complain, errorPaint, jsonText, say, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { Plan } from './policy-plan.js' */
/** @import { Values } from './run.js' */

const { issuer, audience, algorithms, scope, now } = OPTION_FLAGS

/** @type {{ [name: string]: import('./run.js').Flag }} */
const FLAGS = {
  format: { type: 'string', argument: 'FORMAT', help: 'js (default), ts, or json: a file for --policy, as --json' },
  yes: { type: 'boolean', short: 'y', help: 'ask nothing: take what would be proposed' },
  issuer: { ...issuer, help: 'your authorization server: the token’s "iss" must be this' },
  audience: { ...audience, help: 'your API, where the token names several audiences, or none; may be repeated' },
  'any-audience': { type: 'boolean', help: 'accept any audience, where the token names none' },
  'any-tenant': { type: 'boolean', help: 'Microsoft Entra ID: let in every tenant' },
  'no-preset': { type: 'boolean', help: 'write out the options, where assay-jwt/providers has a preset' },
  algorithms: { ...algorithms, help: 'allow-list, separated by commas (default: the token’s own)' },
  scope,
  'scopes-claim': OPTION_FLAGS['scopes-claim'],
  'no-subject': OPTION_FLAGS['no-subject'],
  metadata: { type: 'string', argument: 'FILE', help: 'the issuer’s metadata document, which is then not fetched' },
  'metadata-url': OPTION_FLAGS['metadata-url'],
  jwks: { type: 'string', argument: 'FILE|URL', help: 'where the JWK Set is; a file only serves to try the policy' },
  'no-fetch': { type: 'boolean', help: 'fetch nothing: the signature is tried with --jwks FILE, or not at all' },
  'insecure-loopback': OPTION_FLAGS['insecure-loopback'],
  'insecure-host': OPTION_FLAGS['insecure-host'],
  now,
  ...TOKEN_FLAGS
}

/** @type {import('./run.js').Command} */
export const policy = {
  name: 'policy',
  summary: 'Writes createVerifier’s options from a token, and tries them on it.',
  usage: '[options] [file]',
  details: `Asks what the token leaves open. Without a terminal, and with --yes, nothing is asked: what cannot be decided is an
error that names a flag. The exit code is that of verify for the token by the new policy.
A token proves nothing of itself: compare issuer, audience and keys with your authorization server’s configuration.

  assay-jwt policy < token.txt > verifier.js
  assay-jwt policy --json --issuer https://auth.example.com/ < token.txt > policy.json`,
  flags: FLAGS,
  maxArguments: 1,
  run: async (values, args) => {
    const format = formatOf(values)
    const { token: jwt, notes } = await readInput(values, args)
    complainOf(notes)
    const at = values.now === undefined ? undefined : readTime(values.now, '--now')
    const { header, claims, error } = await readParts(jwt, at ?? Date.now() / 1000)
    if (!header || !claims) throw new UsageError(`the token cannot be read: ${error?.message ?? 'no header or claims'}`)
    const decider = new Decider(values)
    try {
      const found = { ...values, ...(await readMetadata(values, claims)) }
      const plan = await planPolicy({ header, claims }, found, decider)
      return await write(plan, format, jwt, found, at)
    } finally {
      decider.close()
    }
  }
}

/** @param {Values} values @returns {string} */
function formatOf({ json, format = json ? 'json' : 'js' }) {
  if (!isFormat(format)) throw new UsageError('--format must be js, ts or json')
  if (json && format !== 'json') throw new UsageError('--json and --format exclude each other')
  return format
}

/**
 * @param {Values} values
 * @param {{ [name: string]: any }} claims
 * @returns {Promise<{ jwksUri?: string }>} what the metadata document of --metadata says
 */
async function readMetadata(values, { iss }) {
  const { metadata, 'metadata-url': metadataUrl, jwks } = values
  if (metadata === undefined) return {}
  if (metadataUrl !== undefined || (jwks !== undefined && isUrl(jwks))) {
    throw new UsageError('--metadata, --metadata-url and --jwks URL exclude each other: the keys come from one place')
  }
  if (metadata === '-') throw new UsageError('--metadata must be a file: standard input is for the token')
  const insecure = {
    allowInsecureLoopback: values['insecure-loopback'] === true,
    allowInsecureHosts: values['insecure-host']
  }
  return { jwksUri: jwksUriIn(await readText(metadata, ''), String(iss), insecure) }
}

/**
 * @param {Plan} plan
 * @param {string} format
 * @param {string} jwt
 * @param {Values} values
 * @param {number | undefined} at
 * @returns {Promise<number>} the exit code
 */
async function write(plan, format, jwt, values, at) {
  const options = wholeOptions(plan)
  const call = { requiredScope: plan.requiredScope, now: at }
  const report = await tryOut(options, call, jwt, values)
  const file = { ...options, ...(plan.requiredScope && { requiredScope: plan.requiredScope }) }
  say(format === 'json' ? jsonText(file) : moduleText(plan, format === 'ts'))
  for (const note of plan.notes) complain(text`${errorPaint.dim(note)}`)
  complain(text`\n${errorPaint.bold('The token by this policy')}\n${reportText(report, String)}\n`)
  if (isUntried(values)) complain(errorPaint.yellow('The signature was not checked: nothing was fetched.'))
  complain(
    errorPaint.yellow(
      'This does not prove the token: issuer and keys are what the token itself says, and a forger’s token names the forger’s.'
    )
  )
  complain('Compare issuer, audience and keys with the configuration of your authorization server.')
  if (report.error === undefined) return EXIT.accepted
  const isOpen = isUntried(values) && report.error.code === 'AUTH_KEYS_UNAVAILABLE'
  const hasFailed = report.checks.some(({ check, status }) => status === 'fail' && check !== 'key')
  return isOpen && !hasFailed ? EXIT.accepted : exitCodeOf(report.error)
}

/** @param {Values} values */
const isUntried = ({ 'no-fetch': noFetch, jwks }) => noFetch === true && (jwks === undefined || isUrl(jwks))

/**
 * @param {{ [option: string]: any }} options
 * @param {import('../shared/types.js').VerifyOptions} call
 * @param {string} jwt
 * @param {Values} values
 */
async function tryOut(options, call, jwt, values) {
  const { jwks, 'no-fetch': noFetch } = values
  const own = jwks !== undefined && !isUrl(jwks) ? await readJwksFile(jwks) : noFetch ? { keys: [] } : undefined
  const whole = own === undefined ? options : { ...options, jwksUri: undefined, metadataUrl: undefined, jwks: own }
  const verifier = createVerifier(/** @type {any} */ ({ onEvent: () => {}, ...whole }))
  try {
    return await verifier.explain(jwt, call)
  } finally {
    verifier.dispose()
  }
}
