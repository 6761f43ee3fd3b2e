// One at a time: `npm start` beside `npm test` must not build in the same directory.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from './command.js'
import { dim, say } from './steps.js'

/** flock(1)'s exit code where another process holds the lock. */
const CONFLICT = 75

/**
 * @template T
 * @param {string} path of the lock file, which stays; the kernel releases the lock when this process ends, however it ends
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, action) {
  mkdirSync(dirname(path), { recursive: true })
  let release = await lock(path, '--nonblock')
  if (release === undefined) {
    say(dim('  waiting for another process, which builds the same'))
    release = await lock(path)
  }
  try {
    return await action()
  } finally {
    await release?.()
  }
}

/**
 * Starts a child that holds the lock until its standard input ends, which happens at the latest when this process ends.
 * @param {string} path
 * @param {string[]} options of flock
 * @returns {Promise<(() => Promise<unknown>) | undefined>} releases the lock; undefined: another process holds it
 * @throws {Failure} where flock fails
 */
async function lock(path, ...options) {
  const holder = spawn(
    'flock',
    ['--conflict-exit-code', String(CONFLICT), ...options, path, 'sh', '-c', 'echo; exec cat'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true // Ctrl+C ends this process first, then the lock
    }
  )
  const closed = once(holder, 'close')
  const outcome = await Promise.race([
    once(holder.stdout, 'data').then(() => 'locked'),
    closed.then(
      ([code]) => code,
      (error) => error.message
    )
  ])
  if (outcome === CONFLICT) return undefined
  if (outcome !== 'locked') throw new Failure(`cannot lock ${path}: flock ends with ${outcome}`, 'install util-linux')
  return () => {
    holder.stdin.end()
    return closed
  }
}
