// The bundlers and judges of tools/package.json, installed when a test first needs them.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runCommand } from '../../tools/lib/command.js'
import { withLock } from '../../tools/lib/lock.js'
import { root } from '../support/package-exports.js'

const directory = fileURLToPath(new URL('tools', import.meta.url))
const require = createRequire(join(directory, 'package.json'))

/** Installs them, unless that has been done with this lock file. */
export async function installTools() {
  const lock = readFileSync(join(directory, 'package-lock.json'), 'utf8')
  const stamp = join(directory, 'node_modules/.assay-lock')
  await withLock(join(root, 'build/packaging-tools.lock'), async () => {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
    await runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--prefix', directory], {
      log: join(root, 'build/logs/packaging-tools.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
    writeFileSync(stamp, lock)
  })
}

/** @param {string} path of a file in one of the packages, such as a command */
export const inTools = (path) => join(directory, 'node_modules', path)

/**
 * @param {string} specifier
 * @returns {Promise<any>} its module; tools are run, not type-checked
 */
export async function importTool(specifier) {
  await installTools()
  return import(pathToFileURL(require.resolve(specifier)).href)
}
