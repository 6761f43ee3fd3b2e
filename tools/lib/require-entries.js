// What require() gives of the package in Node: for each entry a file of CommonJS that requires the ES module, so that it is
// the same module however it is loaded, and that says what to do where Node cannot.

import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './command.js'

/** @returns {{ specifier: string, types: string, file: string }[]} what package.json exports under node.require */
export function requireTargets() {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.entries(exports).flatMap(([path, { node }]) =>
    node ? [{ specifier: name + path.slice(1), types: node.require.types, file: node.require.default }] : []
  )
}

/**
 * @param {string} specifier of the entry
 * @param {string} file of CommonJS, beside the module
 * @returns {string} its text. What else can go wrong, such as a file that is missing, is told as it is. A SyntaxError is what
 *   a loader makes of an ES module that it takes for a script, as Jest's does
 */
export const requireEntry = (specifier, file) => `try {
  module.exports = require('./${basename(file, '.cjs')}.js')
} catch (cause) {
  if (cause.code !== 'ERR_REQUIRE_ESM' && cause.name !== 'SyntaxError') throw cause
  const message =
    "${specifier} is an ES module, and this runtime cannot require() one (Node 20.19, 22.12 and newer can; Jest from Node 24.9 on, with --experimental-vm-modules). Use: ${useOf(specifier)}"
  throw Object.assign(new Error(message, { cause }), { code: 'ERR_REQUIRE_ESM' })
}
`

/** @param {string} specifier @returns {string} what works everywhere */
const useOf = (specifier) =>
  `${specifier.includes('/') ? '' : 'const { createVerifier } = '}await import('${specifier}')`
