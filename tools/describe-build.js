// Writes what the package says of its dist/*.wasm: dist/build-info.json (their hashes, and what they were built by) and
// dist/sbom.json (what is in them). Part of `npm run build`; the same build writes the same files.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/command.js'
import { putFile } from './lib/put-file.js'
import { makeSbom } from './lib/sbom.js'
import { readVersions } from './lib/toolchain-versions.js'

/** @param {string} preset the one that dist/*.wasm were built by */
export function describeBuild(preset) {
  const build = join(root, 'build', preset)
  const simd = describe('dist/assay.wasm')
  const relaxed = describe('dist/assay-relaxed.wasm')
  const ec = describe('dist/assay-ec.wasm')
  const toolchain = readVersions(build)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  write('dist/build-info.json', { ...simd, relaxed, ec, preset, toolchain, flags: readFlags(build) })
  write('dist/sbom.json', makeSbom(manifest, { cores: [simd, relaxed], curves: ec }, toolchain))
}

/**
 * @param {string} file
 * @returns {{ file: string, bytes: number, sha256: string }}
 */
function describe(file) {
  const code = readFileSync(join(root, file))
  return { file, bytes: code.length, sha256: createHash('sha256').update(code).digest('hex') }
}

/**
 * @param {string} build
 * @returns {{ compile: string[], link: string[] }} of the core and of assay.wasm, without what names a directory;
 *   assay-relaxed.wasm has -mrelaxed-simd besides
 */
function readFlags(build) {
  const commands = /** @type {{ command: string, output?: string }[]} */ (
    JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'))
  )
  const core = commands.find(({ command }) => command.includes(' src/CMakeFiles/assay.dir/verify/verifier.cpp.o '))
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
  putFile(join(root, name), `${JSON.stringify(value, null, 2)}\n`)
}
