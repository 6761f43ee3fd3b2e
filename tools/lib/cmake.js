// Configures and builds one preset, with its progress shown.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { Failure, root, runCommand } from './command.js'
import { startHeartbeat } from './heartbeat.js'
import { withLock } from './lock.js'
import { dim, elapsed, green, red, say, sayBeat } from './steps.js'

const betweenProgressMs = 10_000

/** What decides, beside the CMake files (which ninja watches itself), how a preset is configured. */
const environment = [
  ...['BOTAN_SOURCE_DIR', 'BOOST_INCLUDE_DIR', 'CXXFLAGS', 'LDFLAGS'],
  ...['ASSAY_VECTORS_DIR', 'ASSAY_BOTAN_VECTORS_DIR', 'ASSAY_NIST_VECTORS_DIR', 'ASSAY_JSON_TEST_SUITE']
]
const optionalSources = '/usr/src/googletest'

/**
 * Configures and builds; says one line when there is nothing to do.
 * @param {{ preset: string, compiler?: string, targets?: string[] }} what compiler: its identity; another one starts afresh
 */
export async function buildPreset({ preset, compiler = '', targets = ['all'] }) {
  const begin = performance.now()
  const stop = startHeartbeat(sayBeat(preset, begin), { everyMs: 60_000 }) // one step of ninja may take minutes
  const directory = join(root, 'build', preset)
  const log = (/** @type {string} */ name) => join(root, 'build/logs', `${name}-${preset}.log`)
  try {
    await withLock(`${directory}.lock`, async () => {
      await configure(preset, directory, compiler, log('configure'))
      await compile(directory, targets, log('build'))
    })
  } catch (error) {
    say(`${red('✗')} ${preset} ${dim(elapsed(begin))}`)
    throw error
  } finally {
    stop()
  }
  say(`${green('✓')} ${preset}: ${relative(root, directory)} ${dim(elapsed(begin))}`)
}

/**
 * @param {string} preset
 * @param {string} directory
 * @param {string} compiler
 * @param {string} log
 */
async function configure(preset, directory, compiler, log) {
  const stamp = join(directory, 'configured.json')
  const presets = readFileSync(join(root, 'CMakePresets.json'), 'utf8')
  const settings = [presets, existsSync(optionalSources), ...environment.map((name) => process.env[name] ?? '')]
  const wanted = { compiler: hash([root, compiler, process.env.CXX ?? '']), settings: hash(settings) }
  const previous = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {}
  if (previous.compiler === wanted.compiler && previous.settings === wanted.settings) return
  say(dim(`  ${preset}: configuring`))
  // Objects of another compiler must not be linked with ours. No stamp: configured by hand, or interrupted.
  const stale = previous.compiler && previous.compiler !== wanted.compiler
  rmSync(stale ? directory : join(directory, 'CMakeCache.txt'), { recursive: true, force: true })
  await runCommand(['cmake', '--preset', preset], {
    log,
    hint: 'run `npm run setup`; if that changes nothing, see the lines above'
  })
  writeFileSync(stamp, JSON.stringify(wanted))
}

/** @param {unknown} value */
function hash(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/**
 * @param {string} directory
 * @param {string[]} targets
 * @param {string} log
 */
async function compile(directory, targets, log) {
  /** @type {string[]} */
  const said = []
  const progress = showProgress()
  try {
    await runCommand(
      ['cmake', '--build', directory, '--parallel', String(availableParallelism()), '--target', ...targets],
      { log, hint: '', onLine: (line) => progress(line) || said.push(line) }
    )
  } catch {
    // A compiler's messages are the failure; ninja's own last line says nothing.
    throw new Failure(
      `the build failed:\n${said.join('\n')}`,
      `correct it and build again; all of it: ${relative(root, log)}`
    )
  }
  for (const line of said) if (/warning/i.test(line)) say(line)
}

/** @returns {(line: string) => boolean} whether the line was ninja's progress; shown now and then */
function showProgress() {
  const begin = performance.now()
  let shown = begin
  return (line) => {
    const [, done, all] = /^\[(\d+)\/(\d+)\] /.exec(line) ?? []
    if (!done) return false
    const now = performance.now()
    if (now - shown < betweenProgressMs) return true
    shown = now
    say(dim(`  ${done} of ${all} steps, ${elapsed(begin)}`))
    return true
  }
}
