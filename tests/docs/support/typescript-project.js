// A project in TypeScript that has the packed tarball, and beside it the frameworks of this repository.

import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makeProject, output } from '../../packaging/project.js'
import { frameworksDirectory, installTools } from '../../packaging/tools.js'
import { root } from '../../support/package-exports.js'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

/** Not exactOptionalPropertyTypes: some frameworks' own types do not know it. tests/types has it. */
const strict = {
  ...{ target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
  ...{ module: 'nodenext', moduleResolution: 'nodenext', moduleDetection: 'force' },
  ...{ strict: true, noUncheckedIndexedAccess: true },
  ...{
    allowJs: true,
    checkJs: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true
  }
}

/**
 * @param {{ [path: string]: string }} files
 * @returns {Promise<string[]>} what TypeScript says, a line for each error: its file, place and text
 */
export async function compileStrictly(files) {
  const project = await makeProject({})
  try {
    await installTools()
    await installTools(frameworksDirectory)
    const others = ['tools', 'frameworks'].map((name) => `tests/packaging/${name}/node_modules`)
    for (const source of ['node_modules', ...others]) {
      linkPackages(join(root, source), project.inside('node_modules'))
    }
    for (const [path, text] of Object.entries({ ...files, 'tsconfig.json': configOf(Object.keys(files)) })) {
      mkdirSync(dirname(project.inside(path)), { recursive: true })
      writeFileSync(project.inside(path), text)
    }
    const args = ['-p', project.directory, '--pretty', 'false']
    await output([process.execPath, tsc, ...args], { cwd: project.directory })
    return []
  } catch (error) {
    const lines = /** @type {Error} */ (error).message.split('\n').filter((line) => /^ *\S/.test(line))
    const errors = lines.filter((line) => / error TS\d+: /.test(line))
    if (errors.length === 0) throw error
    return errors
  } finally {
    project.close()
  }
}

/** @param {string[]} files */
const configOf = (files) => JSON.stringify({ compilerOptions: strict, files })

/**
 * @param {string} source
 * @param {string} target node_modules of the project
 */
function linkPackages(source, target) {
  for (const name of readdirSync(source).filter((each) => !each.startsWith('.') && !existsSync(join(target, each)))) {
    symlinkSync(join(source, name), join(target, name), 'dir')
  }
}
