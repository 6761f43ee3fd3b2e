// Which versions of what go into dist/assay.wasm, as the build directory and the toolchain itself say it.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {Record<'emscripten' | 'clang' | 'binaryen' | 'botan' | 'boost' | 'musl' | 'llvmRuntimes', string>} Versions */

/**
 * @param {string} build a build directory of a WebAssembly preset
 * @returns {Versions}
 */
export function readVersions(build) {
  const emscripten = cached(build, 'ASSAY_EMSCRIPTEN_ROOT')
  const directory = (/** @type {string} */ name) => say(join(emscripten, 'em-config'), name)
  const botan = JSON.parse(readFileSync(join(build, 'botan/build/build_config.json'), 'utf8'))
  return {
    emscripten: find(join(emscripten, 'emscripten-version.txt'), /([\d.]+)/),
    clang: match(say(join(directory('LLVM_ROOT'), 'clang'), '--version'), /clang version ([^\n]+)/),
    binaryen: match(say(join(directory('BINARYEN_ROOT'), 'bin/wasm-opt'), '--version'), /version (\d+)/),
    botan: botan.version,
    boost: boostVersion(join(cached(build, 'BOOST_INCLUDE_DIR'), 'boost/version.hpp')),
    musl: find(join(emscripten, 'system/lib/libc/musl/VERSION'), /([\d.]+)/),
    llvmRuntimes: libcxxVersion(join(directory('CACHE'), 'sysroot/include/c++/v1/__config'))
  }
}

/** @param {string} header whose number is x * 100,000 + y * 100 + z */
function boostVersion(header) {
  const number = Number(find(header, /define BOOST_VERSION (\d+)/))
  return [Math.floor(number / 100_000), Math.floor(number / 100) % 1000, number % 100].join('.')
}

/** @param {string} config libc++'s own, whose number is XXYYZZ */
function libcxxVersion(config) {
  const digits = find(config, /define _LIBCPP_VERSION (\d{6})/)
  return [0, 2, 4].map((start) => Number(digits.slice(start, start + 2))).join('.')
}

/**
 * @param {string} build
 * @param {string} variable
 * @returns {string} its value in CMake's cache
 */
function cached(build, variable) {
  return find(join(build, 'CMakeCache.txt'), new RegExp(`^${variable}:\\w+=(.+)$`, 'm'))
}

/**
 * @param {string} program
 * @param {string} argument
 */
function say(program, argument) {
  return execFileSync(program, [argument], { encoding: 'utf8' }).trim()
}

/**
 * @param {string} path
 * @param {RegExp} pattern
 */
function find(path, pattern) {
  return match(readFileSync(path, 'utf8'), pattern, path)
}

/**
 * @param {string} text
 * @param {RegExp} pattern with one group
 * @param {string} [where]
 * @returns {string}
 */
function match(text, pattern, where = text) {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`no ${pattern} in ${where}`)
  return found
}
