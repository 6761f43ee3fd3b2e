// README.md and package.json as the package has them. There is no docs/ beside them, on npm's page or in node_modules:
// links lead to the documentation's site and to the repository, which ASSAY_REPOSITORY names. Without it they are text, and
// what says nothing without its links, between <!-- linked --> and <!-- /linked -->, is left out.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { relink } from '../docs/links.js'
import { root } from './command.js'
import { places } from './places.js'

/** Where the originals are while npm packs. */
const originals = join(root, 'build/packing')

/**
 * @param {string} [repository] its URL, by default what ASSAY_REPOSITORY says
 * @returns {{ [path: string]: string }} the files as they are in the package
 */
export function packagePage(repository) {
  const known = places(repository)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packed = ['LICENSE', ...manifest.files]
  const original = readFileSync(join(root, 'README.md'), 'utf8')
  const text = original.replaceAll(/<!-- linked -->\n*(.*?)<!-- \/linked -->\n*/gs, known ? '$1' : '')
  const readme = relink(text, 'README.md', ({ path, anchor, picture }) => {
    if (packed.includes(path)) return path + anchor
    if (known === undefined) return undefined
    if (picture) return `${known.repository}/raw/main/${path}`
    const page = /^docs\/(.+)\.md$/.exec(path)?.[1].replace(/(^|\/)README$/, '$1index')
    if (page !== undefined) return `${known.homepage}${page}.html${anchor}`
    const kind = statSync(join(root, path)).isDirectory() ? 'tree' : 'blob'
    return `${known.repository}/${kind}/main/${path}${anchor}`
  })
  if (known) {
    const { homepage, bugs } = known
    Object.assign(manifest, { homepage, bugs, repository: { type: 'git', url: `git+${known.repository}.git` } })
  }
  return { 'README.md': readme, 'package.json': `${JSON.stringify(manifest, null, 2)}\n` }
}

/** Puts them in the place of the originals, for as long as npm packs. */
export function putPackagePage() {
  restorePage() // of a run that was interrupted
  for (const [path, text] of Object.entries(packagePage())) {
    mkdirSync(dirname(join(originals, path)), { recursive: true })
    writeFileSync(join(originals, path), readFileSync(join(root, path)))
    writeFileSync(join(root, path), text)
  }
}

/** Puts the originals back. */
export function restorePage() {
  for (const path of ['README.md', 'package.json']) {
    if (existsSync(join(originals, path))) writeFileSync(join(root, path), readFileSync(join(originals, path)))
  }
  rmSync(originals, { recursive: true, force: true })
}
