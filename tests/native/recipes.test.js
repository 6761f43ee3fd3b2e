// cmake/vcpkg and cmake/conan, as far as they can be run without vcpkg and Conan; their pages say what that leaves open.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../support/package-exports.js'
import { buildWith, outcomeOf, temporaryDirectory } from './install.js'

const directory = temporaryDirectory()
const inside = (/** @type {string} */ name) => join(directory.path, name)
after(() => directory.remove())

const port = join(root, 'cmake/vcpkg/ports/assay')
const cache = readFileSync(join(root, 'build/native/CMakeCache.txt'), 'utf8')
const cached = (/** @type {string} */ name) =>
  /** @type {string[]} */ (new RegExp(`^${name}:[A-Z]+=(.*)$`, 'm').exec(cache))[1]

/**
 * Stand-ins for vcpkg's functions. The build is that of build/native, which is installed as vcpkg would: what is proved is
 * the port's options, paths and package.
 */
const standIns = `
set(PORT assay)
set(CURRENT_PORT_DIR "${port}")
set(CURRENT_PACKAGES_DIR "${inside('packages')}")
set(CURRENT_INSTALLED_DIR "${inside('vcpkg')}")
function(vcpkg_check_linkage)
endfunction()
function(vcpkg_check_features)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" OUT_FEATURE_OPTIONS FEATURES)
  list(GET arg_FEATURES 1 option)
  set(\${arg_OUT_FEATURE_OPTIONS} "-D\${option}=ON" PARENT_SCOPE)
endfunction()
function(vcpkg_find_acquire_program name)
  set(\${name} "${cached('_?Python3_EXECUTABLE')}" PARENT_SCOPE)
endfunction()
function(run)
  execute_process(COMMAND \${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" SOURCE_PATH OPTIONS)
  run("\${CMAKE_COMMAND}" -S "\${arg_SOURCE_PATH}" -B "${inside('port-build')}" -G Ninja \${arg_OPTIONS}
    -DCMAKE_BUILD_TYPE=RelWithDebInfo --warn-uninitialized)
endfunction()
function(vcpkg_cmake_install)
  run("\${CMAKE_COMMAND}" --install "${join(root, 'build/native')}" --prefix "\${CURRENT_PACKAGES_DIR}")
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  # vcpkg's own moves the directory to share/, and corrects the paths in it.
  if(NOT EXISTS "\${CURRENT_PACKAGES_DIR}/\${arg_CONFIG_PATH}/\${arg_PACKAGE_NAME}-config.cmake")
    message(FATAL_ERROR "no CMake package in \${arg_CONFIG_PATH}")
  endif()
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" FILE_LIST)
  file(INSTALL \${arg_FILE_LIST} DESTINATION "\${CURRENT_PACKAGES_DIR}/share/\${PORT}")
endfunction()
include("${port}/portfile.cmake")
`

test('vcpkg: the port configures the library with options that it has, and installs a package', async () => {
  mkdirSync(inside('vcpkg'))
  writeFileSync(inside('port.cmake'), standIns)
  const { code, stderr } = await outcomeOf('env', ['-u', 'BOTAN_SOURCE_DIR', 'cmake', '-P', inside('port.cmake')])
  assert.equal(code, 1)
  assert.match(stderr, /BOTAN_SOURCE_DIR: set this variable/)
  symlinkSync(cached('BOOST_INCLUDE_DIR'), inside('vcpkg/include'))
  const run = await outcomeOf('env', [
    `BOTAN_SOURCE_DIR=${cached('BOTAN_SOURCE_DIR')}`,
    'cmake',
    '-P',
    inside('port.cmake')
  ])
  assert.equal(run.code, 0, run.stderr)
  assert.ok(!/not used by the project|unused/i.test(run.stderr), run.stderr)
  const configured = readFileSync(inside('port-build/CMakeCache.txt'), 'utf8')
  for (const line of ['ASSAY_JWKS:BOOL=ON', 'ASSAY_TESTS:BOOL=OFF', 'ASSAY_WERROR:BOOL=OFF']) {
    assert.ok(configured.includes(line), line)
  }
  const usage = readFileSync(inside('packages/share/assay/usage'), 'utf8')
  assert.match(usage, /find_package\(assay CONFIG REQUIRED\)/)
})

test('vcpkg: the version is the package’s', () => {
  const version = (/** @type {string} */ path) => JSON.parse(readFileSync(path, 'utf8')).version
  assert.equal(version(join(port, 'vcpkg.json')), version(join(root, 'package.json')))
})

test('vcpkg: examples/native is built against what the port leaves', async () => {
  await buildWith(join(root, 'examples/native'), inside('example'), inside('packages'))
  assert.match((await outcomeOf(inside('example/verify-token'), ['--help'])).stdout, /^usage: verify-token /)
})

test('Conan: the recipe is Python, and names options of CMake that there are', async () => {
  const recipe = join(root, 'cmake/conan/conanfile.py')
  const parsed = await outcomeOf('python3', ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())', recipe])
  assert.equal(parsed.code, 0, parsed.stderr)
  const named = [...readFileSync(recipe, 'utf8').matchAll(/cache_variables\["(\w+)"\]/g)].map(([, name]) => name)
  assert.deepEqual(named, ['ASSAY_TESTS', 'ASSAY_WERROR', 'ASSAY_JWKS', 'BOOST_INCLUDE_DIR'])
  for (const name of named) assert.match(cache, new RegExp(`^${name}:`, 'm'))
})
