// A page followed as it stands: its commands and files, in an empty folder. What `npm install` names is there and nothing
// else: assay-jwt from its tarball, the others as this repository has them.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../support/package-exports.js'
import { installTarball } from '../../support/tarball.js'

/**
 * @typedef {object} Path
 * @property {string[]} install the commands before the first file
 * @property {{ [name: string]: string }} files
 * @property {string} start
 * @property {string[]} ask curl's commands
 */

const step = /(?:^(?:[^`\n]* )?`([\w.-]+)`[^`\n]*:\n\n)?(?:^<!-- [\w-]+ -->\n\n)?^```(\w+)\n(.*?)^```/gms

/** @param {string} text of a page @returns {Path} its first program, from the installation to the requests */
export function pathOf(text) {
  /** @type {Path} */
  const path = { install: [], files: {}, start: '', ask: [] }
  for (const [, name, language, code] of text.matchAll(step)) {
    if (language !== 'sh') {
      if (name === undefined) break
      path.files[name] = code
      continue
    }
    const commands = code.trimEnd().split('\n')
    if (Object.keys(path.files).length === 0) path.install.push(...commands)
    else if (path.start === '') path.start = commands.join('\n')
    else if (commands[0].startsWith('curl ')) {
      path.ask = commands
      break
    }
  }
  return path
}

/** @param {string} text @param {{ [from: string]: string }} replacements each of which is in it */
export function withReplaced(text, replacements) {
  return Object.entries(replacements).reduce((all, [from, to]) => {
    assert.ok(all.includes(from), `the page says ${from}`)
    return all.replaceAll(from, to)
  }, text)
}

/** @param {(folder: string) => Promise<unknown>} use */
export async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-newcomer-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * @param {string} folder
 * @param {string} command of npm
 */
export async function install(folder, command) {
  const [, names] = /^npm install (?:--save-dev )?(.*)$/.exec(command) ?? []
  assert.ok(names, command)
  for (const name of names.split(' ')) {
    const target = join(folder, 'node_modules', name)
    if (name === 'assay-jwt') {
      await installTarball(folder)
      continue
    }
    const source = ['', 'tests/packaging/tools']
      .map((place) => join(root, place, 'node_modules', name))
      .find(existsSync)
    assert.ok(source, `${name} is installed nowhere here`)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(source, target, 'dir')
    linkCommands(folder, target)
  }
}

/** @param {string} folder @param {string} target the package, whose commands npx finds then */
function linkCommands(folder, target) {
  const { name, bin = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  for (const [command, file] of Object.entries(typeof bin === 'string' ? { [name]: bin } : bin)) {
    const link = join(folder, 'node_modules/.bin', command)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(target, file), link)
  }
}

/**
 * @param {string} folder
 * @param {string} command
 * @param {NodeJS.ProcessEnv} [env]
 */
export function run(folder, command, env) {
  const { NODE_TEST_CONTEXT: _, ...own } = process.env // a test in it is its own
  const child = spawn('sh', ['-c', command], {
    cwd: folder,
    env: { ...own, no_proxy: '*', ...env },
    detached: true, // a group of its own, so that what the shell starts ends with it
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (said.stdout += text))
  child.stderr.on('data', (text) => (said.stderr += text))
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }))
  return { child, said, ended }
}

/**
 * @param {string} folder
 * @param {string} command
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} what it prints
 */
export async function outputOf(folder, command, env) {
  const { code, stdout, stderr } = await run(folder, command, env).ended
  assert.equal(code, 0, `${command}\n${stdout}\n${stderr}`)
  return stdout
}

/**
 * @param {string} folder
 * @param {string} command that starts a server
 * @param {number} port on which it listens then
 * @param {NodeJS.ProcessEnv} env
 * @param {() => Promise<unknown>} use
 */
export async function whileRunning(folder, command, port, env, use) {
  const { child, said, ended } = run(folder, command, env)
  try {
    while (!(await isOpen(port))) {
      assert.equal(child.exitCode, null, `${command}\n${said.stdout}\n${said.stderr}`)
      await sleep(20)
    }
    await use()
  } catch (error) {
    throw new Error(`${command}\n${said.stdout}\n${said.stderr}`, { cause: error })
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    await ended
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** @param {string} folder @param {{ [name: string]: string }} files */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
