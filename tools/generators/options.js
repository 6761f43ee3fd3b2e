import { readFile } from 'node:fs/promises'
import { formatted, generated } from '../lib/formatted.js'
import { replaceSection } from '../lib/section.js'
import { cliFiles } from './options/cli.js'
import { coreFiles } from './options/core.js'
import { debuggerFiles, formSections, page } from './options/debugger.js'
import { ruleFiles } from './options/rules.js'
import { typeComment, typePlaces } from './options/types.js'

const root = new URL('../../', import.meta.url)

/** @returns {Promise<{ [path: string]: string }>} what is made from tables/options.js */
export async function files() {
  const whole = { ...(await ruleFiles()), ...cliFiles(), ...debuggerFiles(), ...coreFiles() }
  const sections = Object.entries({ ...(await typeFiles()), ...(await formPage()) })
  const formattedSections = sections.map(async ([path, text]) => [path, await formatted(path, text)])
  return {
    ...(await generated('tables/options.js', whole)),
    ...Object.fromEntries(await Promise.all(formattedSections))
  }
}

/** @returns {Promise<{ [path: string]: string }>} */
async function typeFiles() {
  /** @type {{ [path: string]: string }} */
  const made = {}
  for (const [type, path] of Object.entries(typePlaces)) {
    made[path] = replaced(made[path] ?? (await read(path)), `// <${type}>\n`, `// </${type}>`, `${typeComment(type)}\n`)
  }
  return made
}

/** @returns {Promise<{ [path: string]: string }>} */
async function formPage() {
  let html = await read(page)
  for (const [section, fields] of Object.entries(formSections())) {
    html = replaceSection(html, section, fields)
  }
  return { [page]: html }
}

/** @param {string} path */
const read = (path) => readFile(new URL(path, root), 'utf8')

/**
 * @param {string} text
 * @param {string} from
 * @param {string} to
 * @param {string} content that should be between them
 */
function replaced(text, from, to, content) {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start)
  if (start === -1 || end === -1) throw new Error(`no section from "${from.trim()}" to "${to}"`)
  return text.slice(0, start + from.length) + content + text.slice(end)
}
