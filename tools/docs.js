// npm run docs: builds the documentation's site out of docs/, the JSDoc and tables/, with the debugger under /debugger/.
//
//   npm run docs                      into build/docs-site
//   npm run docs -- --serve           and serves it on this machine, on a port of the system's choice
//   npm run docs -- --serve --port 8080

import { cpSync, existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeApi } from './docs/api.js'
import { siteSource, writeSiteSource } from './docs/site-source.js'
import { buildDebugger, folder as debuggerFolder } from './lib/build-debugger.js'
import { Failure, root, runCommand, runMain } from './lib/command.js'
import { installDocsTools } from './lib/docs-tools.js'
import { serveFolder } from './lib/serve-folder.js'
import { bold, say, step } from './lib/steps.js'

export const siteFolder = join(root, 'build/docs-site')

/** What its server sends: nothing comes from elsewhere. The debugger, which is in it, fetches keys where it is told to. */
const sitePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
].join('; ')

/** Builds the site. dist/ has to be built. */
export async function buildSite() {
  if (!existsSync(join(root, 'dist/types')))
    throw new Failure('dist/types is not there', 'npm run build && npm run types')
  await installDocsTools()
  writeSiteSource()
  await writeApi()
  /** @type {string[]} */
  const warnings = []
  await runCommand([process.execPath, 'tools/docs/node_modules/vitepress/bin/vitepress.js', 'build', siteSource], {
    log: join(root, 'build/logs/docs-site.log'),
    hint: 'see the lines above: a link to a page that is not there names that page',
    env: { NO_COLOR: '1' },
    onLine: (line) => {
      if (/warn|\(!\)|deprecat/i.test(line)) warnings.push(line)
    }
  })
  if (warnings.length > 0) throw new Failure(`VitePress warns:\n${warnings.join('\n')}`, 'see build/logs/docs-site.log')
  await buildDebugger()
  cpSync(debuggerFolder, join(siteFolder, 'debugger'), { recursive: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const { values } = parseArgs({ options: { serve: { type: 'boolean' }, port: { type: 'string', default: '0' } } })
    await step(`The site: ${relative(root, siteFolder)}/`, buildSite)
    if (!values.serve) return
    const { url } = await serveFolder({ folder: siteFolder, policy: sitePolicy, port: Number(values.port) })
    say(`\n${bold('Documentation')}  ${url}\n\nCtrl+C ends it.`)
  })
}
