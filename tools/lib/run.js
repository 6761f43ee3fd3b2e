// Runs one command, its output streamed to the terminal and kept in a log file.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {string} log path of the log file; the output is appended
 * @property {number} timeoutMs after which the command and all it started are ended
 */

/**
 * @param {string[]} command
 * @param {RunOptions} options
 * @returns {Promise<string | null>} null, or what went wrong
 */
export async function run([program, ...args], { cwd, log, timeoutMs }) {
  await mkdir(dirname(log), { recursive: true })
  const file = createWriteStream(log, { flags: 'a' })
  file.write(`$ ${[program, ...args].join(' ')}\n`)
  // A process group of its own, so that a time limit or an interruption reaches whatever it started.
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      process.stdout.write(chunk)
      file.write(chunk)
    })
  }
  let timedOut = false
  const limit = setTimeout(() => {
    timedOut = true
    endGroup(child.pid)
  }, timeoutMs)
  const forward = () => {
    endGroup(child.pid)
    process.exit(130)
  }
  process.once('SIGINT', forward).once('SIGTERM', forward)
  try {
    const [code, signal] = await once(child, 'close')
    if (timedOut) return `took longer than ${timeoutMs / 60_000} minutes`
    if (code === 0) return null
    return signal ? `ended by ${signal}` : `exit code ${code}`
  } catch (error) {
    return /** @type {Error} */ (error).message // it could not be started
  } finally {
    clearTimeout(limit)
    process.off('SIGINT', forward).off('SIGTERM', forward)
    file.end()
  }
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
