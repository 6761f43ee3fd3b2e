// Builds the parsers of others and asks them about bodies.

import { execFile, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const sources = join(root, 'tests/fuzz/mcp/parsers')
const built = join(root, 'build/fuzz/mcp')

/** What a parser sees in one message. @typedef {{ method?: string, name?: string, uri?: string, taskId?: string }} Seen */

/** Program -> how it is used, a column of its output each. */
export const views = {
  go: ['Go: struct', 'Go: map'],
  c: ['cJSON: GetObjectItem', 'cJSON: CaseSensitive', 'jansson', 'jansson: NUL, no end'],
  python: ['Python: dict', 'Python: first of two']
}

/** @typedef {keyof typeof views} Program */

/** @returns {Promise<{ [name in Program]: string[] }>} commands */
export async function buildParsers() {
  await mkdir(built, { recursive: true })
  const [go, c] = [join(built, 'parse-go'), join(built, 'parse-c')]
  const env = { GOCACHE: join(built, 'go-cache'), GO111MODULE: 'off', GOFLAGS: '' }
  await compile(['go', 'build', '-o', go, join(sources, 'parse.go')], env)
  await compile(['cc', '-O1', '-Wall', '-Werror', '-o', c, join(sources, 'parse.c'), '-lcjson', '-ljansson'])
  return { go: [go], c: [c], python: ['python3', join(sources, 'parse.py')] }
}

/** @param {string[]} command @param {{ [name: string]: string }} [env] */
async function compile([program, ...args], env = {}) {
  try {
    await promisify(execFile)(program, args, { env: { ...process.env, ...env } })
  } catch (error) {
    const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error)
    throw new Error(`${program}: ${stderr || message}\nnpm run setup installs what is needed`, { cause: error })
  }
}

/**
 * @param {string[]} command
 * @param {readonly Uint8Array[]} bodies
 * @returns {Promise<(Seen[] | undefined)[][]>} of each body, what each view sees; undefined: it refuses the body
 */
export async function askParser([program, ...args], bodies) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('latin1').on('data', (chunk) => (output += chunk))
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  child.stdin.end(bodies.map((body) => `${Buffer.from(body).toString('hex')}\n`).join(''))
  const code = await ended
  const lines = output.split('\n').slice(0, -1)
  if (code !== 0 || lines.length !== bodies.length) {
    throw new Error(`${program} ended with ${code} after ${lines.length} of ${bodies.length} bodies`)
  }
  return lines.map((line) => line.split('\t').map(readView))
}

/** @param {string} text @returns {Seen[] | undefined} */
function readView(text) {
  if (text === '!') return undefined
  return text === '' ? [] : text.split(' ').map(readMessage)
}

/** @param {string} text @returns {Seen} */
function readMessage(text) {
  const [method, name, uri, taskId] = text.split(',').map((field) => {
    // Bytes that are no UTF-8 stay different from each other.
    return field === '-' ? undefined : Buffer.from(field.slice(1), 'hex').toString('latin1')
  })
  return { method, name, uri, taskId }
}
