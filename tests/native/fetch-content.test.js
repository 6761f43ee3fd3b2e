// The library by FetchContent, from a folder that has nothing but the repository's own files: docs/guides/cpp.md has the
// project, and the examples are its programs.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { blocksIn, read } from '../docs/support/pages.js'
import { audience, issuer, now, publicJwk, token } from '../js/support/tokens.js'
import { root } from '../support/package-exports.js'
import { outcomeOf, temporaryDirectory } from './install.js'

const directory = temporaryDirectory()
const inside = (/** @type {string} */ name) => join(directory.path, name)
const project = inside('service')
const build = inside('service-build')
const sources = cachedIn(join(root, 'build/native/CMakeCache.txt'), ['BOTAN_SOURCE_DIR', 'BOOST_INCLUDE_DIR'])

/** Traps: a file of the user's whose name is also one of ours, and warnings that our headers must not cause. */
const own = `
list(PREPEND CMAKE_MODULE_PATH "\${CMAKE_SOURCE_DIR}/cmake")
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
enable_testing()
`
const after_ = `
add_executable(verify-token verify_token.cpp)
target_link_libraries(verify-token PRIVATE assay::assay)
get_property(here DIRECTORY PROPERTY BUILDSYSTEM_TARGETS)
get_property(there DIRECTORY "\${assay_SOURCE_DIR}" PROPERTY BUILDSYSTEM_TARGETS)
get_property(inner DIRECTORY "\${assay_SOURCE_DIR}/src" PROPERTY BUILDSYSTEM_TARGETS)
get_property(functions GLOBAL PROPERTY COMMANDS)
get_property(cache DIRECTORY PROPERTY CACHE_VARIABLES)
file(WRITE "\${CMAKE_BINARY_DIR}/names" "targets;\${here};\${there};\${inner}\\nbuild type;\${CMAKE_BUILD_TYPE}\\ncache;\${cache}\\n")
`

/**
 * @param {string} file CMakeCache.txt
 * @param {string[]} names
 * @returns {string[]} the options that give another build the same values
 */
function cachedIn(file, names) {
  const text = readFileSync(file, 'utf8')
  return names.map(
    (name) => `-D${name}=${/** @type {string[]} */ (new RegExp(`^${name}:PATH=(.*)$`, 'm').exec(text))[1]}`
  )
}

before(async () => {
  // As `git archive` has it, with what is not committed yet. Neither .toolchain nor node_modules.
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = String(execFileSync('git', list, { cwd: root, maxBuffer: 1e8 }))
  for (const file of files.split('\0').filter((name) => /^(src|cmake|bindings|tools)\/|^[^/]+$/.test(name) && name)) {
    const target = join(project, 'third_party/assay-jwt', file)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(root, file), target)
  }
  const found = blocksIn(await read('docs/guides/cpp.md'), 'cmake')
  const [text] = found.filter((code) => code.includes('FetchContent_MakeAvailable'))
  writeFileSync(
    join(project, 'CMakeLists.txt'),
    text.replace('include(FetchContent)', `${own}include(FetchContent)`) + after_
  )
  mkdirSync(join(project, 'cmake'))
  for (const name of ['Boost', 'Botan', 'Flags', 'Install', 'Sources']) {
    writeFileSync(join(project, `cmake/${name}.cmake`), 'message(FATAL_ERROR "this file is the user’s")\n')
  }
  writeFileSync(
    join(project, 'main.cpp'),
    `#include <assay/jwks_verifier.hpp>
#include <cstdio>
int main() {
  const auto verifier = assay::JwksVerifier::create({}, {});
  if (!verifier) std::puts(verifier.error().message().c_str());
}
`
  )
  cpSync(join(root, 'examples/native/verify_token.cpp'), join(project, 'verify_token.cpp'))
})

after(() => directory.remove())

const configure = (/** @type {string[]} */ ...options) =>
  outcomeOf('cmake', ['-S', project, '-B', build, '-G', 'Ninja', ...options])

