// npm run setup: what is missing on this machine is fetched; what is there is left alone. `npm start`, `npm test`
// and `npm run build` do it by themselves.
//
//   npm run setup                            everything
//   npm run setup -- --only npm,emscripten   these parts

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Failure, root, runCommand } from './lib/command.js'
import { elapsed, red, say, step } from './lib/steps.js'
import { findCommand, installSystemPackages } from './lib/system-packages.js'
import { findEmscripten, installToolchain } from './lib/toolchain.js'

const allParts = /** @type {const} */ (['npm', 'sources', 'emscripten', 'native', 'chromium'])

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
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  // `npm ci` begins by removing node_modules: a stamp in there means that one has come to its end.
  const stamp = join(root, 'node_modules/.assay-stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  if (!findCommand('npm')) throw new Failure('npm is not on PATH', 'install it: apt-get install npm')
  await step('npm packages (npm ci)', () =>
    runCommand(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress'], {
      log: join(root, '.toolchain/log/npm-ci.log'),
      hint: 'look at the network and at the npm registry that this machine is configured for, then run it again'
    })
  )
  writeFileSync(stamp, lock)
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main()
  } catch (error) {
    const { message, stack, hint } = /** @type {Error & { hint?: string }} */ (error)
    say(red(hint ? message : String(stack)))
    if (hint) say(`What to do: ${hint}`)
    process.exitCode = 1
  }
}
