import { inspectToken, isProofHeader, PROOF_AS_TOKEN } from '../debug/index.js'
import { createVerifier } from '../entry/node.js'
import { MAX_TOKEN_BYTES_LIMIT } from '../shared/limits.js'
import { EXIT } from './exit-code.js'
import { readTime } from './policy.js'
import { complainOf, readInput, TOKEN_FLAGS } from './read-input.js'
import { marksText, partText } from './report-text.js'
import { jsonText, paint, say, text } from './terminal.js'

/** @type {import('./run.js').Command} */
export const decode = {
  name: 'decode',
  summary: 'Shows header and claims. It proves nothing: anyone can write them.',
  usage: '[options] [file]',
  details: 'The core reads them, as strictly as when it verifies.',
  exitCodes: 'Exit codes: 0 readable (which proves nothing), 1 not readable, 2 wrong usage, 3 never.',
  flags: { now: { type: 'string', argument: 'TIME', help: 'tell times relative to this one' }, ...TOKEN_FLAGS },
  maxArguments: 1,
  run: async (values, args) => {
    const now = values.now === undefined ? Date.now() / 1000 : readTime(values.now, '--now')
    const { token: jwt, notes } = await readInput(values, args)
    const { header, claims, error } = await readParts(jwt, now)
    const { marks, segments } = inspectToken(jwt)
    const decoded = (/** @type {string} */ name) => segments.find((segment) => segment.name === name)?.text
    if (values.json) {
      say(
        jsonText({
          verified: false,
          kind: isProofHeader(header) ? 'DPoP proof' : undefined,
          header: header ?? null,
          claims: claims ?? null,
          marks,
          ...(notes.length > 0 && { notes })
        })
      )
    } else {
      complainOf(notes)
      say(paint.yellow('Not verified: anyone can write this.'))
      if (isProofHeader(header)) say(text`${paint.yellow('!')} ${PROOF_AS_TOKEN}`)
      say(text`\n${paint.bold('Header')}\n${partOrText(header, decoded('header'), now)}`)
      say(text`\n${paint.bold('Claims')}\n${partOrText(claims, decoded('claims'), now)}${marksText(marks)}`)
    }
    return header && claims ? EXIT.accepted : reportUnreadable(error?.message, values.json)
  }
}

/**
 * Has the core read a token's parts. It reports without keys, so no token is ever accepted.
 * @param {string} jwt
 * @param {number} now
 */
export async function readParts(jwt, now) {
  const verifier = createVerifier({
    issuer: 'none',
    audience: 'none',
    jwks: { keys: [] },
    maxTokenBytes: MAX_TOKEN_BYTES_LIMIT
  })
  try {
    const { header, claims, checks } = await verifier.explain(jwt, { now })
    const error = checks.find(({ status }) => status === 'fail')
    return { header, claims, error }
  } finally {
    verifier.dispose()
  }
}

/**
 * @param {{ readonly [member: string]: unknown } | undefined} part as the core read it
 * @param {string | undefined} decoded as far as possible, if the core refused the part
 * @param {number} now
 */
function partOrText(part, decoded, now) {
  if (part !== undefined || !decoded) return partText(part, now)
  const shown = JSON.stringify(decoded.slice(0, 4000)).slice(1, -1).replaceAll('\\"', '"')
  return text`${paint.red('  refused by the core; its text is')}\n  ${shown}`
}

/**
 * @param {string | undefined} message
 * @param {boolean} json
 */
function reportUnreadable(message, json) {
  if (!json) say(text`\n${paint.red(`✗ not readable: ${message ?? 'header or claims are missing'}`)}`)
  return EXIT.refused
}
