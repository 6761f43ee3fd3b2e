// TypeScript's compilers, old and new, and projects that they compile against the tarball.

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../support/package-exports.js'
import { output } from './project.js'
import { installTools } from './tools.js'

/** @typedef {Awaited<ReturnType<typeof import('./project.js').makeProject>>} Project */
/** @typedef {keyof typeof compilers} Version */

export const typeTools = fileURLToPath(new URL('type-tools', import.meta.url))
export const installCompilers = () => installTools(typeTools)

const compilers = {
  5.4: join(typeTools, 'node_modules/typescript-5.4/bin/tsc'),
  5.9: createRequire(import.meta.url).resolve('typescript/bin/tsc'),
  7: join(typeTools, 'node_modules/typescript-7/bin/tsc')
}

/** What each calls the modules of Node, and its @types/node. @type {readonly { version: Version, types: string, modes: string[] }[]} */
export const nodes = [
  { version: 5.4, types: 'node-20', modes: ['node16', 'nodenext'] },
  { version: 5.9, types: 'node-22', modes: ['node16', 'node18', 'node20', 'nodenext'] },
  { version: 7, types: 'node-24', modes: ['node16', 'node18', 'node20', 'nodenext'] }
]

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
export const { exports: exported, typesVersions } = manifest
/** What the package exports as JavaScript: '.' and './…'. */
export const subpaths = Object.keys(exported).filter((path) => !/\.(json|wasm)$/.test(path))
export const specifier = (/** @type {string} */ path) => `assay-jwt${path.slice(1)}`

const strict = { target: 'es2022', lib: ['es2022'], strict: true, noEmit: true, exactOptionalPropertyTypes: true }
const stricter = { noUncheckedIndexedAccess: true, isolatedModules: true, skipLibCheck: false }

/**
 * @param {Project} project
 * @param {Version} version
 * @param {Record<string, string>} files by their paths
 * @param {{ types?: string, [option: string]: unknown }} options types: whose @types/node; else what the project has
 */
export async function compile(project, version, files, { types, ...options }) {
  const modules = types ? { '@types/node': `@types/${types}`, 'undici-types': 'undici-types' } : {}
  for (const [name, path] of Object.entries(modules)) {
    const link = project.inside(`node_modules/${name}`)
    mkdirSync(dirname(link), { recursive: true })
    rmSync(link, { force: true })
    symlinkSync(join(typeTools, 'node_modules', path), link)
  }
  const config = {
    compilerOptions: { ...strict, ...stricter, preserveSymlinks: true, ...options, types: ['node'] },
    files: Object.keys(files)
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(project.inside(path), text)
  writeFileSync(project.inside('tsconfig.json'), JSON.stringify(config))
  await output([process.execPath, compilers[version], '-p', '.', '--pretty', 'false'], { cwd: project.directory })
}
