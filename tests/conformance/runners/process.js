import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** @import { Place, Result } from '../runtimes.js' */

/**
 * Node, Deno and Bun, each in a process of its own.
 * @param {string[]} command the program, and its arguments before the script
 * @param {Place} place
 * @returns {Promise<Result>}
 */
export async function runInProcess([program, ...args], { directory, base, id, signal }) {
  const child = spawn(program, [...args, join(directory, 'mains/process.js'), base, id], {
    cwd: directory,
    signal,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [output, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`exit code ${code}: ${complaints.slice(-2000)}`)
  if (complaints !== '') throw new Error(`it complained: ${complaints.slice(-2000)}`)
  return JSON.parse(output)
}
