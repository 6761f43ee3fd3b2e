// Writes the README's parts that are taken from the code: the example Worker, the tables of codes and reasons, and
// the table of runtimes, which npm run test:runtimes found. tests/docs/readme.test.js fails where they differ.

import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { readErrorTable } from './generate-error-table.js'

const readme = new URL('../README.md', import.meta.url)
const conformance = new URL('../tests/conformance/results.json', import.meta.url)
const example = new URL('../examples/cloudflare-worker/worker.js', import.meta.url)
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
    runtimes: runtimesTable(JSON.parse(await readFile(conformance, 'utf8'))),
    native: `\`\`\`cmake\n${await readFile(native, 'utf8')}\`\`\``,
    codes: table(
      ['code', 'HTTP', 'retry', 'hint'],
      codes.map((row) => [`\`${row.code}\``, String(row.status), row.retryable ? 'yes' : 'no', row.hint])
    ),
    reasons: table(
      ['reason', 'code', 'meaning'],
      reasons.map((row) => [`\`${row.reason}\``, `\`${row.code}\``, row.message])
    )
  }
  let text = current
  for (const [name, content] of Object.entries(sections)) text = replaceSection(text, name, content)
  return format(text, { ...(await resolveConfig(readme)), filepath: 'README.md' })
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
