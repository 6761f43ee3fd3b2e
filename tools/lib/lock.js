// One at a time: `npm start` beside `npm test` must not build in the same directory.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { dim, say } from './steps.js'

const pollMs = 250

/**
 * @template T
 * @param {string} path of the lock file, which holds the process id of the holder
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, action) {
  mkdirSync(dirname(path), { recursive: true })
  for (let waited = false; !take(path); waited = true) {
    if (!waited) say(dim(`  waiting for another process (${holder(path)}), which builds the same`))
    await wait(pollMs)
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release) // also on process.exit() in the middle
  try {
    return await action()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    const pid = holder(path)
    if (pid !== null && !isAlive(pid)) rmSync(path, { force: true }) // it was interrupted
    return false
  }
}

/**
 * @param {string} path
 * @returns {number | null} null while the holder still writes its id, or has just let go
 */
function holder(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || null
  } catch {
    return null
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
