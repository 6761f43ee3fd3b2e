// Writes the README's parts that are taken from the code: the example Workers, the tables of codes, reasons and
// findings, what the simulation says, and the table of runtimes, which npm run test:runtimes found.
// tests/docs/readme.test.js fails where they differ.

import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { rules } from '../js/lint/rules.js'
import { percent, whole } from '../tests/bench/simulation/table.js'
import { readErrorTable } from './generate-error-table.js'

const readme = new URL('../README.md', import.meta.url)
const simulation = new URL('../tests/bench/simulation/results.json', import.meta.url)
const conformance = new URL('../tests/conformance/results.json', import.meta.url)
const example = new URL('../examples/cloudflare-worker/worker.js', import.meta.url)
const keysExample = new URL('../examples/keys-over-time/worker.js', import.meta.url)
const native = new URL('../examples/native/CMakeLists.txt', import.meta.url)

/**
 * @param {string} current the README as it is
 * @returns {Promise<string>} the README as it has to be
 */
export async function updateReadme(current) {
  const { codes, reasons } = readErrorTable()
  /** @type {Record<string, string>} */
  const sections = {
    example: `\`\`\`js\n${await readFile(example, 'utf8')}\`\`\``,
    'keys-example': `\`\`\`js\n${await readFile(keysExample, 'utf8')}\`\`\``,
    runtimes: runtimesTable(JSON.parse(await readFile(conformance, 'utf8'))),
    native: `\`\`\`cmake\n${await readFile(native, 'utf8')}\`\`\``,
    codes: table(
      ['code', 'HTTP', 'retry', 'hint'],
      codes.map((row) => [`\`${row.code}\``, String(row.status), row.retryable ? 'yes' : 'no', row.hint])
    ),
    reasons: table(
      ['reason', 'code', 'meaning'],
      reasons.map((row) => [`\`${row.reason}\``, `\`${row.code}\``, row.message])
    ),
    simulation: await describeSimulation(),
    lint: table(
      ['finding', 'severity', 'meaning', 'clause'],
      Object.entries(rules).map(([id, { severity, title, clause }]) => [`\`${id}\``, severity, title, clause])
    )
  }
  let text = current
  for (const [name, content] of Object.entries(sections)) text = replaceSection(text, name, content)
  return format(text, { ...(await resolveConfig(readme)), filepath: 'README.md' })
}

/** @returns {Promise<string>} what the simulation says, in three lines */
async function describeSimulation() {
  /** @type {import('../tests/bench/simulation/results.js').SimulationResults} */
  const { scenarios } = JSON.parse(await readFile(simulation, 'utf8'))
  const of = (/** @type {string} */ scenario, /** @type {string} */ contestant) =>
    /** @type {import('../tests/bench/simulation/metrics.js').Result} */ (
      scenarios.find(({ id }) => id === scenario)?.results.find(({ id }) => id === contestant)
    )
  const day = (/** @type {string} */ id) => of('day', id)
  const [kv, cache, memory, ten, ever] = ['assay-kv', 'assay-cache', 'assay-memory', 'fixed-age', 'never-expires'].map(
    day
  )
  const down = (/** @type {string} */ id) => percent(of('outage', id).refusedShare)
  return [
    `- With a shared store the authorization server answers ${whole(cache.fetchesPerHour)} (Cache API) or ${whole(kv.fetchesPerHour)} (Workers KV) fetches an hour instead of ${whole(ten.fetchesPerHour)} with ten minutes in each isolate, and ${percent(Math.max(cache.waited, kv.waited))} of the requests wait for one instead of ${percent(ten.waited)}; without a store it is ${whole(memory.fetchesPerHour)} and ${percent(memory.waited)}.`,
    `- After a rotation ${whole(kv.refused + cache.refused + memory.refused)} of ${whole(kv.requests)} good tokens are refused, and a withdrawn key is trusted for ${whole(Math.min(kv.staleMedian, cache.staleMedian, memory.staleMedian))} to ${whole(Math.max(kv.staleMedian, cache.staleMedian, memory.staleMedian))} s: longer than the ${whole(ten.staleMedian)} s of ten fixed minutes, for a stale set serves once while it is refreshed, and not the ${whole(ever.staleMedian)} s of keys that never expire.`,
    `- While the server is down for an hour, ${down('assay-kv')} (KV) and ${down('assay-cache')} (Cache API) of the good tokens of three hours are refused; ${down('assay-memory')} without a store, where new isolates have nothing; ${down('fixed-age')} with ten fixed minutes.`
  ].join('\n')
}

/** @param {import('../tests/conformance/report.js').Results} results */
function runtimesTable({ tests, runtimes }) {
  const rows = runtimes.map(({ label, version, under, passed, without }) => {
    return [label, version, `${passed} of ${tests.length - Object.keys(without).length}`, under]
  })
  return table(['runtime', 'version', 'tests passed', 'in force meanwhile'], rows)
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content what has to be between <!-- name --> and <!-- /name -->
 */
function replaceSection(text, name, content) {
  const section = new RegExp(`(?<=<!-- ${name} -->\n).*?(?=<!-- /${name} -->)`, 's')
  if (!section.test(text)) throw new Error(`README.md has no section "${name}"`)
  return text.replace(section, () => `\n${content}\n\n`)
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(readme, await updateReadme(await readFile(readme, 'utf8')))
}
