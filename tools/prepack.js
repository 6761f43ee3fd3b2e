// What npm runs before it packs or publishes: whatever the checkout was like, the package holds a release build of it.

import { join } from 'node:path'
import { buildWasm } from './build.js'
import { root, runCommand, runMain } from './lib/command.js'
import { putPackagePage } from './lib/package-page.js'
import { setup } from './setup.js'

await runMain(async () => {
  await setup({ parts: ['npm', 'sources', 'emscripten'], quiet: true })
  await buildWasm()
  await runCommand([process.execPath, 'tools/emit-types.js'], {
    log: join(root, 'build/logs/types.log'),
    hint: 'see what TypeScript says above; npm run test:types says it again'
  })
  putPackagePage() // tools/postpack.js takes it back
})
