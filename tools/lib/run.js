// Runs one command, its output streamed to the terminal and kept in a log file.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { watchSilence } from './silence.js'

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {string} log path of the log file; the output is appended
 * @property {number} silenceMs of no output, after which the command and all it started are ended
 * @property {(line: string) => void} [onLine] gets each line of the output
 */

/**
 * @param {string[]} command
 * @param {RunOptions} options
 * @returns {Promise<string | null>} null, or what went wrong
 */
export async function run([program, ...args], { cwd, log, silenceMs, onLine = () => {} }) {
  await mkdir(dirname(log), { recursive: true })
  const file = createWriteStream(log, { flags: 'a' })
  file.write(`$ ${[program, ...args].join(' ')}\n`)
  // A process group of its own, so that a limit or an interruption reaches whatever it started.
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let silent = false
  const silence = watchSilence(silenceMs, () => {
    silent = true
    endGroup(child.pid)
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      silence.hear(String(chunk))
      process.stdout.write(chunk)
      file.write(chunk)
    })
    createInterface({ input: stream }).on('line', onLine)
  }
  const forward = () => {
    endGroup(child.pid)
    process.exit(130)
  }
  process.once('SIGINT', forward).once('SIGTERM', forward)
  try {
    const [code, signal] = await once(child, 'close')
    if (silent) return `printed nothing for ${showDuration(silenceMs)} and was ended`
    if (code === 0) return null
    return signal ? `ended by ${signal}` : `exit code ${code}`
  } catch (error) {
    return /** @type {Error} */ (error).message // it could not be started
  } finally {
    silence.end()
    process.off('SIGINT', forward).off('SIGTERM', forward)
    await new Promise((done) => file.end(() => done(null))) // whoever reads the log next finds all of it
  }
}

/** @param {number} ms */
const showDuration = (ms) => (ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} minutes`)

/** @param {number | undefined} pid */
function endGroup(pid) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
