// npm run setup: what is missing on this machine is fetched; what is there is left alone. `npm start`, `npm test`
// and `npm run build` do it by themselves.
//
//   npm run setup                            everything
//   npm run setup -- --only npm,emscripten   these parts

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Failure, root, runCommand, runMain } from './lib/command.js'
import { elapsed, say, step } from './lib/steps.js'
import { findCommand, installSystemPackages } from './lib/system-packages.js'
import { findEmscripten, installToolchain } from './lib/toolchain.js'

const allParts = /** @type {const} */ (['npm', 'sources', 'emscripten', 'native', 'chromium', 'firefox', 'redis'])

/** @typedef {typeof allParts[number]} Part */

/**
 * @param {{ parts?: readonly Part[], quiet?: boolean }} [options] quiet: nothing is said when nothing is missing
 * @returns {Promise<void>} rejects with a Failure whose hint says what to do
 */
export async function setup({ parts = allParts, quiet = false } = {}) {
  const begin = performance.now()
  await installSystemPackages(parts)
  await installToolchain(parts)
  if (parts.includes('npm')) await installNpmPackages()
  if (quiet) return
  const compiler = parts.includes('emscripten') ? ` (${findEmscripten()?.description})` : ''
  say(`Everything is set up: ${parts.join(', ')}${compiler}, ${elapsed(begin)}`)
}

async function installNpmPackages() {
  if (npmPackagesAreInstalled()) return
  if (!findCommand('npm')) throw new Failure('npm is not on PATH', 'install it: apt-get install npm')
  await step('npm packages (npm ci)', () =>
    runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress'], {
      log: join(root, '.toolchain/log/npm-ci.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
  )
}

/**
 * npm notes what it has installed, as its last act: an interrupted installation has no such note.
 * @returns {boolean} whether that is what package-lock.json asks for
 */
function npmPackagesAreInstalled() {
  const note = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(note)
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    if (path === '') return true // this package itself
    const found = installed[path]
    if (!found) return Boolean(optional ?? devOptional) // for another platform
    return found.version === version && found.integrity === integrity
  })
}

/** @typedef {{ version: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * @param {string} path of a lock file
 * @returns {{ [path: string]: LockedPackage }}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const only = values.only?.split(',').map((part) => part.trim()) ?? [...allParts]
  const parts = allParts.filter((part) => only.includes(part))
  if (parts.length < only.length) {
    throw new Failure(`--only ${values.only}: not all of these are parts`, `the parts are ${allParts.join(', ')}`)
  }
  await setup({ parts })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main)
