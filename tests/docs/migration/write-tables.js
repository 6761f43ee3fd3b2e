// npm run migration: runs the programs of docs/migration, and writes the tables of what each did.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runMain } from '../../../tools/lib/command.js'
import { migrationPages } from './tables.js'

await runMain(async () => {
  for (const [path, text] of Object.entries(await migrationPages())) writeFileSync(join(root, path), text)
})
