// npm run debugger: builds the browser debugger and serves it on this machine.
//
//   npm run debugger                     on a port of the system's choice
//   npm run debugger -- --port 8080      on this one
//   npm run debugger -- --build          builds dist/debugger/ and dist/assay-debugger.html, and ends

import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildWasm } from './build.js'
import { Failure, root, runMain } from './lib/command.js'
import { folder, folderPolicy, singleFile } from './lib/build-debugger.js'
import { serveFolder } from './lib/serve-folder.js'
import { bold, say } from './lib/steps.js'
import { setup } from './setup.js'

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, build: { type: 'boolean' } } })
  const port = Number(values.port)
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new Failure(`--port ${values.port} is no port`, 'take 0 to 65535')
  await setup({ parts: ['npm', 'emscripten', 'sources'], quiet: true })
  await buildWasm()
  say(`The debugger: ${relative(root, folder)}/ and ${relative(root, singleFile)}`)
  if (values.build) return
  const { url } = await serveFolder({ folder, policy: folderPolicy, port }).catch((error) => {
    throw new Failure(`port ${port} cannot be used (${error.code})`, 'take another one, or none')
  })
  say(`\n${bold('Debugger')}  ${url}\n\nCtrl+C ends it.`)
}

await runMain(main)
