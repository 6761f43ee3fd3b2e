// The process that is timed, in Node, Deno or Bun: child.js JOB RESULT, two JSON files.

import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { rows } from '../contestants.js'
import { runCases } from '../run-cases.js'

const [jobFile, resultFile] = process.argv.slice(2)

/** @type {import('../workload.js').Libraries} */
const libraries = Object.fromEntries(
  rows.map(({ library }) => [library, () => import(new URL(`../libraries/${library}.js`, import.meta.url).href)])
)

const result = await runCases(JSON.parse(readFileSync(jobFile, 'utf8')), libraries)
writeFileSync(resultFile, JSON.stringify({ ...result, version: versionHere() }))

function versionHere() {
  const { bun, deno, node } = process.versions
  return bun ?? deno ?? node
}
