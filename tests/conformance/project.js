// A fresh project outside of the repository with the package installed from its tarball: nothing in the working tree can
// stand in for what the tarball lacks.

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installTarball } from '../support/tarball.js'

const here = fileURLToPath(new URL('.', import.meta.url))

/** @typedef {{ directory: string, close: () => Promise<void> }} Project */

/** @returns {Promise<Project>} with the suite and the runtimes' mains in it */
export async function makeProject() {
  const directory = await mkdtemp(join(tmpdir(), 'assay-conformance-'))
  const close = () => rm(directory, { recursive: true, force: true, maxRetries: 5 })
  try {
    const manifest = { name: 'conformance', private: true, type: 'module', dependencies: { 'assay-jwt': '*' } }
    await writeFile(join(directory, 'package.json'), JSON.stringify(manifest))
    for (const name of ['suite.js', 'suite-remote.js', 'suite-tools.js', 'mains']) {
      await cp(join(here, name), join(directory, name), { recursive: true })
    }
    await installTarball(directory)
    return { directory, close }
  } catch (error) {
    await close()
    throw error
  }
}
