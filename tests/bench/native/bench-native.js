// npm run bench -- --native: µs per token of the native library beside those of C and C++ on OpenSSL.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildPreset } from '../../../tools/lib/cmake.js'
import { Failure, root } from '../../../tools/lib/command.js'
import { say, step } from '../../../tools/lib/steps.js'
import { installSystemPackages } from '../../../tools/lib/system-packages.js'
import { setup } from '../../../tools/setup.js'
import { makeFixture } from '../fixtures.js'
import { newResults, resultsDirectory, writeJson } from '../results.js'
import { workDirectory } from '../runtimes.js'
import { summarize } from '../statistics.js'
import { drawNativePicture } from './picture-native.js'

/** @import { Fixture } from '../fixtures.js' */
/** @import { Summary } from '../statistics.js' */

/**
 * @typedef {object} NativeResults
 * @property {string} date
 * @property {{ cpu: string, cores: number, load: number }} machine
 * @property {Record<string, string>} versions
 * @property {Record<string, Record<string, Record<string, Summary>>>} cases algorithm -> new or repeated -> library
 */

const run = promisify(execFile)
const sources = fileURLToPath(new URL('.', import.meta.url))
const directory = join(workDirectory, 'native')
const inside = (/** @type {string} */ name) => join(directory, name)

/** 2048: an RSA key of 2048 bits. */
const algorithms = [
  { name: 'RS256', kind: '2048' },
  { name: 'ES256', kind: 'ES256' }
]
const TOKENS = 64
/** The type that all take: libjwt 1.10 refuses "at+jwt", which RFC 9068 requires. */
const TYPE = 'JWT'

/**
 * @param {{ quick: boolean, 'jwt-verify-lib'?: string }} options of jwt_verify_lib the directory: include/, lib/, VERSION
 */
export async function runNative({ quick, 'jwt-verify-lib': given }) {
  const jwtVerifyLib = given === undefined ? null : findJwtVerifyLib(resolve(given))
  await setup({ parts: ['sources', 'native'], quiet: true })
  await installSystemPackages(jwtVerifyLib ? ['native-bench', 'native-bench-jwt-verify-lib'] : ['native-bench'])
  await buildPreset({ preset: 'native', targets: ['assay', 'assay_jwks'] }) // what the prefix needs
  await step('The libraries that it is compared with', () => build(jwtVerifyLib?.directory ?? ''))
  const { date, machine } = newResults(quick)
  /** @type {NativeResults} */
  const results = { date, machine, versions: await versions(jwtVerifyLib), cases: {} }
  for (const { name, kind } of algorithms) {
    writeFixture(name, makeFixture(kind, TOKENS, TYPE))
    results.cases[name] = await step(name, () => measure(name, quick ? 11 : 101))
  }
  show(results)
  const target = resultsDirectory(!quick)
  await writeJson(target, 'results-native.json', results)
  writeFileSync(join(target, 'native.svg'), drawNativePicture(results))
  say(`\nWritten: results-native.json and native.svg in ${relative(root, target)}`)
}

/** @typedef {{ directory: string, version: string }} JwtVerifyLib */

/** @param {string} directory @returns {JwtVerifyLib} */
function findJwtVerifyLib(directory) {
  const file = join(directory, 'VERSION')
  if (existsSync(file)) return { directory, version: readFileSync(file, 'utf8').trim() }
  const layout =
    'include/, lib/libjwt_verify_lib.a, lib/libcrypto.a (BoringSSL), and VERSION: a line that says which one it is'
  throw new Failure(`no jwt_verify_lib in ${directory}`, `it must have ${layout}`)
}

/** @param {string} jwtVerifyLib its directory, or nothing */
async function build(jwtVerifyLib) {
  const jwtCpp = inside('jwt-cpp')
  mkdirSync(directory, { recursive: true })
  await run('bash', [join(sources, 'fetch-jwt-cpp.sh'), jwtCpp])
  rmSync(inside('prefix'), { recursive: true, force: true })
  await run('cmake', ['--install', join(root, 'build/native'), '--prefix', inside('prefix')])
  const others = [`-DJWT_CPP_DIR=${jwtCpp}`, `-DJWT_VERIFY_LIB_ROOT=${jwtVerifyLib}`]
  const options = [`-DCMAKE_PREFIX_PATH=${inside('prefix')}`, ...others, '-DCMAKE_BUILD_TYPE=Release']
  // Fresh: what an earlier run found may be elsewhere now.
  await run('cmake', ['--fresh', '-S', sources, '-B', inside('build'), '-G', 'Ninja', ...options])
  await run('cmake', ['--build', inside('build')])
}

/** @param {string} name @param {Fixture} fixture */
function writeFixture(name, { issuer, audience, jwk, pem, tokens, refused }) {
  const files = {
    issuer,
    audience,
    [`${name}.jwks`]: JSON.stringify({ keys: [jwk] }),
    [`${name}.jwk`]: JSON.stringify(jwk),
    [`${name}.pem`]: pem,
    [`${name}.good`]: tokens.join('\n'),
    [`${name}.bad`]: Object.values(refused).join('\n')
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(inside(file), text)
}

/**
 * @param {string} algorithm
 * @param {number} rounds
 * @returns {Promise<Record<string, Record<string, Summary>>>}
 */
async function measure(algorithm, rounds) {
  const program = inside('build/native-bench')
  const { stdout } = await run(program, [directory, algorithm, String(rounds)], { maxBuffer: 1e8 })
  /** @type {Record<string, Record<string, number[]>>} */
  const samples = JSON.parse(stdout)
  return Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, summarize(each, 'assay')]))
}

/** @param {JwtVerifyLib | null} jwtVerifyLib @returns {Promise<Record<string, string>>} */
async function versions(jwtVerifyLib) {
  const packages = { libjwt: 'libjwt-dev', cjose: 'libcjose-dev', openssl: 'libssl-dev' }
  const query = ['--show', '--showformat=${Version}']
  const found = Object.entries(packages).map(async ([name, each]) => {
    const { stdout } = await run('dpkg-query', [...query, each])
    return [name, stdout.replace(/[+-].*$/, '')]
  })
  const withoutPackage = {
    'jwt-cpp': 'as in Ceph 18.2.7',
    ...(jwtVerifyLib && { jwt_verify_lib: jwtVerifyLib.version })
  }
  return { ...Object.fromEntries(await Promise.all(found)), ...withoutPackage }
}

/** @param {NativeResults} results */
function show({ cases }) {
  for (const [algorithm, { new: fresh, repeated }] of Object.entries(cases)) {
    say(`\n${algorithm}, µs per token: new, repeated, factor`)
    for (const [name, { us, ratio }] of Object.entries(fresh)) {
      say(`  ${name.padEnd(14)} ${us.toFixed(1).padStart(8)} ${repeated[name].us.toFixed(1).padStart(8)} ${ratio}`)
    }
  }
}
