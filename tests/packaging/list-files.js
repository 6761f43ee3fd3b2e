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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('files.txt', import.meta.url), `${listFiles(await packTarball()).join('\n')}\n`)
}
