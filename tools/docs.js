// npm run docs: builds the documentation's site out of docs/, the JSDoc and tables/, into build/site.
//
//   npm run docs
//   npm run docs -- --serve               and serves it with the debugger, on a port of the system's choice
//   npm run docs -- --serve --port 8080   on this one

import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSite, siteFolder } from './docs/build-site.js'
import { buildDebugger } from './lib/build-debugger.js'
import { Failure, root, runMain } from './lib/command.js'
import { serveFolder } from './lib/serve-folder.js'
import { bold, say, step } from './lib/steps.js'
import { assemblePages } from './pages.js'

/** What the server sends: nothing comes from elsewhere. The debugger, which is in it, fetches keys where it is told to. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
].join('; ')

await runMain(async () => {
  const { values } = parseArgs({ options: { serve: { type: 'boolean' }, port: { type: 'string', default: '0' } } })
  if (!existsSync(join(root, 'dist/assay.wasm'))) throw new Failure('dist/ is not built', 'npm run build')
  await step(`The site: ${relative(root, siteFolder)}/`, buildSite)
  if (!values.serve) return
  await buildDebugger()
  const { url } = await serveFolder({ folder: assemblePages(), policy, port: Number(values.port) })
  say(`\n${bold('Documentation')}  ${url}\n\nCtrl+C ends it.`)
})
