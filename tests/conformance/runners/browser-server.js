// Serves the project to a browser under the strictest policy that it can work with. Everything comes from one origin but
// the keys, as in production.

import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startHttpServer } from '../../support/http-server.js'

/** @import { Row } from '../suite.js' */

/** @type {Record<string, string>} */
const mediaTypes = { '.js': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json' }

/** How the suite is started in each kind of context: the script of the page. */
const starters = {
  page: 'page.js',
  'module worker': 'start-worker.js',
  'service worker': 'start-service-worker.js'
}

/** @typedef {keyof typeof starters} ContextKind */
/** @typedef {{ rows?: Row[], context?: string, error?: string }} Posted */

/**
 * @param {string} base of the key server
 * @param {ContextKind} [kind] of the page
 * @returns {string} CSP 3, and WebAssembly's part of it: compiling bytes is allowed, strings are not. The page that starts a
 *   worker has to allow that; all that verifies tokens has Trusted Types, too, and can turn no string into script at all
 */
function policy(base, kind) {
  const own = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${base}`
  const starts = kind === 'module worker' || kind === 'service worker'
  return `${own}; base-uri 'none'; form-action 'none'; ${starts ? "worker-src 'self'" : "require-trusted-types-for 'script'; trusted-types 'none'"}`
}

/**
 * @param {string} project
 * @param {string} base of the key server
 */
export async function startBrowserServer(project, base) {
  const { exports } = JSON.parse(await readFile(join(project, 'node_modules/assay-jwt/package.json'), 'utf8'))
  /** @type {Map<string, (body: Posted) => void>} */
  const waiting = new Map()
  const server = await startHttpServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
    const kind = /** @type {ContextKind} */ (searchParams.get('kind') ?? undefined)
    response.setHeader('Content-Security-Policy', policy(base, pathname === '/' ? kind : undefined))
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (pathname.startsWith('/result/')) {
      waiting.get(decodeURIComponent(pathname.slice('/result/'.length)))?.(JSON.parse(await text(request)))
      return response.end()
    }
    if (pathname === '/') return response.setHeader('Content-Type', 'text/html').end(page(kind, searchParams))
    const content = await readFile(join(project, pathname)).catch(() => null)
    response.statusCode = content === null ? 404 : 200
    response.setHeader('Content-Type', mediaTypes[extname(pathname)] ?? 'text/plain')
    return response.end(pathname.startsWith('/mains/') ? resolveNames(String(content), exports) : content)
  })
  /** @param {string} id @returns {Promise<Posted>} what its context posts */
  const result = (id) => new Promise((resolve) => waiting.set(id, resolve))
  return { ...server, result }
}

/**
 * @param {ContextKind} kind
 * @param {URLSearchParams} query
 */
function page(kind, query) {
  const script = `/mains/${starters[kind]}?${query}`.replaceAll('&', '&amp;')
  return `<!doctype html><meta charset="utf-8"><title>${kind}</title><script type="module" src="${script}"></script>`
}

/**
 * A browser knows no packages, and import maps reach no worker: the names in the suite's own files become paths, as the
 * export map has them for browsers.
 * @param {string} script
 * @param {any} exports of the installed package.json
 */
function resolveNames(script, exports) {
  return script.replace(/ from 'assay-jwt(\/[\w-]+)?'/g, (_all, path = '') => {
    const target = exports[`.${path}`]
    const { default: file } = target.browser ?? target.default ?? target
    return ` from '/node_modules/assay-jwt/${(file ?? target.default).slice(2)}'`
  })
}
