// docs/guides/cpp.md: each block of C++ compiles as it stands. fetch-content.test.js builds its block of CMake.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { blocksIn, read } from '../docs/support/pages.js'
import { buildWith, install, temporaryDirectory } from './install.js'

const directory = temporaryDirectory()
const inside = (/** @type {string} */ name) => join(directory.path, name)
after(() => directory.remove())

test('the C++ of the guide compiles without a warning, against the installed library', async () => {
  const text = await read('docs/guides/cpp.md')
  const [server, ...others] = blocksIn(text, 'cpp')
  assert.ok((await read('examples/native-server/server.cpp')).includes(server), 'server.test.js runs the first block')
  assert.ok(server.trimEnd().split('\n').length <= 21, 'about twenty lines')
  assert.equal(others.length, 5)
  mkdirSync(inside('guide'))
  others.forEach((code, index) => writeFileSync(inside(`guide/block${index}.cpp`), code))
  writeFileSync(
    inside('guide/CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.25)
project(guide LANGUAGES CXX)
find_package(assay 0.1 REQUIRED COMPONENTS jwks)
add_library(guide SHARED ${others.map((_, index) => `block${index}.cpp`).join(' ')})
target_compile_options(guide PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
target_link_libraries(guide PRIVATE assay::jwks)
target_link_options(guide PRIVATE -Wl,--no-undefined)
`
  )
  await install(inside('prefix'))
  await buildWith(inside('guide'), inside('guide-build'), inside('prefix'))
})

test('a component that the library was not built with is refused by name', async () => {
  mkdirSync(inside('other'))
  writeFileSync(
    inside('other/CMakeLists.txt'),
    'cmake_minimum_required(VERSION 3.25)\nproject(other LANGUAGES CXX)\nfind_package(assay REQUIRED COMPONENTS other)\n'
  )
  await assert.rejects(buildWith(inside('other'), inside('other-build'), inside('prefix')), ({ stderr }) =>
    /it has no component other/.test(stderr)
  )
})