test('without the sources of Botan or Boost the error says where they go, and a command that fetches them', async () => {
  for (const [options, name, probe] of [
    [[], 'BOOST_INCLUDE_DIR', 'boost/json/basic_parser_impl.hpp'],
    [sources.slice(1), 'BOTAN_SOURCE_DIR', 'configure.py']
  ]) {
    const { code, stderr } = await outcomeOf('cmake', ['-S', project, '-B', inside('without'), ...options])
    assert.equal(code, 1)
    const said = stderr.replace(/\s+/g, ' ')
    assert.ok(said.includes(`${name}: there is no ${probe} in `), said)
    assert.ok(said.includes(`-D${name}=`), said)
    assert.match(
      said,
      /bash "[^"]*third_party\/assay-jwt\/tools\/toolchain\.sh" "[^"]*third_party\/assay-jwt\/\.toolchain" sources/
    )
  }
})

test('a clean folder is built, and the programs work', async () => {
  const configured = await configure(...sources)
  assert.equal(configured.code, 0, configured.stderr)
  assert.ok(!/warning/i.test(configured.stderr), configured.stderr)
  const built = await outcomeOf('cmake', ['--build', build])
  assert.equal(built.code, 0, built.stdout)
  const { stdout } = await outcomeOf(join(build, 'my-service'), [])
  assert.equal(stdout, 'Required option is missing: issuer\n')

  const jwks = inside('jwks.json')
  writeFileSync(jwks, JSON.stringify({ keys: [publicJwk()] }))
  const options = ['--issuer', issuer, '--audience', audience, '--jwks', jwks, '--now', String(now)]
  assert.equal((await outcomeOf(join(build, 'verify-token'), options, token())).code, 0)
  const refused = await outcomeOf(join(build, 'verify-token'), options, token({ claims: { exp: now - 61 } }))
  assert.equal(refused.code, 1)
  assert.match(refused.stdout, /^refused: AUTH_TOKEN_EXPIRED expired$/m)
})

test('nothing of it leaks: names begin with assay, no build type, no tests, nothing to install', async () => {
  const [targets, type, cache] = readFileSync(join(build, 'names'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(';').slice(1))
  const others = (/** @type {string[]} */ names) => names.filter((name) => name && !/^assay/i.test(name))
  assert.deepEqual(others(targets), ['my-service', 'verify-token'])
  assert.deepEqual(others(type), [])
  const ours = others(cache).filter(
    (name) =>
      !/^(_|CMAKE|FETCHCONTENT|prefix_result|Python3|CURL|FIND_PACKAGE|PC_CURL|pkgcfg|PKG_CONFIG|my-service)/i.test(
        name
      )
  )
  assert.deepEqual(ours, ['BOOST_INCLUDE_DIR', 'BOTAN_SOURCE_DIR'])
  const tests = await outcomeOf('ctest', ['--test-dir', build, '--show-only'])
  assert.match(tests.stdout, /^Total Tests: 0$/m)
  const installed = await outcomeOf('cmake', ['--install', build, '--prefix', inside('installed')])
  assert.equal(installed.code, 0)
  assert.deepEqual(readdirSync(directory.path).includes('installed'), false)
  const commands = await outcomeOf('ninja', ['-C', build, '-t', 'commands', 'my-service'])
  const compiled = commands.stdout.split('\n').filter((line) => / -c /.test(line))
  const flagsOf = (/** @type {RegExp} */ file) => compiled.filter((line) => file.test(line))
  assert.ok(flagsOf(/assay-jwt\/src\//).length > 20)
  assert.ok(
    flagsOf(/assay-jwt\/src\//).every((line) => line.includes(' -O3 ')),
    'optimized, though the user’s build is not'
  )
  assert.ok(flagsOf(/main\.cpp/).every((line) => !/ -O\d/.test(line)))
})
