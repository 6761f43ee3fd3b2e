import { createReadStream, statSync } from 'node:fs'
import { datesNote } from '../debug/index.js'
import { AssayError } from '../shared/error.js'
import { readBatchLine } from './batch-line.js'
import { summaryText, Tally } from './batch-summary.js'
import { readLines } from './lines.js'
import { Progress } from './progress.js'
import { unreadable } from './read-input.js'
import { complain, drained, join, jsonText, say } from './terminal.js'

/** @import { Prepared } from './policy.js' */
/** @import { Values } from './run.js' */
/** @import { Line } from './lines.js' */

/** @type {{ [name: string]: import('./run.js').Flag }} */
export const BATCH_FLAGS = {
  batch: { type: 'boolean', help: 'one token per line, plain or in JSON; prints one JSON line for each, in order' },
  'token-field': {
    type: 'string',
    argument: 'NAME',
    help: 'the member of a JSON line that has the token (default: token)'
  },
  'time-field': {
    type: 'string',
    argument: 'NAME',
    help: 'the member of a JSON line that has the time to decide as of'
  },
  'summary-only': { type: 'boolean', help: 'print the summary alone' }
}

/** The largest token that options allow, plus room for the rest of a log line. */
const MAX_LINE = 256 * 1024
const CHUNK_BYTES = 256 * 1024

/**
 * Verifies one token per line. Only one chunk of the input and its verdicts are in memory at a time.
 * @param {Prepared} prepared
 * @param {Values} values
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function verifyBatch({ verifier, call }, values, [path = '-']) {
  await verifier.ready()
  const { chunks, size } = openInput(path)
  const progress = new Progress(size)
  const tally = new Tally()
  let bytes = 0
  const counted = (async function* () {
    for await (const chunk of chunks) {
      bytes += chunk.length
      yield chunk
    }
  })()
  // A refusal is an expected value here: capturing its stack would cost more than the decision itself.
  Error.stackTraceLimit = 0
  const decide = async (/** @type {Line} */ line) => {
    const entry = readBatchLine(line, values, call)
    if (entry === undefined) return []
    const verdict = 'verdict' in entry ? entry.verdict : await verdictOf(verifier, entry)
    tally.add(verdict)
    if (values['summary-only']) return []
    const late = verdict.valid && datesNote({ exp: verdict.expiresAt })
    const notes = [('notes' in entry && entry.notes) || [], late || []].flat()
    return [jsonText({ line: line.number, ...entry.tags, ...verdict, ...(notes.length > 0 && { notes }) }, 0)]
  }
  try {
    for await (const lines of readLines(counted, MAX_LINE)) {
      const output = []
      for (const line of lines) {
        output.push(...(await decide(line)))
        progress.show(bytes, tally.total)
      }
      process.exitCode = tally.exitCode
      if (output.length > 0 && !say(join(output))) await drained()
    }
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(path, error) : error
  } finally {
    progress.clear()
  }
  showSummary(tally, values)
  return tally.exitCode
}

/**
 * @param {string} path
 * @returns {{ chunks: AsyncIterable<Buffer>, size: number | undefined }}
 */
function openInput(path) {
  if (path === '-') return { chunks: process.stdin, size: undefined }
  try {
    const { size } = statSync(path)
    return { chunks: createReadStream(path, { highWaterMark: CHUNK_BYTES }), size }
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * @param {import('../verifier/verifier.js').Verifier<{}, string | undefined>} verifier
 * @param {{ token: string, call: import('../shared/types.js').VerifyOptions }} entry
 * @returns {Promise<import('./batch-summary.js').Verdict>}
 */
async function verdictOf(verifier, { token, call }) {
  try {
    const { subject, scopes, expiresAt } = await verifier.verify(token, call)
    return { valid: true, subject, scopes, expiresAt }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { code, reason, claim, scope } = error
    return { valid: false, code, reason, claim, scope }
  }
}

/**
 * @param {Tally} tally
 * @param {Values} values
 */
function showSummary(tally, values) {
  const text = values.json ? jsonText(tally.toJSON(), 0) : summaryText(tally)
  if (values['summary-only']) say(text)
  else complain(text)
}
