import { adviceFor, isProofHeader, PROOF_AS_TOKEN, proofAdviceFor } from 'assay-jwt/debug'
import { $, h, icon, replace } from './dom.js'
import { state } from './state.js'

/** @param {import('./decide.js').Decision} decision */
export function showVerdict(decision) {
  const { kind, title, message, advice, pills } = verdictOf(decision)
  const box = $('verdict')
  box.className = `verdict ${kind}`
  replace(
    $('verdict-text'),
    h(
      'p.title',
      {},
      icon(kind === 'good' ? 'pass' : kind === 'bad' ? 'fail' : 'skip'),
      h('strong', {}, title),
      ' ',
      h('span', {}, message)
    ),
    ...(pills.length > 0
      ? [h('p.pills', {}, ...pills.map(([name, text]) => h('span.pill', { 'data-pill': name }, text)))]
      : [])
  )
  replace($('verdict-advice'), ...(advice === undefined ? [] : [h('b', {}, 'What to do '), advice]))
  document.title = `${title} · assay debugger`
}

/**
 * @param {import('./decide.js').Decision} decision
 * @returns {{ kind: 'good' | 'bad' | 'open', title: string, message: string, advice?: string, pills: string[][] }}
 */
function verdictOf({ report, policyError, token }) {
  if (policyError !== undefined) {
    return {
      kind: 'open',
      title: 'Not decided',
      message: policyError.message,
      advice: 'Complete the policy.',
      pills: errorPills(policyError)
    }
  }
  if (token === '') {
    return { kind: 'open', title: 'No token', message: 'Paste one, drop a file, or choose a sample.', pills: [] }
  }
  const { valid, error } = report
  if (valid) {
    return {
      kind: 'good',
      title: 'Accepted',
      message: 'All checks passed, and the signature is the issuer’s.',
      pills: [['status', 'HTTP 200']]
    }
  }
  const isIt = (/** @type {any} */ { status, message }) => status === 'fail' && message === error.message
  const failed = report.checks.find(isIt)
  const failedOfProof = report.proof?.checks.find(isIt)
  const advice =
    (failed && adviceFor(failed, report)) ??
    (failedOfProof && proofAdviceFor(failedOfProof, report.proof)) ??
    error.hint
  const undecided = error.code === 'AUTH_KEYS_UNAVAILABLE'
  return {
    kind: undecided ? 'open' : 'bad',
    title: undecided ? 'Not decided' : 'Refused',
    message: error.message,
    advice,
    pills: errorPills(error)
  }
}

/** @param {any} error */
const errorPills = ({ code, reason, status }) => [
  ['code', code],
  ['reason', reason],
  ['status', `HTTP ${status}`]
]

/** @param {import('./decide.js').Decision} decision */
export function showWarnings(decision) {
  const warnings = warningsOf(decision)
  replace($('warnings'), ...warnings.map((text) => h('p.alarm', {}, icon('warning'), h('span', {}, text))))
}

/**
 * @param {import('./decide.js').Decision} decision
 * @returns {string[]}
 */
function warningsOf({ report, keys }) {
  const header = report?.header ?? {}
  const own = ['jwk', 'jku', 'x5u', 'x5c'].filter((member) => Object.hasOwn(header, member))
  const { source } = state.keys
  const warnings = isProofHeader(header)
    ? [`${PROOF_AS_TOKEN} Paste the token here, and the proof in its own field.`]
    : ownKeyWarnings(own)
  if (keys.some((key) => isKeyOfToken(/** @type {any} */ (key), header))) {
    warnings.push(
      'The key set has the very key that the token brings along. Verified with it, a token proves nothing. Take the keys from the issuer.'
    )
  }
  if (source.kind === 'url' && own.length > 0 && [header.jku, header.x5u].includes(source.jwksUri)) {
    warnings.push(
      'The keys were fetched from the URL that the token names. Verified with them, a token proves nothing. Take the keys from the issuer.'
    )
  }
  if (source.kind === 'issuer' && source.from !== state.policy.issuer) {
    warnings.push(
      `The keys were discovered from ${source.from}, which is what the token says, and not the configured issuer ` +
        `(${state.policy.issuer || 'none'}). They prove nothing about a token of the configured issuer.`
    )
  }
  warnings.push(...bindingNotes(report))
  if (state.filledFromToken) {
    warnings.push(
      'Issuer and audience were copied from the token. Compare them with your server’s configuration: until then their checks prove nothing.'
    )
  }
  return warnings
}

/** @param {string[]} own members of the header @returns {string[]} */
const ownKeyWarnings = (own) =>
  own.length === 0
    ? []
    : [
        `This token brings its own key (${own.join(', ')}). It is never used and never fetched: whoever made the token made that key, too.`
      ]

/** @param {any} report @returns {string[]} that the token is bound, where nothing is made of it */
const bindingNotes = (report) =>
  (report?.notes ?? []).filter((/** @type {string} */ note) => /\bcnf\b/.test(note)).map((note) => `${note}.`)

/**
 * @param {{ n?: unknown }} key
 * @param {{ [member: string]: any }} header
 */
function isKeyOfToken({ n }, { jwk, x5c }) {
  if (typeof n !== 'string' || n === '') return false
  if (jwk?.n === n) return true
  if (!Array.isArray(x5c)) return false
  const modulus = decode(n.replaceAll('-', '+').replaceAll('_', '/'))
  return modulus !== '' && x5c.some((certificate) => decode(certificate).includes(modulus)) // DER has it unchanged
}

/** @param {unknown} base64 */
function decode(base64) {
  try {
    return atob(String(base64))
  } catch {
    return ''
  }
}
