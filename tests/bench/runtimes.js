// The runtimes, and how each is started. tests/conformance starts its processes by the same commands.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, runCommand } from '../../tools/lib/command.js'
import { step } from '../../tools/lib/steps.js'

/**
 * @typedef {object} Runtime
 * @property {string} id
 * @property {string} label
 * @property {'process' | 'workerd' | 'page'} kind
 * @property {string[]} [command] for a process: the program and its arguments before the script
 * @property {string} [systemPackages] the part of tools/lib/system-packages.js that it needs
 * @property {boolean} [optional] only when it is asked for
 */

/** The bundles and job files of a run. */
export const workDirectory = join(root, 'build/bench')

const directory = fileURLToPath(new URL('runtimes', import.meta.url))

/** @param {string} path in the packages that runtimes/package.json names */
const installed = (path) => join(directory, 'node_modules', path)

const deno = installed('@deno/linux-x64-glibc/deno')
const bun = installed('@oven/bun-linux-x64/bin/bun')

/** @type {readonly Runtime[]} */
export const runtimes = [
  { id: 'node20', label: `Node ${process.versions.node.split('.')[0]}`, kind: 'process', command: [process.execPath] },
  { id: 'node22', label: 'Node 22', kind: 'process', command: [installed('node-22/bin/node')], optional: true },
  { id: 'node24', label: 'Node 24', kind: 'process', command: [installed('node-24/bin/node')] },
  { id: 'node26', label: 'Node 26', kind: 'process', command: [installed('node-26/bin/node')] },
  { id: 'deno', label: 'Deno', kind: 'process', command: [deno, 'run', '--allow-all', '--no-lock', '--cached-only'] },
  { id: 'bun', label: 'Bun', kind: 'process', command: [bun, 'run'] },
  { id: 'workerd', label: 'workerd', kind: 'workerd' },
  { id: 'chromium', label: 'Chromium', kind: 'page', systemPackages: 'chromium' },
  { id: 'firefox', label: 'Firefox', kind: 'page', systemPackages: 'firefox' }
]

/**
 * Installs runtimes/package.json, when it isn't yet, or was by another lock file.
 * @param {readonly Runtime[]} selected
 */
export async function installRuntimes(selected) {
  if (!selected.some(({ command }) => command?.[0].startsWith(directory))) return
  const lock = readFileSync(join(directory, 'package-lock.json'), 'utf8')
  const stamp = join(directory, 'node_modules/.assay-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  await step('Runtimes (npm ci in tests/bench/runtimes)', () =>
    runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--prefix', directory], {
      log: join(workDirectory, 'npm-ci.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
  )
  writeFileSync(stamp, lock)
}

/**
 * @param {string} id of a runtime that is a process
 * @returns {string[]} the program, and its arguments before the script
 */
export function commandOf(id) {
  const { command } = /** @type {Runtime} */ (runtimes.find((each) => each.id === id))
  return /** @type {string[]} */ (command)
}
