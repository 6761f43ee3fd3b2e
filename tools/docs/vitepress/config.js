// The site's configuration. tools/docs/site-source.js copies it beside the pages, into build/docs-source/.vitepress.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { contents } from '../../../tools/docs/contents.js'
import { slugify } from '../../../tools/docs/links.js'
import { places } from '../../../tools/lib/places.js'

const source = join(process.cwd(), 'build/docs-source')
const known = places()
const pages = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.md') && !name.startsWith('node_modules')
)

export default {
  title: 'assay-jwt',
  description: 'Verifies OAuth bearer tokens (JWTs) at the edge and everywhere else',
  lang: 'en',
  base: known ? new URL(known.homepage).pathname : '/',
  outDir: '../site',
  cacheDir: '../docs-cache',
  vite: { build: { chunkSizeWarningLimit: 8000 } }, // the search index, which is loaded when somebody searches
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${known ? new URL(known.homepage).pathname : '/'}icon.svg` }]
  ],
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } // the others are too pale for axe
  },
  themeConfig: {
    search: { provider: 'local', options: { detailedView: false } },
    nav: [
      { text: 'Guides', link: '/guides/verify' },
      { text: 'Reference', link: '/reference/options' },
      { text: 'Errors', link: '/reference/errors' },
      { text: 'Debugger', link: '/debugger/', target: '_self' }
    ],
    sidebar: contents(source, pages),
    outline: [2, 3],
    ...(known && { socialLinks: [{ icon: 'github', link: known.repository }] })
  }
}
