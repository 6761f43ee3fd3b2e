// clang-format and clang-tidy, by name.

import { Failure } from './command.js'
import { findCommand } from './system-packages.js'

const version = 14 // Debian 12's; another version formats and finds differently

/**
 * @param {string} name
 * @returns {string} its path
 */
export function clangTool(name) {
  const path = findCommand(`${name}-${version}`)
  if (path) return path
  throw new Failure(`${name}-${version} is missing`, 'run `npm run setup`')
}
