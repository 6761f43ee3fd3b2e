// Programs with "declaration": true: TypeScript must find a name in the package for the type of what they export.
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { root } from '../support/package-exports.js'
import { exported, specifier, subpaths } from './compilers.js'
import { makeProject } from './project.js'

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project
before(async () => {
  project = await makeProject({})
  for (const name of ['fastify', 'hono', 'koa', '@types/koa', '@types/node']) {
    const link = project.inside(`node_modules/${name}`)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }
})
after(() => project?.close())

/** @type {ts.CompilerOptions} */
const options = {
  ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, lib: ['lib.es2022.d.ts'], types: ['node'] },
  ...{ strict: true, declaration: true, emitDeclarationOnly: true, skipLibCheck: true }
}

/** What each file is once it is parsed: programs share Node's types and the package's own. @type {Map<string, ts.SourceFile>} */
const parsed = new Map()

/** @param {string} file @returns {string} the declaration that TypeScript writes of it; throws what it says */
function declarationOf(file) {
  const host = ts.createCompilerHost(options)
  const parse = host.getSourceFile
  host.getCurrentDirectory = () => project.directory
  host.getSourceFile = (path, ...more) => {
    const source = parsed.get(path) ?? parse(path, ...more)
    if (source && path.includes('node_modules')) parsed.set(path, source)
    return source
  }
  const program = ts.createProgram([file], options, host)
  let text = ''
  program.emit(undefined, (_path, written) => (text += written))
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.getDeclarationDiagnostics()]
  assert.deepEqual(
    [...new Set(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')))],
    []
  )
  return text
}

/**
 * @param {string} path
 * @returns {Promise<string>} a program that exports all that the entry has, and what its functions return. It imports the
 *   main entry, as every program does that has a verifier
 */
async function programOf(path) {
  const file = project.inside(`node_modules/assay-jwt/${exported[path].node.default}`)
  const values = Object.entries(await import(pathToFileURL(file).href))
  const lines = values.flatMap(([name, value]) => [
    `export const has_${name} = entry.${name}`,
    ...(typeof value === 'function' && !/^class\b/.test(String(value))
      ? [`export const makes_${name} = (...args: Parameters<typeof entry.${name}>) => entry.${name}(...args)`]
      : [])
  ])
  return ["import 'assay-jwt'", `import * as entry from '${specifier(path)}'`, ...lines, ''].join('\n')
}

for (const path of subpaths) {
  test(`${specifier(path)} names the types of what it makes, for ES modules and CommonJS`, async () => {
    const text = await programOf(path)
    for (const extension of ['mts', 'cts']) {
      const file = project.inside(`program.${extension}`)
      writeFileSync(file, text)
      assert.doesNotMatch(declarationOf(file), /node_modules/, extension)
    }
  })
}
