// Serves the package's own files and the test page from one origin, under the Content Security Policy
// that a careful site would set: WebAssembly may be compiled, strings may not.

import { readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { startHttpServer } from './http-server.js'
import { resolvePackage, root } from './package-exports.js'

export const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** @type {Record<string, string>} */
const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json'
}

/**
 * @param {Record<string, unknown>} documents JSON documents by path, such as '/jwks.json'
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function startPageServer(documents) {
  return startHttpServer(async ({ url: path = '/' }, response) => {
    const content = await findContent(path, documents).catch(() => null)
    response.statusCode = content === null ? 404 : 200
    response.setHeader('Content-Type', mediaTypes[extname(path)] ?? 'text/plain')
    response.setHeader('Content-Security-Policy', contentSecurityPolicy)
    response.end(content ?? 'not found')
  })
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} documents
 */
async function findContent(path, documents) {
  if (Object.hasOwn(documents, path)) return JSON.stringify(documents[path])
  if (path === '/favicon.ico') return ''
  if (path === '/assay-jwt.js') {
    const entry = await resolvePackage('assay-jwt', ['browser', 'import'])
    return `export * from ${JSON.stringify(`/${relative(root, entry)}`)}\n`
  }
  // URL.pathname has no ".." left, and these are the only directories a page has business with.
  const { pathname } = new URL(path, 'http://page')
  if (!/^\/(js|dist|tests\/e2e\/page)\//.test(pathname)) throw new Error('not served')
  return readFile(join(root, pathname))
}
