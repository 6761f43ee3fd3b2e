// The table of deployments: what is a fault, and that the page's table is that of the run.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { files } from '../../tools/generators/pages.js'
import { root } from '../support/package-exports.js'
import { deployments } from './deployments.js'
import { faultsOf, pageTable, resultsOf, showTable } from './report.js'

/** @typedef {import('./deployments.js').Found} Found */

/** @returns {Found[]} */
const green = () => deployments.map(({ id }) => ({ id, version: '1.2.3', built: true, run: true, missing: 'says' }))

test('a run is green where each row was built, ran, and was seen without a .wasm, once', () => {
  assert.deepEqual(faultsOf(green()), [])
  assert.equal(resultsOf(green()).length, deployments.length)
})

test('a row that is missing, comes twice, did not run or is unknown is a fault', () => {
  const [first, ...rest] = green()
  assert.deepEqual(faultsOf(rest), [`${first.id}: 0 results instead of one`])
  assert.deepEqual(faultsOf([first, first, ...rest]), [`${first.id}: 2 results instead of one`])
  assert.deepEqual(faultsOf([{ ...first, run: false }, ...rest]), [`${first.id}: it was not built, or did not run`])
  assert.deepEqual(faultsOf([...green(), { ...first, id: 'other' }]), ['other: no such deployment'])
  assert.match(showTable(rest), /✗ +✗ +✗/)
})

test('the page has the table of the run that is recorded, with the versions of the lock files', async () => {
  const kept = JSON.parse(readFileSync(`${root}tests/packaging/deployments.json`, 'utf8'))
  const path = 'docs/guides/deployment.md'
  const page = readFileSync(`${root}${path}`, 'utf8')
  assert.equal((await files())[path], page, 'npm run generate')
  const [section] = page.split('<!-- /deployments -->')
  const cells = (/** @type {string} */ line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const [head, , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cells)
  assert.deepEqual([head, ...rows], pageTable(kept))
  const locked = [...readFileSync(`${root}tests/packaging/tools/package.json`, 'utf8').matchAll(/"([\d.]+)"/g)]
  const versions = locked.map(([, version]) => version)
  for (const { id, version } of kept.filter((/** @type {any} */ { id }) =>
    /^(nft|ncc|pnpm|yarn|webpack|rspack)/.test(id)
  ))
    assert.ok(versions.includes(version), `${id} ${version}`)
})

test('a row that was never recorded is no page', () => {
  assert.throws(() => pageTable(resultsOf(green().slice(1))), /is not recorded: npm run test:packaging/)
})
