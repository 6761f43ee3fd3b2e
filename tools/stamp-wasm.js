// Writes dist/*.wasm, each with the build that it is of: a custom section "assay" (WebAssembly Core §5.5.3) at the end, with
// the package's version and a hash of the three files. js/core/build-stamp.js refuses a .wasm of another build. Part of
// `npm run build`; the same build writes the same stamp.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/command.js'
import { putFile } from './lib/put-file.js'

const names = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm']
const files = names.map((name) => join(root, 'dist', name))
const NAME = Buffer.from('\x05assay', 'latin1')
const HEADER = 8 // "\0asm" and the version

/**
 * @param {Uint8Array} code
 * @returns {{ bare: Uint8Array, stamp?: string }} the module without its stamp, and the stamp
 * @throws {Error} where it is no WebAssembly
 */
export function readStamp(code) {
  if (Buffer.from(code.subarray(0, 4)).toString('latin1') !== '\0asm') throw new Error('no WebAssembly')
  let at = HEADER
  while (at < code.length) {
    const { value: size, end } = readSize(code, at + 1)
    const content = Buffer.from(code.subarray(end, end + size))
    if (code[at] === 0 && content.subarray(0, NAME.length).equals(NAME)) {
      return { bare: code.subarray(0, at), stamp: content.subarray(NAME.length).toString('latin1') }
    }
    at = end + size
  }
  if (at !== code.length) throw new Error('a section ends beyond the end')
  return { bare: code }
}

/**
 * @param {Uint8Array} bare a module without a stamp
 * @param {string} stamp ASCII, at most 100 characters
 * @returns {Buffer}
 */
export function withStamp(bare, stamp) {
  const content = Buffer.concat([NAME, Buffer.from(stamp, 'latin1')])
  if (content.length > 127) throw new Error(`the stamp ${stamp} is too long for a size of one byte`)
  return Buffer.concat([bare, Buffer.from([0, content.length]), content])
}

/**
 * @param {Uint8Array} code
 * @param {number} begin of an unsigned number in LEB128 (WebAssembly Core §5.2.2)
 */
function readSize(code, begin) {
  let value = 0
  for (let length = 0; length < 5; length++) {
    const byte = code[begin + length]
    value += (byte & 127) * 2 ** (7 * length)
    if (byte < 128) return { value, end: begin + length + 1 }
  }
  throw new Error('a size has no end')
}

/**
 * Writes dist/*.wasm: the files that a build has made, stamped.
 * @param {string} build its directory
 */
export function stampWasm(build) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const made = names.map((name) => readFileSync(join(build, 'bindings', name)))
  const hash = made.reduce((sum, each) => sum.update(each), createHash('sha256')).digest('hex')
  const stamp = `${version}+${hash.slice(0, 16)}`
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (const [index, bare] of made.entries()) putFile(files[index], withStamp(bare, stamp))
}

/**
 * @returns {string | undefined} the stamp of dist/*.wasm; undefined: they have none
 * @throws {Error} where they are of several builds
 */
export function distStamp() {
  const stamps = new Set(files.filter((file) => existsSync(file)).map((file) => readStamp(readFileSync(file)).stamp))
  if (stamps.size > 1) throw new Error('dist/*.wasm are of several builds: npm run build')
  return [...stamps][0]
}
