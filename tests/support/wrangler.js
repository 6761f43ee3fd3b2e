import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './package-exports.js'

export const wranglerCommand = [process.execPath, join(root, 'node_modules/wrangler/bin/wrangler.js')]

/**
 * What wrangler needs to stay on this machine and out of the user's home.
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
export function wranglerEnvironment(home) {
  return {
    ...process.env,
    ...{ CI: 'true', FORCE_COLOR: '0', NO_COLOR: '1', HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home },
    ...{ WRANGLER_SEND_METRICS: 'false', WRANGLER_SEND_ERROR_REPORTS: 'false', WRANGLER_LOG_PATH: join(home, 'logs') },
    ...{ WRANGLER_REGISTRY_PATH: join(home, 'registry'), CLOUDFLARE_CF_FETCH_ENABLED: 'false' }
  }
}

/**
 * `wrangler dev` in a project that has a wrangler.toml, as its user would start it.
 * @param {string} project its directory
 * @param {string[]} [args] beside the port
 * @returns {Promise<{ url: string, log: string[], close: () => Promise<void> }>}
 */
export async function startWranglerDev(project, args = []) {
  const home = await mkdtemp(join(tmpdir(), 'assay-wrangler-'))
  const [program, ...first] = wranglerCommand
  const options = [
    'dev',
    '--ip',
    '127.0.0.1',
    '--port',
    '0',
    '--inspector-port',
    '0',
    '--show-interactive-dev-session=false'
  ]
  const child = spawn(program, [...first, ...options, ...args], {
    cwd: project,
    env: wranglerEnvironment(home),
    detached: true, // a group of its own, so that its workerd ends with it
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const close = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      process.kill(-child.pid, 'SIGKILL')
      await exited
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  /** @type {string[]} */
  const log = []
  try {
    return { url: await readyUrl(child, log), log, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {string[]} log gets all that it says
 * @returns {Promise<string>}
 */
function readyUrl(child, log) {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line)
        const url = /Ready on (http:\/\/\S+)/.exec(line)?.[1]
        if (url) resolve(url)
      })
    }
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`wrangler dev ended with exit code ${code}:\n${log.join('\n')}`)))
  })
}
