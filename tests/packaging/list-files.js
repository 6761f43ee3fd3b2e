// npm run pack:list: writes files.txt, the files that the tarball is meant to hold; tests/packaging asserts it.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packTarball } from '../support/tarball.js'

/**
 * @param {string} tarball
 * @returns {string[]} the paths within its directory "package", sorted
 */
export function listFiles(tarball) {
  const listed = execFileSync('tar', ['--list', '--gzip', `--file=${tarball}`], { encoding: 'utf8' })
  return listed
    .trimEnd()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''))
    .sort()
}

/**
 * @param {string[]} paths
 * @returns {string[]} with one line for all files that entries share: their names and number follow from what is in them
 */
export function withoutHashes(paths) {
  return [...new Set(paths.map((path) => path.replace(/\/shared-\w{8}\.js$/, '/shared-*.js')))].sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('files.txt', import.meta.url), `${withoutHashes(listFiles(await packTarball())).join('\n')}\n`)
}
