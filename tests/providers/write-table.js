// npm run providers: writes the table of docs/providers.md.

import { readFileSync, writeFileSync } from 'node:fs'
import { Failure, runMain } from '../../tools/lib/command.js'
import { documentedOptions, page } from './documented-options.js'
import { fixtures, skip } from './fixtures.js'
import { ownFixtures } from './own-fixtures.js'
import { withTable } from './table.js'

await runMain(async () => {
  if (skip) throw new Failure(skip, 'the table is made of them')
  const text = await withTable(readFileSync(page, 'utf8'), [...fixtures, ...ownFixtures], await documentedOptions())
  writeFileSync(page, text)
})
