// The tables of docs/migration and of the README, made of what the programs of the pages did.

import { formatted } from '../../../tools/lib/formatted.js'
import { replaceSection } from '../../../tools/lib/section.js'
import { startAuthorizationServer } from '../../support/authorization-server.js'
import { read } from '../support/pages.js'
import { makeCases } from './cases.js'
import { libraries, measure, pageOf } from './programs.js'

/** The README shows what is accepted and must not be, or refused though it is good. */
const telling = [
  '`exp` is 1e400',
  'without `exp`',
  '`sub` is there twice',
  '`typ` is `logout+jwt`',
  '`crit` names what nobody knows',
  'a line break behind the signature',
  'bits behind the signature',
  '`iat` in an hour'
]

/** @returns {Promise<{ [path: string]: string }>} the pages as they should be */
export async function migrationPages() {
  const server = await startAuthorizationServer()
  let running = true
  try {
    const cases = await makeCases(server)
    /** @type {{ [library: string]: { before: string[], after: string[] } }} */
    const results = {}
    for (const library of libraries) results[library] = await measure(server, cases, library)
    await server.close()
    running = false
    const down = { id: 'a good one, while the issuer is down', token: cases[0].token }
    for (const library of libraries) {
      const { before, after } = await measure(server, [down], library)
      results[library].before.push(...before)
      results[library].after.push(...after)
    }
    cases.push(down)
    /** @type {{ [path: string]: string }} */
    const pages = {}
    for (const library of libraries) {
      const { before, after } = results[library]
      const rows = cases.map(({ id }, index) => [id, cell(before[index]), cell(after[index])])
      pages[pageOf(library)] = await filled(
        pageOf(library),
        'differences',
        table(['token', library, 'assay-jwt'], rows)
      )
    }
    const ids = cases.map(({ id }) => id)
    const row = (/** @type {string} */ id) => {
      const index = ids.indexOf(id)
      const found = [results.jose.after[index], ...libraries.map((library) => results[library].before[index])]
      return [id, ...found.map((outcome) => (outcome === 'yes' || outcome === '–' ? outcome : 'no'))]
    }
    const head = ['token', 'assay-jwt', ...libraries]
    pages['docs/migration/README.md'] = await filled('docs/migration/README.md', 'libraries', table(head, ids.map(row)))
    pages['README.md'] = await filled('README.md', 'libraries', table(head, telling.map(row)))
    return pages
  } finally {
    if (running) await server.close()
  }
}

/** @param {string} outcome */
const cell = (outcome) => (outcome === 'yes' ? 'accepted' : outcome === '–' ? outcome : `\`${outcome}\``)

/** @param {string} path @param {string} section @param {string} content */
async function filled(path, section, content) {
  return formatted(path, replaceSection(await read(path), section, content))
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
