// The native library as installed: examples/native finds it by find_package, in a prefix and with nothing else.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { audience, issuer, now, publicJwk, token } from '../js/support/tokens.js'
import { root } from '../support/package-exports.js'
import { brief, faultsOf, hostile } from '../cli/support/hidden-characters.js'
import { buildWith, install, outcomeOf, temporaryDirectory } from './install.js'

const directory = temporaryDirectory()
const inside = (/** @type {string} */ name) => join(directory.path, name)
const prefix = inside('prefix')
const example = join(root, 'examples/native')
const jwks = inside('jwks.json')
const options = ['--issuer', issuer, '--audience', audience, '--jwks', jwks, '--now', String(now)]

before(async () => {
  writeFileSync(jwks, JSON.stringify({ keys: [publicJwk()] }))
  await install(prefix)
  await buildWith(example, inside('example'), prefix)
})

after(() => directory.remove())

/** @param {string} jwt @param {string[]} [more] */
const verify = (jwt, more = []) => outcomeOf(inside('example/verify-token'), [...options, ...more], jwt)

test('the prefix holds the public headers, four archives, the package and the licences, and no path of the build', () => {
  const files = readdirSync(prefix, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(prefix.length + 1))
    .filter((path) => !path.startsWith('include/assay/third_party/boost/'))
  assert.deepEqual(files.sort(), [
    ...[
      'algorithm',
      'base64url',
      'bearer',
      'challenge',
      'check',
      'claim_path',
      'claim_rule',
      'error',
      'jwk',
      'jwk_set',
      'jwks_verifier',
      'limits',
      'policy',
      'possession',
      'proof',
      'proof_algorithms',
      'proof_check',
      'proof_headers',
      'proof_policy',
      'proof_report',
      'reason',
      'required_scope',
      'scheme',
      'secret_bytes',
      'trace',
      'verification_key',
      'verified',
      'verifier'
    ].map((name) => `include/assay/${name}.hpp`),
    'lib/cmake/assay/assay-config-version.cmake',
    'lib/cmake/assay/assay-config.cmake',
    'lib/cmake/assay/assay-jwks-targets-relwithdebinfo.cmake',
    'lib/cmake/assay/assay-jwks-targets.cmake',
    'lib/cmake/assay/assay-targets-relwithdebinfo.cmake',
    'lib/cmake/assay/assay-targets.cmake',
    'lib/libassay.a',
    'lib/libassay_boost.a',
    'lib/libassay_botan.a',
    'lib/libassay_jwks.a',
    'share/doc/assay/LICENSE',
    'share/doc/assay/NOTICE'
  ])
  for (const path of files.filter((name) => /\.(cmake|hpp)$/.test(name))) {
    const text = readFileSync(join(prefix, path), 'utf8')
    assert.ok(!text.includes(root) && !text.includes(prefix), path)
  }
})

