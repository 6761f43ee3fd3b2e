// Which way dependencies point: examples → js/entry → js → wasm glue → bindings → src → Botan, Boost.

import { posix } from 'node:path'

/** @typedef {{ line: number, message: string }} Finding */

/** The standard headers that bring a clock, I/O, the environment, threads or globals of their own. */
const impure =
  /^(chrono|ctime|time\.h|iostream|istream|ostream|sstream|fstream|iomanip|cstdio|stdio\.h|print|filesystem|cstdlib|stdlib\.h|thread|mutex|condition_variable|future|atomic|random|locale|unistd\.h|sys\/.*)$/

/** Botan's clocks, files and random generators, and the modules of Boost that src may not use. */
const foreign = /^(botan\/(auto_rng|system_rng|rng|data_src)\.h|boost\/(?!json\/|system\/result\.hpp|version\.hpp).*)$/

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
    return /^[a-z_]+$|^assay\/[a-z0-9_]+\.hpp$/.test(name) ? null : `examples use the library as installed ("${name}")`
  }
  if (!path.startsWith('src/')) return null
  if (/(^|\/)bindings\/|^\.\.\/|^(wire|json_writer)\.hpp$/.test(name))
    return `src must not include bindings ("${name}")`
  // The one place that knows threads: what is made at first use, by whichever comes first.
  if (path === 'src/once.hpp' && name === 'mutex') return null
  if (impure.test(name)) return `src has no clock, no I/O and no globals (<${name}>)`
  if (foreign.test(name)) return `src uses Botan's verification and Boost.JSON alone (<${name}>)`
  return null
}

/** @typedef {{ in: RegExp, not: RegExp, message: string }} Rule the first whose `in` is the importer and `not` the imported */

/** @type {readonly Rule[]} */
const importRules = [
  { in: /^examples\//, not: /^(js|dist|src|bindings|tools|tests)\//, message: 'examples use the package by its name' },
  { in: /^js\//, not: /^(examples|tests|tools|src|bindings)\//, message: 'js uses nothing but js and dist' },
  { in: /^js\/jwks\/(machine|freshness)\.js/, not: /./, message: 'the state machine depends on nothing' },
  {
    in: /^js\/jwks\//,
    not: /^js\/(?!jwks\/|error\.js|fetch-text\.js|discovery\.js)/,
    message: 'js/jwks fetches documents, and knows nothing of tokens'
  },
  { in: /^js\/stores\.js/, not: /./, message: 'a store knows nothing of what it keeps' },
  { in: /^js\/(?!cli\/)/, not: /^js\/cli\//, message: 'nothing but the command line uses js/cli' },
  { in: /^js\/(?!debug\/|cli\/)/, not: /^js\/debug\//, message: 'js/debug shows decisions and takes no part in them' },
  {
    in: /^js\/(?!entry\/|cli\/)/,
    not: /^js\/entry\//,
    message: 'only js/entry knows the runtimes; js must not import it'
  },
  {
    in: /^js\/(?!entry\/|core-instance\.js)/,
    not: /^dist\//,
    message: 'only js/entry and js/core/core-instance.js touch dist'
  },
  { in: /^js\/(?!entry\/|cli\/)/, not: /^node:/, message: 'js runs everywhere: no module of one runtime' },
  { in: /^js\/(?!entry\/)/, not: /^cloudflare:/, message: 'js runs everywhere: no module of one runtime' },
  {
    in: /^js\/(http|mcp)\/|^js\/(express|hono)\.js/,
    not: /^js\/(?!http\/|mcp\/|(error|error-table|option-checks|urls|deep-freeze|types|express)\.js)/,
    message: 'the guards take a verifier: they know nothing of the core'
  },
  {
    in: /^js\/http\//,
    not: /^js\/(mcp\/|express\.js)/,
    message: 'js/http serves js/mcp and the adapters, not the other way round'
  },
  {
    in: /^js\/(?!http\/|mcp\/|express\.js|hono\.js)/,
    not: /^js\/(http|mcp)\//,
    message: 'who only verifies does not load the guards'
  },
  // The one optional peer that is loaded, and only where it is used.
  {
    in: /^js\/(?!mcp\/sdk-errors\.js)/,
    not: /^(?!node:|cloudflare:|js\/|dist\/|package\.json$|assay-jwt$)/,
    message: 'no run-time dependencies'
  },
  {
    in: /^js\/mcp\/sdk-errors\.js/,
    not: /^(?!js\/|@modelcontextprotocol\/sdk\/)/,
    message: 'the MCP SDK is the one optional peer that is loaded'
  }
]

/**
 * @param {string} path
 * @param {string} name
 * @returns {string | null}
 */
function checkImport(path, name) {
  const target = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name
  const broken = importRules.find((rule) => rule.in.test(path) && rule.not.test(target))
  return broken ? `${broken.message} ("${name}")` : null
}
