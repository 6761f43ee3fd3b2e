import { spawn } from 'node:child_process'

/** @typedef {{ platform: string, env: NodeJS.ProcessEnv }} Machine */

/**
 * The program that opens an address in the default browser, without a shell between.
 * @param {string} url
 * @param {Machine} machine
 * @returns {string[] | undefined} undefined where there is no screen: xdg-open would start a browser in this terminal
 */
export function openerOf(url, { platform, env }) {
  if (platform === 'darwin') return ['open', url]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  const hasScreen = env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME || env.BROWSER
  return hasScreen ? ['xdg-open', url] : undefined
}

/**
 * @param {string} url
 * @param {Machine} [machine]
 * @returns {Promise<string | undefined>} why no browser was opened; undefined when the opener was started
 */
export function openBrowser(url, machine = process) {
  const [program, ...args] = openerOf(url, machine) ?? []
  if (program === undefined) return Promise.resolve('there is no screen (DISPLAY is not set)')
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, shell: false })
    child.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) => resolve(`${program} cannot run (${code})`))
    child.once('spawn', () => resolve(undefined))
    child.unref() // the browser outlives this program
  })
}