test('the example was built from the prefix and the compiler’s own headers, and no Boost or Botan of the machine', async () => {
  const dependencies = await outcomeOf('ninja', ['-C', inside('example'), '-t', 'deps'])
  const headers = dependencies.stdout.split('\n').filter((line) => /^ {4}\//.test(line))
  const others = headers.map((line) => line.trim()).filter((path) => !path.startsWith(`${prefix}/include/assay/`))
  assert.ok(headers.length > others.length + 50, 'the headers of the prefix are among them')
  assert.deepEqual(
    others.filter((path) => path !== join(example, 'verify_token.cpp') && !/^\/usr\/(include|lib)\//.test(path)),
    []
  )
  assert.deepEqual(
    others.filter((path) => /boost|botan/i.test(path)),
    []
  )
})

test('no symbol is in the name space of Botan: a program may link another one beside it', async () => {
  for (const name of ['libassay.a', 'libassay_botan.a']) {
    const { code, stdout } = await outcomeOf('nm', ['--demangle', join(prefix, 'lib', name)])
    assert.equal(code, 0)
    const symbols = stdout.split('\n')
    assert.ok(
      symbols.some((line) => line.includes('assay_botan::')),
      name
    )
    assert.deepEqual(
      symbols.filter((line) => /\bBotan::/.test(line)),
      [],
      name
    )
  }
})

describe('examples/native', () => {
  test('accepts a good token: exit code 0, its subject and scopes', async () => {
    const { code, stdout } = await verify(`${token()}\n`, ['--scope', 'tools:read'])
    assert.equal(code, 0, stdout)
    assert.equal(stdout, 'accepted: subject user-1, scopes tools:read\n')
  })

  test('reads the token from a file, too', async () => {
    writeFileSync(inside('token'), token())
    assert.equal((await verify('', [inside('token')])).code, 0)
  })

  for (const { title, jwt, more, first } of [
    {
      title: 'RFC 7519 §4.1.4: an expired token',
      jwt: token({ claims: { exp: now - 61 } }),
      first: 'refused: AUTH_TOKEN_EXPIRED expired'
    },
    {
      title: 'RFC 7519 §4.1.3: a token for another audience',
      jwt: token({ claims: { aud: 'https://other.example.com' } }),
      first: 'refused: AUTH_INVALID_AUDIENCE audience_mismatch'
    },
    {
      title: 'RFC 7515 §5.2: a token that another key has signed',
      jwt: token({ header: { kid: 'good' }, key: 'other' }),
      first: 'refused: AUTH_TOKEN_INVALID signature_mismatch'
    },
    {
      title: 'RFC 6750 §3.1: a token without the required scope',
      jwt: token(),
      more: ['--scope', 'tools:call'],
      first: 'refused: AUTH_MISSING_SCOPE scope_missing'
    },
    { title: 'nothing at all', jwt: '', first: 'refused: AUTH_TOKEN_INVALID malformed_segments' }
  ]) {
    test(`refuses ${title}: exit code 1, code and reason, and what to do`, async () => {
      const { code, stdout } = await verify(jwt, more)
      assert.equal(code, 1, stdout)
      assert.equal(stdout.split('\n')[0], first)
      assert.match(stdout, /^ {2}What to do: \S/m)
    })
  }

  test('--explain shows every check, and lets nothing of the token through that a terminal obeys or nobody sees', async () => {
    const iss = `https://evil.example/Zoë 山田 🎉${hostile}`
    const { code, stdout } = await verify(token({ claims: { iss } }), ['--explain'])
    assert.equal(code, 1)
    const checks = stdout.split('\n').filter((line) => /^(pass|fail|skip) {2}/.test(line))
    assert.equal(checks.length, 24)
    assert.match(stdout, /^pass {2}signature +The signature is valid$/m)
    assert.match(stdout, /^fail {2}issuer .*; expected https:\/\/auth\.example\.com\/; actual /m)
    assert.deepEqual(faultsOf(stdout), [])
    assert.match(stdout, /actual https:\/\/evil\.example\/Zoë 山田 🎉\?/)
  })

  test('wrong usage: exit code 2, and the usage', async () => {
    const program = inside('example/verify-token')
    const without = (/** @type {string} */ name) => options.toSpliced(options.indexOf(name), 2)
    for (const args of [without('--jwks'), [...options, '--nonsense'], [...options, '--algorithm', 'none']]) {
      const { code, stderr } = await outcomeOf(program, args, token())
      assert.equal(code, 2, args.join(' '))
      assert.match(stderr, /^usage: verify-token /m)
    }
    for (const args of [
      [...options, `--${brief}`],
      [...options, brief],
      ['--jwks', brief]
    ]) {
      const { code, stderr } = await outcomeOf(program, args, token())
      assert.ok(code === 2 || code === 3)
      assert.match(stderr, /^verify-token: .*EVIL$/m)
      assert.deepEqual(faultsOf(stderr), [])
    }
    for (const name of ['--issuer', '--audience']) {
      const { code, stdout } = await outcomeOf(program, without(name), token())
      assert.equal(code, 2, name)
      assert.match(stdout, /^refused: CONFIG_INVALID option_missing$/m)
    }
    assert.match((await outcomeOf(program, ['--help'])).stdout, /^usage: verify-token /)
  })

  test('no keys: exit code 3', async () => {
    const broken = inside('broken.json')
    for (const text of ['{"keys":[]}', '{"keys":', '[]']) {
      writeFileSync(broken, text)
      assert.equal((await verify(token(), ['--jwks', broken])).code, 3, text)
    }
    assert.equal((await verify(token(), ['--jwks', inside('not-there.json')])).code, 3)
  })
})

test('the prefix can be moved, and a shared library can link it', async () => {
  const moved = inside('moved/somewhere else')
  mkdirSync(inside('moved'))
  renameSync(prefix, moved)
  try {
    const project = inside('plugin')
    mkdirSync(project)
    writeFileSync(
      join(project, 'CMakeLists.txt'),
      `cmake_minimum_required(VERSION 3.25)
project(plugin LANGUAGES CXX)
find_package(assay REQUIRED)
add_library(plugin SHARED plugin.cpp)
target_link_libraries(plugin PRIVATE assay::assay)
`
    )
    writeFileSync(
      join(project, 'plugin.cpp'),
      `#include <assay/verifier.hpp>
bool is_good(std::string_view token, const assay::PreparedVerifier& verifier) {
  return verifier.verify(token, {}, 0).has_value();
}
`
    )
    await buildWith(project, inside('plugin-build'), moved, ['-DCMAKE_SHARED_LINKER_FLAGS=-Wl,--no-undefined'])
    await buildWith(example, inside('moved-example'), moved)
    const { code, stdout } = await outcomeOf(inside('moved-example/verify-token'), options, token())
    assert.equal(code, 0, stdout)
  } finally {
    renameSync(moved, prefix)
  }
})

test('each public header stands alone', async () => {
  const names = readdirSync(join(prefix, 'include/assay')).filter((name) => name.endsWith('.hpp'))
  const project = inside('headers')
  mkdirSync(project)
  for (const name of names) writeFileSync(join(project, `${name}.cpp`), `#include <assay/${name}>\n`)
  writeFileSync(
    join(project, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.25)
project(headers LANGUAGES CXX)
find_package(assay REQUIRED COMPONENTS jwks)
add_library(headers OBJECT ${names.map((name) => `${name}.cpp`).join(' ')})
target_compile_options(headers PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Werror)
target_link_libraries(headers PRIVATE assay::jwks)
`
  )
  await buildWith(project, inside('headers-build'), prefix)
})

describe('find_package', () => {
  /** @param {string} name @param {string} text what stands before and in place of find_package */
  function consumer(name, text) {
    const project = inside(name)
    mkdirSync(project)
    writeFileSync(join(project, 'main.cpp'), '#include <assay/verifier.hpp>\nint main() {}\n')
    writeFileSync(
      join(project, 'CMakeLists.txt'),
      `cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
${text}
add_executable(consumer main.cpp)
target_link_libraries(consumer PRIVATE assay::assay)
`
    )
    return buildWith(project, inside(`${name}-build`), prefix)
  }

  test('Semantic Versioning §4: no other minor version before 1.0.0', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const [major, minor] = version.split('.').map(Number)
    await assert.rejects(consumer('later', `find_package(assay ${major}.${minor + 1} REQUIRED)`), /assay/)
    await consumer('exact', `find_package(assay ${version} EXACT REQUIRED)`)
  })

  test('a program with another Boost is refused at once, with what to do', async () => {
    const boost = inside('other-boost/boost')
    mkdirSync(join(boost, 'system'), { recursive: true })
    writeFileSync(join(boost, 'version.hpp'), '#define BOOST_VERSION 107400\n')
    writeFileSync(join(boost, 'system/result.hpp'), '#include <boost/version.hpp>\n')
    const found = `add_library(Boost::headers INTERFACE IMPORTED)
target_include_directories(Boost::headers INTERFACE "${inside('other-boost')}")
find_package(assay REQUIRED)`
    await assert.rejects(consumer('other', found), ({ stdout }) =>
      /built with another version of Boost: build it with -DBOOST_INCLUDE_DIR/.test(stdout)
    )
  })
})
