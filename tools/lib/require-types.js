// The declarations that a CommonJS file gets of an entry. One may not import an ES module as a value, whatever the
// compiler's settings: so each names what the entry's own declaration has, type by type, and declares nothing itself.

import { basename, join } from 'node:path'
import ts from 'typescript'
import { requireTargets } from './require-entries.js'

/**
 * @param {string} directory whose declarations stand for those of dist/types
 * @returns {{ [path: string]: string }} the declarations for CommonJS by their paths in it
 */
export function requireTypes(directory) {
  const paths = requireTargets().map(({ types }) => types.replace('./dist/types/', ''))
  const sources = paths.map((path) => join(directory, path.replace(/\.d\.cts$/, '.d.ts')))
  const module = ts.ModuleKind.NodeNext
  const program = ts.createProgram(sources, { module, target: ts.ScriptTarget.ES2022, types: ['node'], strict: true })
  return Object.fromEntries(paths.map((path, at) => [path, declarationOf(program, sources[at])]))
}

/**
 * @param {ts.Program} program
 * @param {string} source the declaration of an ES module
 * @returns {string} the text of the one for CommonJS
 */
function declarationOf(program, source) {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(source)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error(`package.json exports the types of ${source}, which is no module`)
  const from = `from './${basename(source, '.d.ts')}.js' with { 'resolution-mode': 'import' }`
  const lines = checker.getExportsOfModule(module).flatMap((symbol) => linesOf(checker, symbol))
  return [`import type * as module ${from}`, `export type * ${from}`, ...lines, ''].join('\n')
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} exported
 * @returns {string[]} nothing for what is a type alone; a class is a value and a type
 */
function linesOf(checker, exported) {
  const { Alias, Enum, Namespace, Type, Value } = ts.SymbolFlags
  const { flags, declarations = [] } = exported.flags & Alias ? checker.getAliasedSymbol(exported) : exported
  const { name } = exported
  const isTypeAlone = (exported.declarations ?? []).some(ts.isTypeOnlyImportOrExportDeclaration)
  if (isTypeAlone || !(flags & Value)) return []
  // An alias would have to repeat the parameters of a type, and has no namespace; `default` is no name.
  if (declarations.some(hasParameters) || flags & Namespace & ~Enum || name === 'default') {
    throw new Error(`tools/lib/require-types.js cannot declare ${name} for CommonJS: extend it`)
  }
  const value = `export declare const ${name}: typeof module.${name}`
  return flags & Type ? [value, `export type ${name} = module.${name}`] : [value]
}

/** @param {ts.Declaration} each @returns {boolean} whether it is a type that has parameters */
const hasParameters = (each) =>
  (ts.isClassLike(each) || ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each)) &&
  each.typeParameters !== undefined
