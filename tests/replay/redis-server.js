// A redis-server of Debian's, on a free port of loopback, that keeps nothing on the disk.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../support/free-port.js'

/**
 * @typedef {object} RedisServer
 * @property {string} url
 * @property {() => Promise<void>} start again, at the same port, empty
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<RedisServer>} it is running */
export async function startRedis() {
  const port = await freePort()
  /** @type {{ stop: () => Promise<void> } | undefined} */
  let running
  const start = async () => void (running = await run(port))
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop: async () => running?.stop() }
}

/** @param {number} port */
async function run(port) {
  const directory = mkdtempSync(join(tmpdir(), 'assay-redis-'))
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let isOver = false
  const stop = async () => {
    if (isOver) return
    isOver = true
    child.kill('SIGKILL')
    await exited
    rmSync(directory, { recursive: true, force: true })
  }
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('Ready to accept connections')) {
      child.stdout.resume()
      return { stop }
    }
  }
  await stop()
  throw new Error('redis-server did not start: is its port taken?')
}
