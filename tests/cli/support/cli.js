import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { publicJwk } from '../../js/support/tokens.js'

export const main = fileURLToPath(new URL('../../../js/cli/main.js', import.meta.url))

const directory = mkdtempSync(join(tmpdir(), 'assay-cli-'))
after(() => rmSync(directory, { recursive: true, force: true }))

/**
 * @param {string} name
 * @param {unknown} content text as it is, anything else as JSON
 * @returns {string} the path of a file that has it
 */
export function file(name, content) {
  const path = join(directory, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

export const jwksFile = file('good-jwks.json', { keys: [publicJwk()] })

/** Flags of a policy that accepts token(), at its time. */
export const policy = [
  ...['--issuer', 'https://auth.example.com/', '--audience', 'https://mcp.example.com'],
  ...['--jwks', jwksFile, '--now', '1800000000']
]

const clean = { ...process.env }
for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS']) delete clean[name]

/**
 * Runs the command line as a process.
 * @param {string[]} args
 * @param {{ input?: string | AsyncIterable<string>, env?: Record<string, string>, node?: string[] }} [how]
 * @returns {Promise<{ code: number | null, signal: string | null, stdout: string, stderr: string }>}
 */
export async function run(args, { input = '', env = {}, node = [] } = {}) {
  const child = spawn(process.execPath, [...node, main, ...args], { env: { ...clean, ...env } })
  child.stdin.on('error', () => {}) // a usage error reads nothing
  const fed = feed(child.stdin, input)
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close')
  ])
  await fed
  return { code, signal, stdout, stderr }
}

/**
 * @param {import('node:stream').Writable} stdin
 * @param {string | AsyncIterable<string>} input
 */
async function feed(stdin, input) {
  if (typeof input === 'string') {
    stdin.end(input)
    return
  }
  const closed = new Promise((done) => stdin.once('close', done))
  for await (const piece of input) {
    if (stdin.destroyed) return
    if (!stdin.write(piece)) await Promise.race([new Promise((done) => stdin.once('drain', done)), closed])
  }
  stdin.end()
}

/**
 * Runs it with a terminal of its own (script(1) of util-linux), input closed.
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, stdout?: string }} [how] stdout: a file instead of the terminal
 * @returns {Promise<{ code: number | null, screen: string }>}
 */
export async function runOnTerminal(args, { env = {}, stdout } = {}) {
  const quote = (/** @type {string} */ word) => `'${word.replaceAll("'", "'\\''")}'`
  const command = [process.execPath, main, ...args].map(quote).join(' ') + (stdout ? ` > ${quote(stdout)}` : '')
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...clean, TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [screen, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { code, screen }
}
