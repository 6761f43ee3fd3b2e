// A prefix that `cmake --install` filled, and programs built against it and nothing else.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../support/package-exports.js'

/** @typedef {{ code: number, stdout: string, stderr: string }} Outcome */

const run = promisify(execFile)

/** @returns {{ path: string, remove: () => void }} a directory for one test file */
export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'assay-native-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** @param {string} prefix gets the library, from build/native */
export async function install(prefix) {
  await run('cmake', ['--install', join(root, 'build/native'), '--prefix', prefix])
}

/**
 * Configures and builds a CMake project.
 * @param {string} source
 * @param {string} build
 * @param {string} prefix where it finds assay
 * @param {string[]} [options]
 */
export async function buildWith(source, build, prefix, options = []) {
  await run('cmake', ['-S', source, '-B', build, '-G', 'Ninja', `-DCMAKE_PREFIX_PATH=${prefix}`, ...options])
  await run('cmake', ['--build', build])
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} [input]
 * @returns {Promise<Outcome>}
 */
export async function outcomeOf(program, args, input = '') {
  const promise = run(program, args, { maxBuffer: 1e8 })
  promise.child.stdin?.on('error', () => {}) // it may have ended without reading
  promise.child.stdin?.end(input)
  try {
    return { code: 0, ...(await promise) }
  } catch (error) {
    const { code, stdout, stderr } = /** @type {Error & Outcome} */ (error)
    return { code, stdout, stderr }
  }
}
