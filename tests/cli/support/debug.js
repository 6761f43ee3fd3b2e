import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/**
 * Starts `assay-jwt debug` and waits for its address.
 * @param {string} main the command line's program
 * @param {string[]} [args]
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [how]
 * @returns {Promise<{ url: string, said: string, end: (signal?: NodeJS.Signals) => Promise<{ code: number | null, stderr: string }> }>}
 */
export async function startDebug(main, args = [], { env = process.env, cwd } = {}) {
  const child = spawn(process.execPath, [main, 'debug', ...args], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const complained = text(child.stderr)
  let said = ''
  child.stdout.setEncoding('utf8')
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    said += piece
    if (said.includes('\n')) break
  }
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0]
  if (url === undefined) throw new Error(`no address: ${said}${await complained}`)
  const end = async (/** @type {NodeJS.Signals} */ signal = 'SIGINT') => {
    child.kill(signal)
    const [code] = await closed
    return { code, stderr: await complained }
  }
  return { url, said, end }
}
