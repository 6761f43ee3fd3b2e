// Writes dist/assay-base64.js and dist/assay-ec-base64.js, which hold the .wasm as text for assay-jwt/inline and
// assay-jwt/inline-ec. Part of `npm run build`.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './lib/command.js'

/** Its declaration lies beside it: TypeScript would otherwise read half a megabyte of text on each run. */
const declaration = 'declare const base64: string\nexport default base64\n'

export function embedWasm() {
  for (const name of ['assay', 'assay-ec']) {
    const code = readFileSync(join(root, `dist/${name}.wasm`), 'base64')
    write(`dist/${name}-base64.js`, `export default '${code}'\n`)
    write(`dist/${name}-base64.d.ts`, declaration)
  }
}

/**
 * Leaves alone what is right already, so that nothing looks newer than it is.
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  const path = join(root, name)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) embedWasm()
