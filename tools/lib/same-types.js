// A JSDoc @typedef that names the type of another file declares an alias: TypeScript does not take the two for the same,
// and finds no name for what a function returns ("cannot be named without a reference to", TS2742). Exported anew, it is
// the same type. JSDoc cannot say that.

import ts from 'typescript'

/**
 * @param {string} declaration the text of a .d.ts
 * @returns {string} the same, where `export type A<T> = import('./b.js').B<T>` is an export of B as A
 */
export function withSameTypes(declaration) {
  const file = ts.createSourceFile('a.d.ts', declaration, ts.ScriptTarget.Latest)
  const parts = file.statements.flatMap((statement) => {
    const text = declaration.slice(statement.pos, statement.end)
    const renamed = ts.isTypeAliasDeclaration(statement) && renamedBy(statement, file)
    return renamed ? `${text.slice(0, statement.getStart(file) - statement.pos)}${renamed}` : text
  })
  return parts.join('') + declaration.slice(file.endOfFileToken.pos)
}

/**
 * @param {ts.TypeAliasDeclaration} alias
 * @param {ts.SourceFile} file
 * @returns {string | undefined} undefined where it is more than another name
 */
function renamedBy({ name, type, typeParameters = ts.factory.createNodeArray() }, file) {
  if (!ts.isImportTypeNode(type) || type.isTypeOf || !type.qualifier || !ts.isIdentifier(type.qualifier))
    return undefined
  const text = (/** @type {ts.Node} */ node) => node.getText(file)
  const given = (type.typeArguments ?? []).map(text)
  const own = typeParameters.map((each) => each.name.text)
  const source = text(type.argument)
  if (given.join() !== own.join() || !/^['"]\./.test(source)) return undefined
  const { text: original } = type.qualifier
  const imported = original === name.text ? original : `${original} as ${name.text}`
  return `import type { ${imported} } from ${source};\nexport type { ${name.text} };`
}
