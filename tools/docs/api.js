// The API reference, out of the declarations that users get: a page for each entry that package.json exports types of.

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { root } from '../lib/command.js'
import { importDocsTool, pathOfDocsTool } from '../lib/docs-tools.js'
import { slugify } from './links.js'
import { siteSource } from './site-source.js'

/** @typedef {string | { types?: string, [condition: string]: any }} Target */

/** @returns {{ [entry: string]: string }} assay-jwt/http -> the path of its declaration, from the root */
export function apiEntries() {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const entries = Object.entries(/** @type {{ [path: string]: Target }} */ (exports))
  return Object.fromEntries(
    entries
      .filter(([path]) => !/\.(wasm|json)$/.test(path))
      .map(([path, target]) => [path.replace('.', name), /** @type {string} */ (declaration(target))])
  )
}

/** @param {Target} target @returns {string | undefined} the declaration that Node gets, or what stands for all */
function declaration(target) {
  if (typeof target === 'string') return undefined
  if (typeof target.types === 'string') return target.types
  return declaration(target.node ?? target.default)
}

/** Writes the pages into the site's source. dist/types has to be there. */
export async function writeApi() {
  const { Application } = await importDocsTool('typedoc')
  const directory = join(root, 'build/docs-api')
  rmSync(directory, { recursive: true, force: true })
  const files = Object.entries(apiEntries()).map(([entry, types]) => {
    const file = join(directory, `${entry}.ts`)
    mkdirSync(dirname(file), { recursive: true })
    const target = relative(dirname(file), join(root, types)).replace(/\.d\.(c?)ts$/, '.$1js')
    writeFileSync(file, `export * from '${target}'\n`)
    return file
  })
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, skipLibCheck: true, types: ['node'] }
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const app = await Application.bootstrapWithPlugins({
    name: 'API',
    entryPoints: files,
    tsconfig: join(directory, 'tsconfig.json'),
    plugin: [pathOfDocsTool('typedoc-plugin-markdown')],
    readme: 'none',
    out: join(siteSource, 'api'),
    router: 'module',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    disableSources: true,
    excludePrivate: true,
    excludeExternals: true,
    parametersFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    interfacePropertiesFormat: 'table',
    useCodeBlocks: true,
    useHTMLAnchors: true,
    sanitizeComments: true, // a type parameter is no HTML element
    githubPages: false,
    logLevel: 'Warn',
    treatWarningsAsErrors: true,
    validation: { notExported: false }
  })
  const project = await app.convert()
  if (project === undefined || app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc: see above')
  await app.generateOutputs(project)
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc: see above')
  nameAfterEntries()
  linkToGuide()
}

/** TypeDoc calls an entry decode-1 that has the name of a function: here it is called as it is imported. */
function nameAfterEntries() {
  for (const entry of Object.keys(apiEntries())) {
    const path = join(siteSource, 'api', `${entry}.md`)
    if (existsSync(path)) continue
    renameSync(path.replace(/\.md$/, '-1.md'), path)
    const name = posix.basename(entry)
    for (const page of apiPages()) {
      const text = readFileSync(page, 'utf8')
      writeFileSync(page, text.replaceAll(`${name}-1.md`, `${name}.md`))
    }
  }
}

/** @returns {string[]} the paths of the pages */
function apiPages() {
  const names = readdirSync(join(siteSource, 'api'), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.md')).map((name) => join(siteSource, 'api', name))
}

/** Links of the options' texts to sections of the guide about guards, which they name by their anchors alone. */
function linkToGuide() {
  const guide = 'guides/guard.md'
  const headings = readFileSync(join(siteSource, guide), 'utf8').matchAll(/^## (.+)$/gm)
  const anchors = [...headings].map(([, heading]) => slugify(heading))
  for (const path of apiPages()) {
    const to = relative(dirname(path), join(siteSource, guide))
    const text = readFileSync(path, 'utf8').replace(/\]\(#([\w-]+)\)/g, (link, anchor) =>
      anchors.includes(anchor) ? `](${to}#${anchor})` : link
    )
    writeFileSync(path, text)
  }
}
