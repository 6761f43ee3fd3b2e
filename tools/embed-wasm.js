// Writes dist/assay-base64.js and dist/assay-ec-base64.js, which hold the .wasm as text for assay-jwt/inline and
// assay-jwt/inline-ec. Part of `npm run build`.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './lib/command.js'
import { putFile } from './lib/put-file.js'

/** Its declaration lies beside it: TypeScript would otherwise read half a megabyte of text on each run. */
const declaration = 'declare const base64: string\nexport default base64\n'

export function embedWasm() {
  for (const name of ['assay', 'assay-ec']) {
    const code = readFileSync(join(root, `dist/${name}.wasm`), 'base64')
    putFile(join(root, `dist/${name}-base64.js`), `export default '${code}'\n`)
    putFile(join(root, `dist/${name}-base64.d.ts`), declaration)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) embedWasm()
