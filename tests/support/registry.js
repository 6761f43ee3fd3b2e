// A package registry on loopback, for tests that install as users do.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startHttpServer } from './http-server.js'
import { root } from './package-exports.js'
import { packTarball } from './tarball.js'

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} has the packed tarball as assay-jwt, and sends npm to its own registry for the rest */
export async function startRegistry() {
  const tarball = readFileSync(await packTarball())
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { cwd: tmpdir() })
  const elsewhere = stdout.trim().replace(/\/$/, '')
  return startHttpServer(({ url = '', headers: { host } }, response) => {
    if (url.endsWith('.tgz') && url.startsWith('/assay-jwt/')) return void response.end(tarball)
    if (url !== '/assay-jwt') return void response.writeHead(302, { location: `${elsewhere}${url}` }).end()
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `http://${host}/assay-jwt/-/assay-jwt-0.1.0.tgz`, integrity }
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const { name, version, exports, peerDependencies, peerDependenciesMeta, bin } = manifest
    const packed = { name, version, exports, peerDependencies, peerDependenciesMeta, bin, dist }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: packed } }))
  })
}
