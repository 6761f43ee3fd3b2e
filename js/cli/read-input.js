import { existsSync, openSync, readSync, closeSync, readFileSync, statSync } from 'node:fs'
import { findRequest, jwkSetText, keyFileText, takenOutNote } from '../debug/index.js'
import { AssayError } from '../shared/error.js'
import { complain, errorPaint, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Larger than any token or key set; the rest of an endless input is not read. */
const MAX_BYTES = 1024 * 1024

/** @type {{ [name: string]: import('./run.js').Flag }} */
export const TOKEN_FLAGS = {
  token: { type: 'string', argument: 'TOKEN', help: 'the token itself (it stays in the shell’s history)' }
}

/**
 * @typedef {ReturnType<typeof findRequest> & { notes: string[] }} Input the token, what was pasted with it, and what was
 *   removed around it
 */

/**
 * The one token of a command: from --token, a file, or standard input.
 * @param {{ token?: string }} values
 * @param {string[]} args
 * @returns {Promise<Input>}
 */
export async function readInput({ token }, [argument]) {
  if (token !== undefined && argument !== undefined)
    throw new UsageError('--token and an argument are one token too many')
  const given = token ?? (argument !== undefined && looksLikeToken(argument) ? argument : undefined)
  if (given !== undefined) {
    complain(
      text`${errorPaint.yellow(
        'Warning: a token on the command line stays in the shell’s history and shows in the list of processes.'
      )}\n  Give it on standard input, or in a file.`
    )
    return found(given)
  }
  const whole = await readText(argument ?? '-', 'Paste a token, then press Enter and Ctrl+D:')
  return found(whole.replace(/\r?\n$/, '')) // which is the file's, not the token's
}

/** @param {string} given @returns {Input} */
function found(given) {
  const request = findRequest(given)
  const note = isSeveral(request.token) ? SEVERAL : takenOutNote(given, request)
  return { ...request, notes: note === undefined ? [] : [note] }
}

const SEVERAL = 'There are several tokens: assay-jwt verify --batch takes one per line'

/** @param {string} token */
function isSeveral(token) {
  const words = token.split(/\s+/)
  return words.length > 1 && words.every((word) => /^(?:eyJ[\w-]*\.|[\w-]{8,}\.)[\w-]*\.[\w-]*$/.test(word))
}

/** @param {readonly string[]} notes said beside a result, on standard error */
export function complainOf(notes) {
  for (const note of notes) complain(text`${errorPaint.yellow('Note:')} ${note}.`)
}

/** @param {string} argument */
function looksLikeToken(argument) {
  if (argument === '-' || existsSync(argument)) return false
  return /^eyJ|^bearer\s/i.test(argument) || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(argument)
}

/**
 * @param {string} path of a file; '-' for standard input
 * @param {string} prompt shown if standard input is a terminal
 * @returns {Promise<string>}
 */
export async function readText(path, prompt) {
  return (await readBytes(path, prompt)).toString('utf8')
}

/**
 * @param {string} path of a file; '-' for standard input
 * @param {string} prompt shown if standard input is a terminal
 * @returns {Promise<Buffer>}
 */
async function readBytes(path, prompt) {
  if (path !== '-') return readFile(path)
  if (process.stdin.isTTY) complain(prompt)
  const chunks = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BYTES) break
  }
  return Buffer.concat(chunks)
}

/**
 * @param {string} path of a JWK Set, or of keys in another form; '-' for standard input
 * @returns {Promise<string>} JSON of a JWK Set
 * @throws {UsageError} without the content, which may be a private key
 */
export async function readKeysText(path) {
  const bytes = await readBytes(path, 'Paste a JWK Set or a PEM, then press Ctrl+D:')
  if (bytes.length > MAX_BYTES) throw new UsageError('the JWK Set has more than 1 MiB: no verifier takes it')
  try {
    const { text: keys, note } = jwkSetText(keyFileText(bytes))
    if (note) complain(errorPaint.dim(note))
    return keys
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    throw new UsageError(error.message[0].toLowerCase() + error.message.slice(1), error.hint)
  }
}

const FILE_OF_IT = 'save it in a file, and give its name'

/** @param {string} path @returns {Buffer} */
function readFile(path) {
  try {
    if (statSync(path).isFile() && statSync(path).size <= MAX_BYTES) return readFileSync(path)
    const file = openSync(path, 'r') // a pipe, such as <(…), or a file of which only the beginning is read
    try {
      return readPrefix(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw unreadable(path, error)
  }
}

/** @param {number} file */
function readPrefix(file) {
  const buffer = Buffer.alloc(MAX_BYTES + 1)
  let size = 0
  while (size < buffer.length) {
    const read = readSync(file, buffer, size, buffer.length - size, null)
    if (read === 0) break
    size += read
  }
  return buffer.subarray(0, size)
}

/**
 * @param {string} path
 * @param {unknown} error
 * @returns {UsageError} without the path, if that might be a token, a key or a policy
 */
export function unreadable(path, error) {
  const { code = 'unknown' } = /** @type {NodeJS.ErrnoException} */ (error)
  if (/[{"\n]/.test(path)) return new UsageError('this is text, and the name of a file is asked for', FILE_OF_IT)
  const shown = path.length > 200 || looksLikeToken(path) ? 'the file' : `"${path}"`
  const reasons = /** @type {{ [code: string]: string }} */ ({
    ENOENT: 'does not exist',
    EISDIR: 'is a directory',
    EACCES: 'must not be read by you',
    ENAMETOOLONG: 'does not exist'
  })
  return new UsageError(`${shown} ${reasons[code] ?? `could not be read (${code})`}`)
}
