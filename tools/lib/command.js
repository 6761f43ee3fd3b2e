// Runs one command with its output kept in a log file, and says what to do when it fails.

import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { red, say } from './steps.js'

const shownLines = 20

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** An expected failure: a message without a stack, and what to do about it. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {string} hint
   */
  constructor(message, hint) {
    super(message)
    this.name = 'Failure'
    this.hint = hint
  }
}

/**
 * @typedef {object} CommandOptions
 * @property {string} log path of the log file, which is written anew
 * @property {string} hint what to do when the command fails
 * @property {Record<string, string>} [env] added to the environment
 * @property {(line: string) => void} [onLine] gets each line of the output
 */

/**
 * @param {string[]} command
 * @param {CommandOptions} options
 * @returns {Promise<void>} rejects with a Failure that shows the end of the output
 */
export async function runCommand([program, ...args], { log, hint, env = {}, onLine = () => {} }) {
  mkdirSync(dirname(log), { recursive: true })
  const file = createWriteStream(log)
  file.write(`$ ${[program, ...args].join(' ')}\n`)
  /** @type {string[]} */
  const last = []
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      file.write(`${line}\n`)
      if (last.push(line) > shownLines) last.shift()
      onLine(line)
    })
  }
  const problem = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)))
  })
  file.end()
  if (problem === null) return
  const shown = last.map((line) => `  ${line}`).join('\n')
  throw new Failure(`${program} failed (${problem}):\n${shown}\n  (all of it: ${relative(root, log)})`, hint)
}

/**
 * The end of a tool's main program: an expected failure is shown with what to do, any other with its stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    const { message, stack, hint } = /** @type {Error & { hint?: string }} */ (error)
    say(red(hint === undefined ? String(stack) : message))
    if (hint) say(`What to do: ${hint}`)
    process.exitCode = 1
  }
}
