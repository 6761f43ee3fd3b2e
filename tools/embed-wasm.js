// Writes dist/assay-base64.js, which holds dist/assay.wasm as text for assay-jwt/inline. Part of `npm run build`.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './lib/command.js'

/** Its declaration lies beside it: TypeScript would otherwise read half a megabyte of text on each run. */
const files = {
  'dist/assay-base64.js': (/** @type {Buffer} */ code) => `export default '${code.toString('base64')}'\n`,
  'dist/assay-base64.d.ts': () => 'declare const base64: string\nexport default base64\n'
}

/** Leaves alone what is right already, so that nothing looks newer than it is. */
export function embedWasm() {
  const code = readFileSync(join(root, 'dist/assay.wasm'))
  for (const [name, make] of Object.entries(files)) {
    const path = join(root, name)
    const text = make(code)
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) embedWasm()
