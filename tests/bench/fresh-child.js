// A fresh process: fresh-child.js LIBRARY ID FIXTURE prints the milliseconds from before the import of the library to
// its first verdict.

import { readFileSync } from 'node:fs'

const [library, id, fixtureFile] = process.argv.slice(2)
/** @type {import('./fixtures.js').Fixture} */
const fixture = JSON.parse(readFileSync(fixtureFile, 'utf8'))
const [token] = fixture.tokens

const begin = performance.now()
/** @type {{ contestants: Record<string, import('./workload.js').Prepare> }} */
const { contestants } = await import(new URL(`libraries/${library}.js`, import.meta.url).href)
const { verify, input = (/** @type {string} */ same) => same } = await contestants[id](fixture, 'repeated')
if (!(await verify(input(token)))) throw new Error('no verdict')
console.log(performance.now() - begin)
