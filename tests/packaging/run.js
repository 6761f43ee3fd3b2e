// npm run test:packaging: every test of this folder, and the table of deployments that they found.
//
//   npm run test:packaging                  records it for docs/guides/deployment.md
//   npm run test:packaging -- --no-record   fails where it is not what is recorded; part of `npm test`

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { generate } from '../../tools/generate.js'
import { Failure, root, runMain } from '../../tools/lib/command.js'
import { nodeTest } from '../../tools/lib/stage-commands.js'
import { green, red, say } from '../../tools/lib/steps.js'
import { faultsOf, resultsOf, showTable } from './report.js'

const found = join(root, 'build/deployments.jsonl')
const results = join(root, 'tests/packaging/deployments.json')

/**
 * @param {boolean} records without the test that compares the page with what is recorded
 * @returns {Promise<import('./deployments.js').Found[]>}
 */
async function run(records) {
  mkdirSync(join(root, 'build'), { recursive: true })
  rmSync(found, { force: true })
  const [program, ...args] = nodeTest(root, 'tests/packaging', (file) => !records || !file.endsWith('/report.test.js'))
  const env = { ...process.env, ASSAY_DEPLOYMENTS: found }
  const [code] = await once(spawn(program, args, { cwd: root, env, stdio: 'inherit' }), 'exit')
  const lines = existsSync(found) ? readFileSync(found, 'utf8').trimEnd().split('\n') : []
  const rows = lines.map((line) => JSON.parse(line))
  say(`\n${showTable(rows)}\n`)
  if (code !== 0)
    throw new Failure('tests have failed', 'see them above; one file alone: node --test tests/packaging/…')
  return rows
}

await runMain(async () => {
  const { values } = parseArgs({ options: { 'no-record': { type: 'boolean' } } })
  const rows = await run(!values['no-record'])
  const faults = faultsOf(rows)
  if (faults.length > 0) throw new Failure(red(faults.join('\n')), 'tests/packaging/deployments.js has the rows')
  say(green(`All green: ${rows.length} deployments`))
  const kept = resultsOf(rows)
  if (values['no-record']) {
    if (isDeepStrictEqual(kept, JSON.parse(readFileSync(results, 'utf8')))) return
    throw new Failure('this is not what docs/guides/deployment.md says', 'npm run test:packaging')
  }
  writeFileSync(results, `${JSON.stringify(kept, null, 2)}\n`)
  await generate()
  say('Written: tests/packaging/deployments.json, and the table of docs/guides/deployment.md')
})
