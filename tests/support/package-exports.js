import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Resolves this package's own name as another runtime would, by package.json's export map.
 * @param {string} specifier 'assay-jwt', or a subpath of it
 * @param {string[]} conditions of that runtime
 * @returns {Promise<string>} the absolute path of the module
 */
export async function resolvePackage(specifier, conditions) {
  const { name, exports } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'))
  if (specifier !== name && !specifier.startsWith(`${name}/`)) {
    throw new Error(`only ${name} can be imported here, not ${specifier}`)
  }
  const target = matchConditions(exports?.[`.${specifier.slice(name.length)}`], conditions)
  if (!target) throw new Error(`package.json exports no ${specifier} for ${conditions.join(', ')}`)
  return resolve(root, target)
}

/**
 * @param {unknown} target a value of "exports"
 * @param {string[]} conditions
 * @returns {string | undefined} the first match in the map's own order, as Node's algorithm has it
 */
function matchConditions(target, conditions) {
  if (typeof target === 'string') return target
  for (const [condition, nested] of Object.entries(target ?? {})) {
    if (condition !== 'default' && !conditions.includes(condition)) continue
    const match = matchConditions(nested, conditions)
    if (match) return match
  }
  return undefined
}
