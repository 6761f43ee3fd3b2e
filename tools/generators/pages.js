// The parts of docs/ that are taken from the code: the examples, the tables of options, codes, reasons, findings and
// verdicts, what the simulation says, and the table of runtimes, which npm run test:runtimes found.

import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { AssayError, errorResponse } from '../../js/http/index.js'
import { rules } from '../../js/lint/rules.js'
import { codes, reasons } from '../../tables/errors.js'
import { errorSections } from './pages/errors-page.js'
import { pageTable } from '../../tests/packaging/report.js'
import { percent, whole } from '../../tests/bench/simulation/table.js'
import { formatted } from '../lib/formatted.js'
import { replaceSection } from '../lib/section.js'
import { optionTables } from './options/tables.js'

const root = new URL('../../', import.meta.url)

/** Which page has which sections, each between <!-- name --> and <!-- /name -->. @type {{ [page: string]: string[] }} */
const pages = {
  'guides/workers.md': ['example', 'example-settings'],
  'guides/guard.md': ['guard-options', 'rate-limit-options', 'verdicts'],
  'guides/dpop.md': ['dpop-options'],
  'guides/express.md': ['example-express'],
  'guides/hono.md': ['example-hono'],
  'guides/mcp.md': ['example-mcp', 'example-mcp-node'],
  'guides/keys-over-time.md': ['keys-example', 'simulation'],
  'guides/lint-jwks.md': ['lint'],
  'guides/cpp.md': ['native', 'native-server'],
  'guides/deployment.md': ['deployments'],
  'reference/options.md': ['verifier-options', 'token-cache-options', 'jwks-cache-options'],
  'reference/runtimes.md': ['runtimes'],
  'reference/errors.md': ['codes', 'reasons', 'errors']
}

const simulation = new URL('tests/bench/simulation/results.json', root)
const conformance = new URL('tests/conformance/results.json', root)
const packaging = new URL('tests/packaging/deployments.json', root)

/** The examples, or parts of them: from the first line that begins with `from` to the next that begins with `to`. */
const examples = {
  example: { path: 'cloudflare-worker/worker.js' },
  'keys-example': { path: 'keys-over-time/worker.js' },
  native: { path: 'native/CMakeLists.txt', language: 'cmake' },
  'native-server': { path: 'native-server/server.cpp', language: 'cpp', from: '  assay::Policy policy', to: '  });' },
  'example-express': { path: 'node-server/express.js', from: 'import' },
  'example-hono': { path: 'hono/server.js', from: 'import' },
  'example-settings': { path: 'cloudflare-worker/wrangler.toml', language: 'toml' },
  'example-mcp': { path: 'mcp-server/app.js', from: 'import' },
  'example-mcp-node': { path: 'mcp-server/node.js', from: 'import' }
}

/** @returns {Promise<{ [path: string]: string }>} the pages as they should be */
export async function files() {
  /** @type {Record<string, string>} */
  const sections = {
    runtimes: runtimesTable(JSON.parse(await readFile(conformance, 'utf8'))),
    verdicts: table(['verdict', 'status', 'header', 'body: `error` and `error_description`'], await verdicts()),
    codes: table(
      ['code', 'HTTP', 'retry', 'hint'],
      codes.map((row) => [
        `[\`${row.name}\`](#${row.name.toLowerCase()})`,
        String(row.status),
        row.retryable ? 'yes' : 'no',
        row.hint
      ])
    ),
    reasons: table(
      ['reason', 'code', 'meaning'],
      reasons.map((row) => [`[\`${row.name}\`](#${row.name})`, `\`${row.code}\``, row.meaning ?? row.message])
    ),
    errors: errorSections(),
    simulation: await describeSimulation(),
    lint: table(
      ['finding', 'severity', 'meaning', 'clause'],
      Object.entries(rules).map(([id, { severity, title, clause }]) => [`\`${id}\``, severity, title, clause])
    )
  }
  const [columns, ...deployed] = pageTable(JSON.parse(await readFile(packaging, 'utf8')))
  sections.deployments = table(columns, deployed)
  for (const [name, [head, ...rows]] of Object.entries(optionTables())) sections[name] = table(head, rows)
  for (const [name, each] of Object.entries(examples)) sections[name] = await excerpt(each)
  /** @type {{ [path: string]: string }} */
  const texts = {}
  for (const [page, names] of Object.entries(pages)) {
    const path = `docs/${page}`
    let text = await readFile(new URL(path, root), 'utf8')
    for (const name of names) text = replaceSection(text, name, relativeLinks(sections[name], page))
    texts[path] = await formatted(path, text)
  }
  return texts
}

