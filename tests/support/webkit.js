import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findCommand } from '../../tools/lib/system-packages.js'
import { freePort } from './free-port.js'

/**
 * @typedef {object} WebKit
 * @property {string} version as WebKitGTK itself says
 * @property {(url: string) => Promise<unknown>} open
 * @property {(script: string) => Promise<any>} evaluate the body of a function, in the page
 * @property {() => Promise<void>} close
 */

/**
 * Debian's WebKitGTK: its MiniBrowser on a display of its own, driven by WebDriver (W3C), with a profile of its own.
 * @returns {Promise<WebKit>}
 */
export async function launchWebKit() {
  const home = await mkdtemp(join(tmpdir(), 'assay-webkit-'))
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = []
  const end = async () => {
    for (const child of children.reverse()) await stop(child)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const display = await startDisplay(children)
    const driver = await startDriver(children, {
      ...process.env,
      ...{
        DISPLAY: display,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        NO_AT_BRIDGE: '1',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1'
      }
    })
    return await newSession(driver, end)
  } catch (error) {
    await end()
    throw error
  }
}

/** @param {import('node:child_process').ChildProcess[]} children @returns {Promise<string>} the display's name */
async function startDisplay(children) {
  const xvfb = spawn(find('Xvfb', 'xvfb'), ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  children.push(xvfb)
  const [number] = await Promise.race([once(/** @type {any} */ (xvfb.stdio[3]), 'data'), failed(xvfb, 'Xvfb')])
  return `:${String(number).trim()}`
}

/**
 * @param {import('node:child_process').ChildProcess[]} children
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the driver's URL
 */
async function startDriver(children, env) {
  const port = await freePort() // the driver would take one itself, but not say which
  const driver = spawn(find('WebKitWebDriver', 'webkit2gtk-driver'), [`--port=${port}`, '--host=127.0.0.1'], {
    env,
    stdio: 'ignore'
  })
  children.push(driver)
  const url = `http://127.0.0.1:${port}`
  const answers = async () => {
    while (!(await fetch(`${url}/status`).catch(() => null))?.ok) await sleep(50)
  }
  await Promise.race([answers(), failed(driver, 'WebKitWebDriver')])
  return url
}

/**
 * @param {string} driver
 * @param {() => Promise<void>} end
 * @returns {Promise<WebKit>}
 */
async function newSession(driver, end) {
  const options = { binary: findMiniBrowser(), args: ['--automation'] }
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
  const { sessionId, capabilities: had } = await ask(driver, 'POST', '/session', { capabilities })
  const session = `/session/${sessionId}`
  await ask(driver, 'POST', `${session}/timeouts`, { script: 600_000, pageLoad: 120_000 })
  return {
    version: had.browserVersion,
    open: (url) => ask(driver, 'POST', `${session}/url`, { url }),
    evaluate: (script) => ask(driver, 'POST', `${session}/execute/sync`, { script, args: [] }),
    close: async () => {
      await ask(driver, 'DELETE', session).catch(() => {})
      await end()
    }
  }
}

/**
 * @param {string} driver
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function ask(driver, method, path, body) {
  const response = await fetch(driver + path, { method, body: body && JSON.stringify(body) })
  const { value } = /** @type {{ value: any }} */ (await response.json())
  if (!response.ok) throw new Error(`WebKitWebDriver: ${value?.error}: ${value?.message}`)
  return value
}

/**
 * @param {string} command
 * @param {string} name of its Debian package
 */
function find(command, name) {
  const path = findCommand(command)
  if (!path) throw new Error(`${command} is missing: apt-get install ${name}`)
  return path
}

function findMiniBrowser() {
  const libraries = '/usr/lib/x86_64-linux-gnu'
  const directory = readdirSync(libraries).find((name) => /^webkit2gtk-4\.\d$/.test(name))
  if (!directory) throw new Error('MiniBrowser is missing: apt-get install webkit2gtk-driver')
  return join(libraries, directory, 'MiniBrowser')
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @returns {Promise<never>}
 */
async function failed(child, name) {
  const [code] = await once(child, 'exit') // rejects where it could not be started
  throw new Error(`${name} ended with exit code ${code}`)
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
