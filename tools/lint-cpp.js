// clang-format and clang-tidy over the C++ sources, as configured by .clang-format and .clang-tidy.
// clang-tidy needs build/native (npm test builds it) and looks again only at what has changed.
//
//   node tools/lint-cpp.js          reports all findings and fails
//   node tools/lint-cpp.js --fix    formats in place

import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { clangTool } from './lib/clang.js'
import { Failure, root, runMain } from './lib/command.js'
import { dim, green, say, step } from './lib/steps.js'

const cache = join(root, 'build/native/lint')

/** @typedef {{ directory: string, command: string, file: string }} CompileCommand */

/**
 * @param {string} directory
 * @param {RegExp} pattern
 * @returns {string[]} absolute paths
 */
function filesIn(directory, pattern) {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(root, directory, name))
    .sort()
}

const sourcesAndHeaders = () =>
  ['src', 'bindings', 'tests/cpp', 'tests/bench/native', 'examples/native', 'examples/native-server'].flatMap((name) =>
    filesIn(name, /\.[ch]pp$/)
  )
const tidied = () => [
  ...filesIn('src', /\.cpp$/),
  join(root, 'bindings/wire.cpp'),
  join(root, 'bindings/wire_reports.cpp')
]

/** @param {boolean} fix */
function format(fix) {
  const mode = fix ? ['-i'] : ['--dry-run', '-Werror']
  const { status, stderr } = spawnSync(clangTool('clang-format'), [...mode, ...sourcesAndHeaders()], {
    encoding: 'utf8'
  })
  if (status === 0) return
  throw new Failure(`the C++ format:\n${stderr}`, 'run `node tools/lint-cpp.js --fix`')
}

/** @returns {Map<string, CompileCommand>} one for each file: some are compiled again for the tests with HS256 */
function compileCommands() {
  const path = join(root, 'build/native/compile_commands.json')
  if (!existsSync(path)) throw new Failure('build/native is not configured', 'run `cmake --preset native`')
  const commands = new Map()
  for (const command of /** @type {CompileCommand[]} */ (JSON.parse(readFileSync(path, 'utf8')))) {
    if (!commands.has(command.file)) commands.set(command.file, command)
  }
  return commands
}

/** Each file's own text, every header's, the checks and the command decide what clang-tidy finds in it. */
async function tidy() {
  const commands = compileCommands()
  const files = tidied().filter((file) => commands.has(file))
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'compile_commands.json'), JSON.stringify([...commands.values()]))
  const common = createHash('sha256')
  const shared = [join(root, '.clang-tidy'), ...sourcesAndHeaders().filter((file) => file.endsWith('.hpp'))]
  for (const file of shared) common.update(readFileSync(file))
  const everything = common.digest('hex')
  /** @param {string} file */
  const key = (file) => {
    const own = [everything, JSON.stringify(commands.get(file)), readFileSync(file)]
    return own.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
  }
  /** @param {string} file */
  const stamp = (file) => join(cache, `${basename(file)}.clean`)
  const changed = files.filter((file) => !existsSync(stamp(file)) || readFileSync(stamp(file), 'utf8') !== key(file))
  /** @type {string[]} */
  const findings = []
  await eachInParallel(changed, async (file) => {
    const before = key(file)
    const found = await tidyFile(file)
    if (found === null) writeFileSync(stamp(file), before)
    else findings.push(found)
    say(dim(`  ${relative(root, file)}`))
  })
  if (findings.length > 0) {
    throw new Failure(
      `clang-tidy:\n${findings.join('\n')}`,
      'correct these, or see .clang-tidy for what is off and why'
    )
  }
  return `${changed.length} of ${files.length} files looked at`
}

/**
 * @param {string} file
 * @returns {Promise<string | null>} what it found
 */
async function tidyFile(file) {
  try {
    await promisify(execFile)(clangTool('clang-tidy'), ['-p', cache, '--quiet', file], { maxBuffer: 64 * 1024 * 1024 })
    return null
  } catch (error) {
    const { stdout, stderr } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error)
    return stdout || stderr || `${relative(root, file)}: clang-tidy failed`
  }
}

/**
 * @param {string[]} items
 * @param {(item: string) => Promise<void>} action
 */
async function eachInParallel(items, action) {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await action(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

await runMain(async () => {
  const fix = process.argv.includes('--fix')
  await step('clang-format', () => format(fix))
  if (!fix) say(green(await step('clang-tidy', tidy)))
})
