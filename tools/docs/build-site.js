// Builds the documentation's site.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, runCommand } from '../lib/command.js'
import { installDocsTools } from '../lib/docs-tools.js'
import { apiEntries, writeApi } from './api.js'
import { siteSource, writeSiteSource } from './site-source.js'

export const siteFolder = join(root, 'build/site')

/** Builds it into build/site. A warning is a failure. */
export async function buildSite() {
  if (!Object.values(apiEntries()).every((declaration) => existsSync(join(root, declaration)))) {
    await runCommand([process.execPath, 'tools/emit-types.js'], {
      log: join(root, 'build/logs/types.log'),
      hint: 'npm run test:types says it again'
    })
  }
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
}
