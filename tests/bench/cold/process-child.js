// The process that is timed in Node: process-child.js run|gate LIBRARY FIXTURE prints JSON. Without a LIBRARY it only reads
// the fixture.

import { readFileSync } from 'node:fs'

const [mode, library, fixtureFile] = process.argv.slice(2)
/** @type {import('../fixtures.js').Fixture} */
const fixture = JSON.parse(readFileSync(fixtureFile, 'utf8'))

/** @type {import('./run-cold.js').Load} */
const load = () => import(new URL(`libraries/${library}.js`, import.meta.url).href)

if (mode === 'gate') {
  const { findFailures } = await import('./gate.js')
  console.log(JSON.stringify(await findFailures(library, load, fixture)))
} else {
  const { runCold } = await import('./run-cold.js')
  const run = library === '' ? { marks: {}, times: [] } : await runCold(load, fixture)
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ ...run, cpu: (user + system) / 1000 }))
}
