// What tools/docs/package.json names, VitePress and TypeDoc: installed when something first needs them.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runCommand } from './command.js'
import { withLock } from './lock.js'

const directory = join(root, 'tools/docs')
export const docsModules = join(directory, 'node_modules')
const require = createRequire(join(directory, 'package.json'))

/** Installs them, unless that has been done with this lock file. */
export async function installDocsTools() {
  const lock = readFileSync(join(directory, 'package-lock.json'), 'utf8')
  const stamp = join(docsModules, '.assay-lock')
  await withLock(join(root, 'build/docs-tools.lock'), async () => {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
    await runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--prefix', directory], {
      log: join(root, 'build/logs/docs-tools.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
    writeFileSync(stamp, lock)
  })
}

/** @param {string} specifier of a module that is installed @returns {string} its file */
export const pathOfDocsTool = (specifier) => require.resolve(specifier)

/**
 * @param {string} specifier
 * @returns {Promise<any>} its module; tools are run, not type-checked
 */
export async function importDocsTool(specifier) {
  await installDocsTools()
  return import(pathToFileURL(pathOfDocsTool(specifier)).href)
}
