// What a server gets: copied to an empty place, where nothing of the build is, and run there.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeProject, output } from './project.js'

/** @typedef {Awaited<ReturnType<typeof makeProject>>} Project */
/** @typedef {readonly (readonly [from: string, to: string])[]} Shipped within the project, and there */

/** Prints the verdicts by RSA and by elliptic curves. */
export const main = `import { verdicts } from './verdicts.js'
const all = async () => [await verdicts(), await verdicts('curves')]
all().then((each) => console.log(JSON.stringify(each)))
`

/** The .wasm, copied beside a bundle. @type {Shipped} */
export const wasm = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm'].map(
  (name) => /** @type {const} */ ([`node_modules/assay-jwt/dist/${name}`, name])
)

/** Of a project of ES modules. */
export const esm = /** @type {const} */ (['package.json', 'package.json'])

/**
 * @param {(project: Project) => Promise<unknown>} use
 * @param {Parameters<typeof makeProject>[0]} [files]
 * @param {Parameters<typeof makeProject>[1]} [options]
 */
export async function withProject(use, files = { 'main.js': main }, options = undefined) {
  const project = await makeProject(files, options)
  try {
    await use(project)
  } finally {
    project.close()
  }
}

/**
 * @template T
 * @param {Project} project
 * @param {Shipped} shipped
 * @param {(place: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withShipped(project, shipped, use) {
  const place = mkdtempSync(join(tmpdir(), 'assay-server-'))
  chmodSync(place, 0o755)
  try {
    for (const [from, to] of shipped) {
      mkdirSync(dirname(join(place, to)), { recursive: true })
      cpSync(project.inside(from), join(place, to), { recursive: true, verbatimSymlinks: true })
    }
    // Bundlers write down where they found a module: it must not be there any more.
    renameSync(project.directory, `${project.directory}-gone`)
    return await use(place)
  } finally {
    if (existsSync(`${project.directory}-gone`)) renameSync(`${project.directory}-gone`, project.directory)
    rmSync(place, { recursive: true, force: true })
  }
}

/**
 * @param {Project} project
 * @param {Shipped} shipped
 * @param {string} [entry]
 * @param {{ command?: string[], lacks?: RegExp }} [options] lacks: the files to take away
 * @returns {Promise<string>} what it prints
 */
export function runShipped(project, shipped, entry = 'main.js', { command = [process.execPath], lacks } = {}) {
  return withShipped(project, shipped, (place) => {
    if (lacks) removeFiles(place, lacks)
    return output([...command, entry], { cwd: place })
  })
}

/**
 * @param {string} directory
 * @param {RegExp} pattern of the names of files
 */
export function removeFiles(directory, pattern) {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (each) => each.isFile() && pattern.test(each.name)
  )
  assert.ok(found.length > 0, `${pattern} in ${directory}`)
  for (const each of found) rmSync(join(each.parentPath ?? each.path, each.name), { force: true })
}

/** What an operator reads where a .wasm is missing. @param {string} [cause] the engine's or the system's @returns {RegExp} */
export const says = (cause = '\\w+') =>
  new RegExp(
    `assay-jwt: The WebAssembly core could not be loaded \\(${cause}\\)\\. It was looked for at .*\\. Deploy dist/\\*\\.wasm[^]*core_not_loaded`
  )

/** Of another user than root, where there is one that may run this Node. */
const nobody = [{ uid: 65534, gid: 65534 }, {}].find(
  (user) => !('uid' in user) || spawnSync(process.execPath, ['--version'], { ...user, cwd: '/' }).status === 0
)

/**
 * Runs as nobody, so that files without permission to write are not written.
 * @param {string[]} command
 * @param {string} cwd
 */
export const asNobody = (command, cwd) => output(command, { cwd, env: { PATH: process.env.PATH }, ...nobody })
