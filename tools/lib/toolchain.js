// Emscripten, and the sources of Botan and Boost: where they are, and how they come under .toolchain/.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, runCommand } from './command.js'
import { dim, say, step } from './steps.js'
import { findCommand } from './system-packages.js'

/** Older ones lack libc++'s ranges and embind's types. */
const minimumVersion = [3, 1, 69]
const neededBytes = 2.5e9

const directory = join(root, '.toolchain')
const script = join(root, 'tools/toolchain.sh')

/** @typedef {{ description: string, key: string }} Emscripten key: changes when another compiler is to be used */

/** @returns {Emscripten | null} the Emscripten that cmake/emscripten-toolchain.cmake will find */
export function findEmscripten() {
  return emscriptenOnPath() ?? (isCurrent('emscripten') ? privateEmscripten() : null)
}

/** @returns {Emscripten} */
function privateEmscripten() {
  const file = join(directory, 'emscripten/usr/share/emscripten/emscripten-version.txt')
  const description = `Emscripten ${readFileSync(file, 'utf8').replaceAll(/["\s]/g, '')} under .toolchain/`
  return { description, key: description }
}

/** @returns {Emscripten | null} */
function emscriptenOnPath() {
  const emcc = findCommand('emcc')
  if (!emcc || !findCommand('em-config')) return null
  const { stdout } = spawnSync(emcc, ['--version'], { encoding: 'utf8' })
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(stdout ?? '')
  if (!version || !isNewEnough(version.slice(1).map(Number))) return null
  return { description: `Emscripten ${version[0]} on PATH`, key: `${emcc} ${version[0]}` }
}

/** @param {number[]} version */
function isNewEnough(version) {
  const differing = version.findIndex((number, index) => number !== minimumVersion[index])
  return differing === -1 || version[differing] > minimumVersion[differing]
}

/** @returns {string} */
function scriptHash() {
  return createHash('sha256').update(readFileSync(script)).digest('hex')
}

/**
 * @param {string} part
 * @returns {boolean} whether toolchain.sh, as it is now, has finished this part
 */
function isCurrent(part) {
  const stamp = join(directory, part, 'stamp')
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === scriptHash()
}

/** @returns {boolean} whether the environment says where both Botan and Boost are */
function sourcesAreGiven() {
  const probes = { BOTAN_SOURCE_DIR: 'configure.py', BOOST_INCLUDE_DIR: 'boost/json/basic_parser_impl.hpp' }
  const given = Object.entries(probes).filter(([variable]) => process.env[variable])
  for (const [variable, probe] of given) {
    const path = join(/** @type {string} */ (process.env[variable]), probe)
    if (!existsSync(path))
      throw new Failure(`${variable} is set, but there is no ${path}`, `correct or unset ${variable}`)
  }
  return given.length === Object.keys(probes).length
}

/**
 * Fetches what is missing of these parts; other names are left to others.
 * @param {readonly string[]} parts
 */
export async function installToolchain(parts) {
  /** @type {string[]} */
  const missing = []
  if (parts.includes('sources') && !sourcesAreGiven() && !isCurrent('sources')) missing.push('sources')
  if (parts.includes('emscripten') && !findEmscripten()) missing.push('emscripten')
  if (missing.length === 0) return
  checkMachine()
  const titles = { sources: 'Botan and Boost sources', emscripten: 'Emscripten' }
  const title = missing.map((part) => titles[/** @type {keyof titles} */ (part)]).join(', ')
  await step(`${title}, from Debian stable into .toolchain/`, () =>
    runCommand(['bash', script, directory, ...missing], {
      log: join(directory, 'log/toolchain.log'),
      hint: 'see the lines above; running it again starts afresh',
      onLine: (line) => line.startsWith('phase: ') && say(dim(`  ${line.slice('phase: '.length)}`))
    })
  )
}

function checkMachine() {
  if (!findCommand('apt-get') || !findCommand('dpkg-deb')) {
    throw new Failure(
      'this machine has no apt, which fetches Emscripten, Botan and Boost',
      `put Emscripten >= ${minimumVersion.join('.')} on PATH and set BOTAN_SOURCE_DIR and BOOST_INCLUDE_DIR`
    )
  }
  mkdirSync(directory, { recursive: true })
  const { bavail, bsize } = statfsSync(directory)
  if (bavail * bsize < neededBytes) {
    const free = Math.round((bavail * bsize) / 1e6)
    throw new Failure(`too little disk space: ${free} MB are free`, `free some: ${neededBytes / 1e6} MB are needed`)
  }
}
