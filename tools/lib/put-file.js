import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Leaves alone what is right already, and replaces the rest at once: another process may be reading or serving it.
 * @param {string} path
 * @param {string | Uint8Array} content
 * @param {string} [aside] where the new file is written first, on the same file system
 */
export function putFile(path, content, aside = dirname(path)) {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return
  const next = join(aside, `.${process.pid}-${basename(path)}`)
  writeFileSync(next, content)
  renameSync(next, path)
}
