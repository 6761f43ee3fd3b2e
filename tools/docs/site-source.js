// The pages of docs/ as VitePress gets them: in build/docs-source, with what they link to beside them.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from '../lib/command.js'
import { docsModules } from '../lib/docs-tools.js'
import { places } from '../lib/places.js'
import { relink } from './links.js'

export const siteSource = join(root, 'build/docs-source')

/** Pages beside the README that the site has, too. @type {{ readonly [path: string]: string }} */
const others = { 'SECURITY.md': 'security.md', 'CHANGELOG.md': 'changelog.md', 'CONTRIBUTING.md': 'contributing.md' }

/** @param {string} path of a file, from the root @returns {string | undefined} of its page in the site */
function pageOf(path) {
  if (path in others) return others[path]
  if (!path.startsWith('docs/') || !path.endsWith('.md')) return undefined
  return path.slice('docs/'.length).replace(/README\.md$/, 'index.md')
}

/** Writes them. */
export function writeSiteSource() {
  rmSync(siteSource, { recursive: true, force: true })
  const names = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const pages = names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)
  for (const path of [...pages, ...Object.keys(others)]) {
    put(/** @type {string} */ (pageOf(path)), relinked(path))
  }
  cpSync(join(root, 'tools/docs/vitepress'), join(siteSource, '.vitepress'), { recursive: true })
  symlinkSync(docsModules, join(siteSource, 'node_modules')) // what the built pages are rendered with
  put('public/icon.svg', readFileSync(join(root, 'examples/browser-debugger/icon.svg'), 'utf8'))
}

/** @param {string} path of a page, from the root @returns {string} its text, with links that are good in the site */
function relinked(path) {
  const page = /** @type {string} */ (pageOf(path))
  const from = posix.dirname(page)
  const to = (/** @type {string} */ target) => posix.relative(from, target).replace(/^(?!\.)/, './')
  return relink(readFileSync(join(root, path), 'utf8'), path, (link) => {
    const target = pageOf(link.path)
    if (target !== undefined) return to(target) + link.anchor
    if (!existsSync(join(root, link.path))) throw new Error(`${path} links to ${link.path}, which is not there`)
    if (!link.picture) return inRepository(link.path, link.anchor)
    const picture = posix.join('pictures', link.path.replaceAll('/', '-'))
    mkdirSync(join(siteSource, 'pictures'), { recursive: true })
    cpSync(join(root, link.path), join(siteSource, picture))
    return to(picture)
  })
}

/** @param {string} path @param {string} anchor */
function inRepository(path, anchor) {
  const kind = statSync(join(root, path)).isDirectory() ? 'tree' : 'blob'
  const known = places()
  return known && `${known.repository}/${kind}/main/${path.replace(/\/$/, '')}${anchor}`
}

/** @param {string} name @param {string} text */
function put(name, text) {
  const path = join(siteSource, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
