// Writes what the package says of its dist/assay.wasm: dist/build-info.json (its hash, and what it was built by) and
// dist/sbom.json (what is in it). Part of `npm run build`; the same build writes the same files.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/command.js'
import { makeSbom } from './lib/sbom.js'
import { readVersions } from './lib/toolchain-versions.js'

const file = 'dist/assay.wasm'

/** @param {string} preset the one that dist/assay.wasm was built by */
export function describeBuild(preset) {
  const build = join(root, 'build', preset)
  const code = readFileSync(join(root, file))
  const sha256 = createHash('sha256').update(code).digest('hex')
  const toolchain = readVersions(build)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  write('dist/build-info.json', { file, bytes: code.length, sha256, preset, toolchain, flags: readFlags(build) })
  write('dist/sbom.json', makeSbom(manifest, { file, sha256 }, toolchain))
}

/**
 * @param {string} build
 * @returns {{ compile: string[], link: string[] }} of the core and of the module, without what names a directory
 */
function readFlags(build) {
  const commands = /** @type {{ command: string, output?: string }[]} */ (
    JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'))
  )
  const core = commands.find(({ command }) => command.includes(' src/CMakeFiles/assay.dir/verifier.cpp.o '))
  const ninja = readFileSync(join(build, 'build.ninja'), 'utf8')
  const link = /^build bindings\/assay\.wasm:.*\n(?: {2}.*\n)*? {2}LINK_FLAGS = (.*)$/m.exec(ninja)?.[1]
  if (!core || !link) throw new Error(`${build} does not say by which options it was built`)
  return {
    compile: core.command.split(' ').filter((word) => /^-(?!o$|c$|I|isystem)/.test(word) && !word.includes('/')),
    link: link.split(' ')
  }
}

/**
 * @param {string} name
 * @param {object} value
 */
function write(name, value) {
  writeFileSync(join(root, name), `${JSON.stringify(value, null, 2)}\n`)
}
