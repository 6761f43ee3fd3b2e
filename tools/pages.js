// npm run pages: the web site, as pages.yml publishes it, in build/pages. The debugger is in debugger/, and around it the
// documentation, which is in build/site if it was built.

import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWasm } from './build.js'
import { buildSite, siteFolder as site } from './docs/build-site.js'
import { root, runMain } from './lib/command.js'
import { folder } from './lib/build-debugger.js'
import { say } from './lib/steps.js'
import { setup } from './setup.js'

const pages = join(root, 'build/pages')

/** The first page where there is no other. Its address may have a path before it: a link is relative. */
const firstPage = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta http-equiv="refresh" content="0; url=debugger/" />
  <title>assay-jwt</title>
  <a href="debugger/">The assay debugger</a>
</html>
`

/** Puts what is built already into build/pages. */
export function assemblePages() {
  rmSync(pages, { recursive: true, force: true })
  mkdirSync(pages, { recursive: true })
  if (existsSync(site)) cpSync(site, pages, { recursive: true })
  else writeFileSync(join(pages, 'index.html'), firstPage)
  // The page for 127.0.0.1 alone is the package's.
  const isPublic = (/** @type {string} */ path) => basename(path) !== 'local.html'
  cpSync(folder, join(pages, 'debugger'), { recursive: true, filter: isPublic })
  return pages
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setup({ parts: ['npm', 'sources', 'emscripten'], quiet: true })
    await buildWasm()
    await buildSite()
    say(`The site: ${relative(root, assemblePages())}/`)
  })
}
