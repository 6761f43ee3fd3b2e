// The site's table of contents. A page of docs/ that is named nowhere here comes last in the group of its folder.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ text: string, link?: string, items?: Item[] }} Item */

/** @type {[group: string, folder: string, pages: string[]][]} folder: whose other pages come last in the group; '': none */
const groups = [
  ['Start', '', ['get-started', 'guides/verify', 'guides/guard', 'guides/explain', 'troubleshooting']],
  [
    'Runtimes and frameworks',
    'guides/',
    [
      ...['workers', 'node', 'express', 'fastify', 'koa', 'hono', 'nextjs', 'sveltekit', 'astro', 'nitro'],
      ...['aws-lambda', 'deno', 'bun', 'browser', 'mcp', 'cpp', 'bundlers', 'deployment']
    ].map((name) => `guides/${name}`)
  ],
  ['Issuers and claims', '', ['providers', 'issuers', 'guides/claims', 'guides/dpop', 'guides/mtls']],
  ['Keys', '', ['guides/keys-over-time', 'guides/keys-from-pem', 'guides/lint-jwks']],
  ['Your program', '', ['guides/testing', 'guides/typescript']],
  ['Migration', 'migration/', ['migration/index']],
  ['Reference', 'reference/', ['reference/options', 'reference/errors', 'reference/algorithms', 'reference/limits']],
  ['API', 'api/', ['api/index']],
  [
    'Security and how it is made',
    '',
    ['guides/security', 'security', 'attacks', 'behaviour', 'architecture', 'decisions/index']
  ],
  ['The project', '*', ['development', 'contributing', 'changelog']]
]

/**
 * @param {string} source the folder of the site's pages
 * @param {string[]} paths of the pages in it
 * @returns {Item[]} for VitePress's sidebar
 */
export function contents(source, paths) {
  const pages = new Set(paths.map((path) => path.replace(/\.md$/, '')).filter((page) => page !== 'index'))
  const items = groups.map(([text, , names]) => ({ text, items: names.filter((name) => pages.delete(name)) }))
  for (const page of [...pages].sort()) {
    const own = groups.findIndex(([, folder]) => folder !== '' && page.startsWith(folder))
    const group = page.startsWith('decisions/')
      ? groups.findIndex(([, , names]) => names.includes('decisions/index'))
      : own
    items[group === -1 ? groups.length - 1 : group].items.push(page)
  }
  return items
    .filter((group) => group.items.length > 0)
    .map((group) => ({
      text: group.text,
      items: group.items.map((page) => ({ text: titleOf(join(source, `${page}.md`)), link: `/${page}` }))
    }))
}

/** @param {string} path @returns {string} the page's heading, without marks */
function titleOf(path) {
  const [, heading] = /^# (.+)$/m.exec(readFileSync(path, 'utf8')) ?? []
  if (heading === undefined) throw new Error(`${path} has no heading`)
  return heading.replaceAll(/[`\\]/g, '')
}
