// The Debian packages that the parts of the set-up need, and their installation.

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Failure, root, runCommand } from './command.js'
import { dim, say, step } from './steps.js'

/**
 * Package -> what shows that it is there, however it came there: a command on PATH or an absolute path.
 * @type {{ readonly [name: string]: string }}
 */
const probes = {
  cmake: 'cmake',
  'ninja-build': 'ninja',
  python3: 'python3',
  'xz-utils': 'xz',
  'g++': 'g++',
  'libgtest-dev': '/usr/include/gtest/gtest.h',
  'libsimde-dev': '/usr/include/simde/wasm/simd128.h',
  googletest: '/usr/src/googletest/googletest/src/gtest-all.cc',
  'python3-cryptography-vectors': '/usr/lib/python3/dist-packages/cryptography_vectors/asymmetric/ECDSA',
  'clang-format-14': 'clang-format-14',
  'clang-tidy-14': 'clang-tidy-14',
  'golang-go': 'go',
  'libcurl4-openssl-dev': 'curl-config',
  'libcpp-httplib-dev': '/usr/include/httplib.h',
  openssl: 'openssl',
  'libssl-dev': '/usr/include/openssl/evp.h',
  'libjwt-dev': '/usr/include/jwt.h',
  'libcjose-dev': '/usr/include/cjose/cjose.h',
  'libcjson-dev': '/usr/include/cjson/cJSON.h',
  'libjansson-dev': '/usr/include/jansson.h',
  'libabsl-dev': '/usr/include/absl/base/config.h',
  'libprotobuf-dev': '/usr/include/google/protobuf/message.h',
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  'webkit2gtk-driver': 'WebKitWebDriver',
  xvfb: 'Xvfb',
  'redis-server': 'redis-server'
}

/** @type {{ readonly [part: string]: readonly string[] }} */
const packagesOf = {
  emscripten: ['cmake', 'ninja-build', 'python3'],
  sources: ['python3', 'xz-utils'],
  native: [
    'g++',
    'cmake',
    'ninja-build',
    'python3',
    'libgtest-dev',
    'googletest',
    'libsimde-dev',
    'python3-cryptography-vectors', // NIST's vectors for the tests
    'clang-format-14',
    'clang-tidy-14',
    'libcurl4-openssl-dev', // assay::jwks
    'libcpp-httplib-dev', // examples/native-server
    'openssl', // a certificate for its key server
    // tests/fuzz/mcp asks these parsers.
    'golang-go',
    'libcjson-dev',
    'libjansson-dev'
  ],
  // What npm run bench -- --native compares with.
  'native-bench': ['libssl-dev', 'libjwt-dev', 'libcjose-dev', 'libjansson-dev', 'xz-utils'],
  'native-bench-jwt-verify-lib': ['libabsl-dev', 'libprotobuf-dev'],
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
  redis: ['redis-server'] // tests/replay
}

/**
 * @param {string} name
 * @returns {string | null} the path of a command on PATH
 */
export function findCommand(name) {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name))
  return candidates.find(isExecutable) ?? null
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * @param {readonly string[]} parts
 * @returns {string[]} the packages that these parts need and that are missing
 */
function missingPackages(parts) {
  const wanted = [...new Set(parts.flatMap((part) => packagesOf[part] ?? []))]
  const halfInstalled = unfinished(wanted)
  return wanted.filter((name) => {
    const probe = probes[name]
    const there = probe.startsWith('/') ? existsSync(probe) : findCommand(probe) !== null
    return !there || halfInstalled.has(name)
  })
}

/**
 * @param {readonly string[]} names
 * @returns {Set<string>} those whose installation was interrupted: their files may be there already
 */
function unfinished(names) {
  const format = '${db:Status-Status} ${Package}\n' // dpkg's own template
  const { stdout } = spawnSync('dpkg-query', ['--show', `--showformat=${format}`, ...names], { encoding: 'utf8' })
  const rows = (stdout ?? '').split('\n').map((line) => line.split(' '))
  const states = ['unpacked', 'half-configured', 'half-installed', 'triggers-awaited', 'triggers-pending']
  return new Set(rows.filter(([status]) => states.includes(status)).map(([, name]) => name))
}

/**
 * Installs what is missing for these parts of the set-up; most often nothing.
 * @param {readonly string[]} parts
 */
export async function installSystemPackages(parts) {
  const missing = missingPackages(parts)
  if (missing.length === 0) return
  const prefix = rootPrefix(missing)
  const log = (/** @type {string} */ name) => join(root, '.toolchain/log', `${name}.log`)
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  // sudo drops the environment: what apt needs goes through env(1).
  const command = [...prefix, 'env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)]
  await step(`Debian packages: ${missing.join(', ')}`, async () => {
    // An installation that was interrupted is finished first; apt refuses to work otherwise.
    await runCommand([...command, 'dpkg', '--configure', '-a'], {
      log: log('dpkg-configure'),
      hint: 'an earlier installation of Debian packages is broken: run "apt-get -f install" and see what it says'
    })
    await runCommand([...command, 'apt-get', 'update'], {
      log: log('apt-update'),
      hint: 'look at the network and at the apt sources of this machine, then run it again'
    })
    const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300']
    await runCommand([...command, 'apt-get', 'install', ...options, ...missing], {
      log: log('apt-install'),
      hint: `look at the network and the free disk space; or install them yourself: apt-get install ${missing.join(' ')}`,
      onLine: sayProgress()
    })
  })
  const still = missingPackages(parts)
  if (still.length > 0) {
    throw new Failure(`still missing after the installation: ${still.join(', ')}`, 'see .toolchain/log/apt-install.log')
  }
}

/** @returns {(line: string) => void} of apt's output, what is worth showing */
function sayProgress() {
  let unpacked = 0
  return (line) => {
    if (/^(Need to get|Fetched) /.test(line)) say(dim(`  ${line}`))
    if (line.startsWith('Unpacking ') && ++unpacked % 25 === 0) say(dim(`  ${unpacked} packages unpacked`))
  }
}

/**
 * @param {string[]} missing
 * @returns {string[]} what to put before a command that must run as root
 */
function rootPrefix(missing) {
  const list = missing.join(' ')
  if (findCommand('apt-get') === null) {
    throw new Failure(`missing, and this machine has no apt to install it: ${list}`, 'install them in its own way')
  }
  if (process.getuid?.() === 0) return []
  const sudo = findCommand('sudo')
  if (sudo && spawnSync(sudo, ['-n', 'true']).status === 0) return [sudo, '-n']
  throw new Failure(`these Debian packages are missing: ${list}`, `as root, run: apt-get install ${list}`)
}