/**
 * @param {string} text whose links to pages begin with a slash, as in tables/options: there it is not known which page it is on
 * @param {string} page from docs/
 */
const relativeLinks = (text, page) =>
  text.replaceAll(/\]\(\/([\w/.-]+)/g, (_, target) => `](${posix.relative(posix.dirname(page), target)}`)

/** @returns {Promise<string>} what the simulation says, in three lines */
async function describeSimulation() {
  /** @type {import('../../tests/bench/simulation/results.js').SimulationResults} */
  const { scenarios } = JSON.parse(await readFile(simulation, 'utf8'))
  const of = (/** @type {string} */ scenario, /** @type {string} */ contestant) =>
    /** @type {import('../../tests/bench/simulation/metrics.js').Result} */ (
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

/** @param {import('../../tests/conformance/report.js').Results} results */
function runtimesTable({ tests, runtimes }) {
  const rows = runtimes.map(({ label, version, under, passed, without }) => {
    return [label, version, `${passed} of ${tests.length - Object.keys(without).length}`, under]
  })
  return table(['runtime', 'version', 'tests passed', 'in force meanwhile'], rows)
}

/** @param {{ path: string, language?: string, from?: string, to?: string }} example @returns {Promise<string>} a code block */
async function excerpt({ path, language = 'js', from = '', to }) {
  const lines = (await readFile(new URL(`examples/${path}`, root), 'utf8')).trimEnd().split('\n')
  const start = lines.findIndex((line) => line.startsWith(from))
  const length = to === undefined ? lines.length : lines.slice(start).findIndex((line) => line.startsWith(to)) + 1
  if (start === -1 || length === 0) throw new Error(`examples/${path} has no lines from "${from}" to "${to}"`)
  return `\`\`\`${language}\n${lines.slice(start, start + length).join('\n')}\n\`\`\``
}

/** @returns {Promise<string[][]>} errorResponse's answer to each code, and to each reason with another answer */
async function verdicts() {
  const rows = []
  for (const { name: code } of codes) {
    /** @type {Map<string, { names: string[], cells: string[] }>} reasons that are answered alike */
    const alike = new Map()
    for (const { name: reason, message, status } of reasons.filter((row) => row.code === code)) {
      const scope = code === 'AUTH_MISSING_SCOPE' ? 'tools:call' : undefined
      const cells = await answerCells(errorResponse(new AssayError(reason, { code, message, status, scope })))
      const key = code === 'REQUEST_INVALID' ? cells[0] : cells.join()
      alike.set(key, { cells, names: [...(alike.get(key)?.names ?? []), `\`${reason}\``] })
    }
    // The answer to most of a code's reasons is listed under the code alone.
    const [usual, ...others] = [...alike.values()].sort((one, other) => other.names.length - one.names.length)
    rows.push([`\`${code}\``, ...usual.cells])
    for (const { names, cells } of others) rows.push([`\`${code}\`, ${names.join(', ')}`, ...cells])
  }
  return rows
}

/** @param {Response} response @returns {Promise<string[]>} status, headers and body for the table */
async function answerCells(response) {
  const { error, error_description: description, code } = /** @type {Record<string, string>} */ (await response.json())
  const challenge = response.headers
    .get('www-authenticate')
    ?.replace(/^Bearer (realm="api")?/, '')
    .replace(/, error_description="[^"]*"/, '')
  const retryAfter = response.headers.get('retry-after')
  const headers = challenge === undefined ? [] : [challenge === '' ? 'a challenge without error' : `\`${challenge}\``]
  if (retryAfter !== null) headers.push(`\`Retry-After: ${retryAfter}\``)
  const text = code === 'REQUEST_INVALID' ? 'what is wrong with it' : description
  return [String(response.status), headers.join(', ') || 'no challenge', `\`${error}\`: ${text}`]
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
