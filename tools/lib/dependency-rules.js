// Which way dependencies point: examples → the package; bindings → src → Botan, Boost.

import { posix } from 'node:path'

/** @typedef {{ line: number, message: string }} Finding */

/** The standard headers that bring a clock, I/O, the environment, threads or globals of their own. */
const impure =
  /^(chrono|ctime|time\.h|iostream|istream|ostream|sstream|fstream|iomanip|cstdio|stdio\.h|print|filesystem|cstdlib|stdlib\.h|thread|mutex|condition_variable|future|atomic|random|locale|unistd\.h|sys\/.*)$/

/** Botan's clocks, files and random generators, and the modules of Boost that src may not use. */
const foreign = /^(botan\/(auto_rng|system_rng|rng|data_src)\.h|boost\/(?!json\/|system\/result\.hpp|version\.hpp).*)$/

/** The rooms of src/: what belongs in each is in its README.md. @type {{ readonly [room: string]: readonly string[] }} */
const rooms = {
  base: [],
  crypto: ['base'],
  jose: ['crypto', 'base'],
  verify: ['jose', 'crypto', 'base'],
  dpop: ['verify', 'jose', 'crypto', 'base'],
  http: ['dpop', 'crypto', 'base'],
  jwks: ['verify', 'jose', 'crypto', 'base']
}

/** The one room of src/ with I/O, clocks and threads. It is a library of its own. */
const IO_ROOM = 'jwks'

const roomOf = (/** @type {string} */ path) => path.slice(0, Math.max(path.indexOf('/'), 0))

/**
 * @param {string} path from the root of the repository, with slashes
 * @param {string} text
 * @returns {Finding[]}
 */
export function checkDependencies(path, text) {
  const check = /\.[ch]pp$/.test(path) ? checkInclude : checkImport
  return dependencies(path, text).flatMap(({ line, name }) => {
    const message = check(path, name)
    return message === null ? [] : [{ line, message }]
  })
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {{ line: number, name: string }[]}
 */
function dependencies(path, text) {
  const pattern = /\.[ch]pp$/.test(path)
    ? /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]/gm
    : /(?:^\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*|^\s*import\s*|\bimport\(\s*|\brequire\(\s*|\bnew URL\(\s*)['"`]([^'"`]+)['"`]/gm
  const code = /\.[ch]pp$/.test(path) ? text : blankComments(text)
  return [...code.matchAll(pattern)].map((match) => {
    const end = /** @type {number} */ (match.index) + match[0].length
    return { line: code.slice(0, end).split('\n').length, name: match[1] }
  })
}

/** @param {string} text JSDoc's types may point anywhere: they are not there at run time */
function blankComments(text) {
  return text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '))
}

/**
 * @param {string} path
 * @param {string} name
 * @returns {string | null}
 */
function checkInclude(path, name) {
  if (/^emscripten(\/|\.h)/.test(name) && path !== 'bindings/embind.cpp') {
    return `only bindings/embind.cpp may include Emscripten (<${name}>)`
  }
  if (path.startsWith('examples/')) {
    return /^[a-z_]+$|^httplib\.h$|^assay\/[a-z0-9_]+\.hpp$/.test(name)
      ? null
      : `examples use the library as installed ("${name}")`
  }
  return path.startsWith('src/') ? checkSrcInclude(path, name) : null
}

/**
 * @param {string} path
 * @param {string} name
 * @returns {string | null}
 */
function checkSrcInclude(path, name) {
  if (/(^|\/)bindings\/|^\.\.\/|^(wire|json_writer)\.hpp$/.test(name))
    return `src must not include bindings ("${name}")`
  const room = roomOf(path.slice('src/'.length))
  const other = /^(?!boost\/)[a-z0-9_/]+\.hpp$/.test(name) ? roomOf(name) : room
  if (other !== room && !rooms[room]?.includes(other)) {
    return `${room || 'src'} may not include ${other || 'a header without its room'} ("${name}")`
  }
  return checkForeignInclude(path, name, room)
}

/**
 * @param {string} path
 * @param {string} name
 * @param {string} room
 * @returns {string | null}
 */
function checkForeignInclude(path, name, room) {
  // The two files of src that know threads: a value made at first use, and what threads change in turn.
  if (/^src\/base\/(once|lock)\.hpp$/.test(path) && name === 'mutex') return null
  if (foreign.test(name)) return `src uses only Botan's verification and Boost.JSON (<${name}>)`
  const isImpure = impure.test(name) || /^curl\//.test(name)
  return isImpure && room !== IO_ROOM ? `only src/${IO_ROOM} has a clock, I/O and threads (<${name}>)` : null
}

/**
 * For examples only: ESLint checks which room of js/ imports which (rooms.js).
 * @param {string} path
 * @param {string} name
 * @returns {string | null}
 */
function checkImport(path, name) {
  const target = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name
  const isOwn = /^(js|dist|src|bindings|tools|tests)\//.test(target)
  return isOwn ? `examples use the package by its name ("${name}")` : null
}
