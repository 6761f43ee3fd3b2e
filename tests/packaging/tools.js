// The bundlers and judges of tools/package.json, installed when a test first needs them.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runCommand } from '../../tools/lib/command.js'
import { withLock } from '../../tools/lib/lock.js'
import { root } from '../support/package-exports.js'

export const toolsDirectory = fileURLToPath(new URL('tools', import.meta.url))
/** What runs tests inside of workerd. */
export const poolDirectory = fileURLToPath(new URL('workers-pool', import.meta.url))
/** What applications of SvelteKit, Astro and Nitro are built with. */
export const frameworksDirectory = fileURLToPath(new URL('frameworks', import.meta.url))
const require = createRequire(join(toolsDirectory, 'package.json'))

/**
 * Installs them, unless that has been done with this lock file.
 * @param {string} [directory] with a lock file of its own
 */
export async function installTools(directory = toolsDirectory) {
  const lock = readFileSync(join(directory, 'package-lock.json'), 'utf8')
  const stamp = join(directory, 'node_modules/.assay-lock')
  const name = `packaging-${basename(directory)}`
  await withLock(join(root, `build/${name}.lock`), async () => {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
    await runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--prefix', directory], {
      log: join(root, `build/logs/${name}.log`),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
    writeFileSync(stamp, lock)
  })
}

/** @param {string} path of a file in one of the packages, such as a command */
export const inTools = (path) => join(toolsDirectory, 'node_modules', path)

/**
 * Puts packages into a project as if they were installed in it, with the commands that they bring.
 * @param {string} modules the project's node_modules
 * @param {string} directory where they are installed
 * @param {readonly string[]} names
 */
export function linkPackages(modules, directory, names) {
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const name of names) {
    const source = join(directory, 'node_modules', name)
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(source, join(modules, name))
    const { bin = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
    const commands = typeof bin === 'string' ? { [basename(name)]: bin } : bin
    for (const [command, path] of Object.entries(commands)) {
      symlinkSync(join(source, String(path)), join(modules, '.bin', command))
    }
  }
}

/**
 * @param {string} name of one of the packages
 * @returns {string} its version
 */
export const versionOf = (name) => JSON.parse(readFileSync(inTools(`${name}/package.json`), 'utf8')).version

/**
 * @param {string} specifier
 * @returns {Promise<any>} its module; tools are run, not type-checked
 */
export async function importTool(specifier) {
  await installTools()
  return import(pathToFileURL(require.resolve(specifier)).href)
}
