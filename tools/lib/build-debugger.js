// Builds examples/browser-debugger: as a folder that any web server can serve, and as one HTML file.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './command.js'
import { putFile } from './put-file.js'

const source = join(root, 'examples/browser-debugger')
export const folder = join(root, 'dist/debugger')
export const singleFile = join(root, 'dist/assay-debugger.html')

/** Where the user may fetch keys from: any issuer, and this machine. */
const keyServers = 'https: http://127.0.0.1:* http://localhost:*'

/** @param {{ script: string, style: string, rest: string }} sources */
function contentSecurityPolicy({ script, style, rest }) {
  return [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `style-src ${style}`,
    rest,
    "form-action 'none'",
    "base-uri 'none'"
  ].join('; ')
}

/** Of the folder; its server sends it, too, and its page names it, for servers that send none. */
export const folderPolicy = contentSecurityPolicy({
  script: "'self'",
  style: "'self'",
  rest: `connect-src 'self' ${keyServers}; img-src 'self'; manifest-src 'self'; worker-src 'self'`
})

/**
 * Of the page that the package has. No service worker: it would stay with the port, whichever program has it next.
 */
const localPolicy = contentSecurityPolicy({
  script: "'self'",
  style: "'self'",
  rest: `connect-src 'self' ${keyServers}; img-src 'self'`
})

/** @returns {Promise<void>} */
export async function buildDebugger() {
  const [script, inlineScript, style] = await Promise.all([bundle('main.js'), bundle('main.js', true), minifyStyle()])
  const links = [
    '<link rel="icon" href="icon.svg" type="image/svg+xml" />',
    '<link rel="manifest" href="manifest.webmanifest" />',
    '<link rel="stylesheet" href="app.css" />'
  ]
  const head = links.join('\n    ')
  const page = { CSP: folderPolicy, OFFLINE: 'yes', HEAD: head, SCRIPT: '<script type="module" src="app.js"></script>' }
  /** @type {{ [name: string]: string | Buffer }} */
  const files = {
    'app.js': script,
    'app.css': style,
    'index.html': fillPage(page),
    'assay.wasm': readFileSync(join(root, 'dist/assay.wasm')),
    'assay-ec.wasm': readFileSync(join(root, 'dist/assay-ec.wasm'))
  }
  for (const name of ['icon.svg', 'icon-maskable.svg', 'manifest.webmanifest']) {
    files[name] = readFileSync(join(source, name))
  }
  files['service-worker.js'] = makeServiceWorker(files)
  files['local.html'] = fillPage({
    ...page,
    CSP: localPolicy,
    OFFLINE: 'no',
    HEAD: [links[0], links[2]].join('\n    ')
  })
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder))
    if (!(name in files)) rmSync(join(folder, name), { recursive: true, force: true })
  for (const [name, content] of Object.entries(files)) putFile(join(folder, name), content, dirname(folder))
  putFile(singleFile, makeSingleFile(inlineScript, style))
}

/**
 * @param {string} entry
 * @param {boolean} [inline] whether the core stands in it
 * @returns {Promise<string>}
 */
async function bundle(entry, inline = false) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(source, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    conditions: ['browser'],

    plugins: inline ? [inlineCore] : []
  })
  return outputFiles[0].text
}

/** @type {import('esbuild').Plugin} */
const inlineCore = {
  name: 'inline-core',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/page-core\.js$/ }, () => ({ path: join(source, 'page-core-inline.js') }))
  }
}

/** @returns {Promise<string>} */
async function minifyStyle() {
  const { transform } = await import('esbuild')
  return (await transform(readFileSync(join(source, 'app.css'), 'utf8'), { loader: 'css', minify: true })).code
}

/**
 * @param {{ [name: string]: string }} values
 * @returns {string} the page, with its own parts filled in
 */
function fillPage(values) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const all = /** @type {{ [name: string]: string }} */ ({
    VERSION: version,
    DIGEST: coreDigest().slice(0, 16),
    ...values
  })
  return readFileSync(join(source, 'index.html'), 'utf8').replace(/%([A-Z]+)%/g, (whole, name) => all[name] ?? whole)
}

/**
 * @param {string} script
 * @param {string} style
 */
function makeSingleFile(script, style) {
  // The HTML parser knows nothing of JavaScript's strings.
  const code = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
  const policy = contentSecurityPolicy({
    script: `'sha256-${hash(code, 'base64')}'`,
    style: `'sha256-${hash(style, 'base64')}'`,
    rest: `connect-src ${keyServers}`
  })
  return fillPage({
    CSP: policy,
    OFFLINE: 'itself',
    HEAD: `<style>${style}</style>`,
    SCRIPT: `<script type="module">${code}</script>`
  })
}

/**
 * @param {{ [name: string]: string | Buffer }} files
 * @returns {string} the service worker, with the names of what it keeps, and a version that changes with any of it
 */
function makeServiceWorker(files) {
  const names = Object.keys(files).sort()
  const values = /** @type {{ [name: string]: string }} */ ({
    BUILD: hash(names.map((name) => hash(files[name], 'hex')).join(), 'hex').slice(0, 16),
    FILES: JSON.stringify(['./', ...names])
  })
  return readFileSync(join(source, 'service-worker.js'), 'utf8').replace(
    /%([A-Z]+)%/g,
    (whole, name) => values[name] ?? whole
  )
}

/** @returns {string} */
const coreDigest = () => hash(readFileSync(join(root, 'dist/assay.wasm')), 'hex')

/**
 * @param {string | Buffer} data
 * @param {'hex' | 'base64'} encoding
 */
const hash = (data, encoding) => createHash('sha256').update(data).digest(encoding)
