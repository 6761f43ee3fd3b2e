import { DATE_CLAIMS, datesNote, relativeTime, utcTime } from '../debug/index.js'
import { AssayError } from '../shared/error.js'
import { BATCH_FLAGS, verifyBatch } from './batch.js'
import { EXIT, exitCodeOf } from './exit-code.js'
import { wordsFor } from './flag-words.js'
import { POLICY_FLAGS, prepareForToken, prepareVerifier } from './policy.js'
import { proofFlagIn } from './possession.js'
import { complainOf, TOKEN_FLAGS } from './read-input.js'
import { join, jsonText, paint, say, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { VerifiedToken } from '../shared/types.js' */

/** @type {import('./run.js').Command} */
export const verify = {
  name: 'verify',
  summary: 'Verifies a token, or with --batch many.',
  usage: '--issuer URL --audience NAME [options] [file]',
  details: `The file, or standard input, has the token; "Bearer …", a header and a curl command will do.

  assay-jwt verify --issuer https://auth.example.com/ --audience https://api.example.com < token.txt
  assay-jwt verify --policy policy.json --batch tokens.log > verdicts.jsonl`,
  flags: { ...POLICY_FLAGS, ...TOKEN_FLAGS, ...BATCH_FLAGS },
  maxArguments: 1,
  run: async (values, args) => {
    const proofFlag = values.batch && proofFlagIn(values)
    if (proofFlag) throw new UsageError(`--${proofFlag} and --batch exclude each other: a proof is for one request`)
    const prepared = /** @type {import('./policy.js').Prepared & { jwt?: string, notes?: string[] }} */ (
      await (values.batch ? prepareVerifier(values) : prepareForToken(values, args))
    )
    try {
      return await (values.batch ? verifyBatch(prepared, values, args) : verifyOne(prepared, values))
    } finally {
      prepared.verifier.dispose()
    }
  }
}

/**
 * @param {import('./policy.js').Prepared & { jwt?: string, notes?: string[] }} prepared
 * @param {import('./run.js').Values} values
 * @returns {Promise<number>}
 */
async function verifyOne({ verifier, call, jwt = '', notes = [] }, values) {
  const besides = (/** @type {string[]} */ said) => (said.length > 0 ? { notes: said } : {})
  try {
    const token = await verifier.verify(jwt, call)
    const all = [...notes, datesNote(token.claims) ?? []].flat()
    if (!values.json) complainOf(all)
    say(
      values.json
        ? jsonText({ valid: true, token, ...besides(all) })
        : acceptedText(token, call.now ?? Date.now() / 1000)
    )
    return EXIT.accepted
  } catch (error) {
    if (!(error instanceof AssayError) || error.code === 'CONFIG_INVALID') throw error
    if (!values.json) complainOf(notes)
    say(
      values.json
        ? jsonText({ valid: false, error: error.toJSON(), ...besides(notes) })
        : refusedText(error, wordsFor(values, POLICY_FLAGS))
    )
    return exitCodeOf(error)
  }
}

/**
 * @param {VerifiedToken<{}, string | undefined>} token
 * @param {number} now
 */
function acceptedText({ subject, issuer, audience, scopes, expiresAt, clientId, tenantId, claims }, now) {
  const date = (/** @type {number} */ time) => `${utcTime(time) ?? time} (${relativeTime(time, now)})`
  const dates = DATE_CLAIMS.filter((name) => name !== 'exp' && typeof claims[name] === 'number')
  const rows = {
    subject,
    issuer,
    audience: audience ?? 'any',
    scopes: scopes.join(' ') || 'none',
    client: clientId,
    tenant: tenantId,
    expires: date(expiresAt),
    ...Object.fromEntries(dates.map((name) => [name, date(/** @type {number} */ (claims[name]))]))
  }
  return join([paint.green('✓ accepted'), ...labelled(rows)])
}

/**
 * @param {AssayError} error
 * @param {import('./flag-words.js').Words} words
 */
function refusedText({ code, reason, message, hint, status, claim, scope }, words) {
  const rows = { code, reason, claim, scope, 'HTTP status': status, 'what to do': words(hint) }
  const verdict = code === 'AUTH_KEYS_UNAVAILABLE' ? 'not decided' : 'refused'
  return join([
    paint.red(`✗ ${verdict}: ${message}`),
    ...labelled(rows),
    paint.dim('  assay-jwt explain shows every check.')
  ])
}

/**
 * @param {{ [label: string]: unknown }} rows
 * @returns {unknown[]} a line each
 */
function labelled(rows) {
  const present = Object.entries(rows).filter(([, value]) => value !== undefined)
  return present.map(([label, value]) => text`  ${paint.dim(label.padEnd(12))} ${value}`)
}
