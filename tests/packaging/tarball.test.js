// The tarball itself: what is in it, how large it is, what it says of itself, and what the judges say of it.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, posix } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundle } from '../bench/bundle.js'
import { requireTargets } from '../../tools/lib/require-entries.js'
import { root } from '../support/package-exports.js'
import { packTarball } from '../support/tarball.js'
import { listFiles, withoutHashes } from './list-files.js'
import { makeProject, output } from './project.js'
import { importTool, inTools, installTools } from './tools.js'

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project
/** @type {string} */
let tarball

const installed = (/** @type {string} */ path) => project.inside(`node_modules/assay-jwt/${path}`)
const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(installed(path), 'utf8'))

before(async () => {
  tarball = await packTarball()
  project = await makeProject({})
  await installTools()
})

after(() => project?.close())

test('it holds exactly the files of files.txt (else, when that is meant: npm run pack:list)', () => {
  const list = readFileSync(new URL('files.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  assert.deepEqual(withoutHashes(listFiles(tarball)), list)
})

test('each module has its declaration, and nothing else has one', () => {
  const sources = readdirSync(join(root, 'js'), { recursive: true, encoding: 'utf8' })
  const declarations = sources
    .filter((path) => path.endsWith('.js'))
    .map((path) => `dist/types/${path.replace(/js$/, 'd.ts')}`)
    .concat(
      ['adapters/express-types', 'adapters/fastify-request', 'shared/platform'].map(
        (path) => `dist/types/${path}.d.ts`
      ),
      requireTargets().map(({ types }) => types.slice(2))
    )
  assert.deepEqual(
    listFiles(tarball).filter((path) => path.startsWith('dist/types/')),
    declarations.sort()
  )
})

test('no file names a directory of the machine that built it', () => {
  for (const path of listFiles(tarball)) {
    const text = readFileSync(installed(path), 'latin1')
    for (const place of [root, `${homedir()}/`, '/tmp/', '.toolchain/']) {
      assert.ok(path === 'README.md' || !text.includes(place), `${path} has ${place}`)
    }
  }
})

test('package.json promises what is there: every target of "exports", and no script that an installation runs', () => {
  const { exports, types, bin, scripts, ...manifest } = readJson('package.json')
  const targets = leaves({ exports, types, bin: Object.values(bin).map((path) => `./${path}`) })
  const all = listFiles(tarball)
  assert.ok(targets.length > 20)
  for (const path of targets) assert.ok(all.includes(path.slice(2)), path)
  for (const name of ['preinstall', 'install', 'postinstall']) assert.ok(!(name in scripts), name)
  assert.deepEqual([manifest.dependencies, manifest.optionalDependencies], [undefined, undefined])
  for (const peer of Object.keys(manifest.peerDependencies))
    assert.ok(manifest.peerDependenciesMeta[peer].optional, peer)
})

test('prepack makes a release build, so that no stale file is published (npm run build:check runs it)', () => {
  assert.equal(readJson('package.json').scripts.prepack, 'node tools/prepack.js')
})

describe('size', () => {
  for (const [file, limit] of /** @type {[string, number][]} */ ([
    ['dist/assay.wasm', 106_300], // 95,000 before DPoP: proofs, their report, nonces; 1,800 say what to do about each refusal
    ['dist/assay-relaxed.wasm', 111_900],
    ['dist/assay-ec.wasm', 20_000]
  ])) {
    test(`${file} has at most ${limit.toLocaleString('en')} bytes after brotli`, () => {
      const size = brotliCompressSync(readFileSync(installed(file))).length
      assert.ok(size <= limit, String(size))
    })
  }

  // 10,000 is the goal, and was met (9,192) before stores, snapshots and several issuers: tests/bench/README.md. Claims,
  // hosts, headers, templates and issuers as a function added 5,200, elliptic curves 900 (hints and lists of names among
  // it), the forms of jwks 300, the build that a .wasm must be of 200, mistakes that say what they are, and what is odd in
  // the option jwks, 1,700. DPoP added 2,700: its reasons, options and replay store; what explain() says of a
  // binding, 400, what an attacker and a newcomer found, 1,200. Its
  // replay store's limits added 350; milliseconds that look like seconds, nearly an origin, and other libraries' names of
  // options 230. What to do about a sender that is refused, and what a call forgot to say of its request, 330;
  // what a failing replay store tells its operator, 330.
  test('createVerifier and AssayError, minified, have at most 30,200 bytes after gzip', async () => {
    const contents = "export { AssayError, createVerifier } from 'assay-jwt'"
    const text = await bundle({ contents, platform: 'browser', conditions: ['browser'], minify: true })
    const size = gzipSync(text, { level: 9 }).length
    assert.ok(size <= 30_200, String(size))
  })
})

describe('build-info.json', () => {
  test('has the SHA-256 of each .wasm that is beside it, of a release build', () => {
    const { relaxed, ec, preset, ...simd } = readJson('dist/build-info.json')
    const modules = { assay: simd, 'assay-relaxed': relaxed, 'assay-ec': ec }
    for (const [name, { file, bytes, sha256 }] of Object.entries(modules)) {
      const code = readFileSync(installed(`dist/${name}.wasm`))
      assert.equal(file, `dist/${name}.wasm`)
      assert.equal(bytes, code.length)
      assert.equal(sha256, createHash('sha256').update(code).digest('hex'))
    }
    assert.equal(preset, 'wasm-release')
  })

  test('assay-base64.js and assay-ec-base64.js are the same modules', async () => {
    for (const name of ['assay', 'assay-ec']) {
      const { default: base64 } = await import(installed(`dist/${name}-base64.js`))
      assert.ok(Buffer.from(base64, 'base64').equals(readFileSync(installed(`dist/${name}.wasm`))), name)
    }
  })

  test('names the version of each tool and library, and the options, without a directory', () => {
    const { toolchain, flags } = readJson('dist/build-info.json')
    const names = ['binaryen', 'boost', 'botan', 'clang', 'emscripten', 'llvmRuntimes', 'musl']
    assert.deepEqual(Object.keys(toolchain).sort(), names)
    for (const name of names) assert.match(toolchain[name], /^\d+(\.\d+)*( |$)/, name)
    for (const option of ['-flto', '-msimd128']) assert.ok(flags.compile.includes(option), option)
    for (const option of ['--no-entry', '-sSTANDALONE_WASM']) assert.ok(flags.link.includes(option), option)
    for (const option of [...flags.compile, ...flags.link]) assert.match(option, /^-[^/]+$/)
  })
})

describe('sbom.json', () => {
  test('is CycloneDX 1.6 by its schema, and a broken one is not', async () => {
    const { Spec, Validation } = await importTool('@cyclonedx/cyclonedx-library')
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
    const sbom = readJson('dist/sbom.json')
    assert.equal(await validator.validate(JSON.stringify(sbom)), null)
    const broken = { ...sbom, components: [{ ...sbom.components[2], licenses: [{ license: { id: 'No-Such' } }] }] }
    assert.notEqual(await validator.validate(JSON.stringify(broken)), null)
  })

  test('names this package, its three .wasm, and every library whose licence NOTICE has, in the versions of the build', () => {
    const { metadata, components, dependencies } = readJson('dist/sbom.json')
    const { name, version } = readJson('package.json')
    const { sha256, relaxed, ec, toolchain } = readJson('dist/build-info.json')
    assert.equal(metadata.component.purl, `pkg:npm/${name}@${version}`)
    const [simd, other, curves, ...libraries] = components
    assert.deepEqual(simd.hashes, [{ alg: 'SHA-256', content: sha256 }])
    assert.deepEqual(other.hashes, [{ alg: 'SHA-256', content: relaxed.sha256 }])
    assert.deepEqual(curves.hashes, [{ alg: 'SHA-256', content: ec.sha256 }])
    const { dependsOn } = dependencies.find((/** @type {any} */ { ref }) => ref === 'dist/assay-ec.wasm')
    assert.ok(dependsOn.length > 0 && !dependsOn.some((/** @type {string} */ each) => /botan|boost/.test(each)))
    const { botan, boost, emscripten, musl, llvmRuntimes } = toolchain
    const runtimes = ['libcxx', 'libcxxabi', 'libunwind', 'compiler-rt'].map((each) => [each, llvmRuntimes])
    assert.deepEqual(
      libraries.map((/** @type {any} */ each) => [each.name, each.version]),
      [['Botan', botan], ['Boost', boost], ['Emscripten', emscripten], ['musl', musl], ...runtimes]
    )
    const notice = readFileSync(installed('NOTICE'), 'utf8')
    assert.ok(notice.includes(`Botan ${botan} `))
    for (const each of libraries) {
      assert.ok(notice.includes(each.name.replace('cxx', 'c++')), each.name)
      assert.match(each.purl, /^pkg:(github|generic)\/\S+@\S+$/)
    }
  })
})

test('publint has nothing to say, be it ever so strict', async () => {
  const { publint } = await importTool('publint')
  const { buffer, byteOffset, byteLength } = readFileSync(tarball)
  const pack = { tarball: buffer.slice(byteOffset, byteOffset + byteLength) }
  const { messages } = await publint({ pack, strict: true, level: 'suggestion' })
  assert.deepEqual(messages, [])
})

test('attw: the types of every entry are right in every resolution', async () => {
  const attw = inTools('@arethetypeswrong/cli/dist/index.js')
  const modules = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm']
  const options = ['--no-emoji', '--no-color', '--exclude-entrypoints']
  await output([process.execPath, attw, tarball, ...options, ...modules], { cwd: project.directory })
})

test('assay-jwt/testing signs tokens for anybody: no other entry imports it, however far', () => {
  const entries = listFiles(tarball).filter((path) => /^dist\/entry\/(?!shared-)[^/]+\.c?js$/.test(path))
  assert.ok(entries.length > 10)
  for (const entry of entries.filter((path) => !/testing\.c?js$/.test(path))) {
    const reached = reachable(entry)
    assert.ok(!reached.has('dist/entry/testing.js'), entry)
    for (const path of reached) assert.ok(!readFileSync(installed(path), 'utf8').includes('issuer.test'), path)
  }
  assert.ok(readFileSync(installed('dist/entry/testing.js'), 'utf8').includes('issuer.test'), 'what is looked for')
})

/**
 * @param {string} entry
 * @returns {Set<string>} itself and the files of JavaScript that it loads
 */
function reachable(entry) {
  const found = new Set([entry])
  for (const path of found) {
    const text = readFileSync(installed(path), 'utf8')
    for (const [, name] of text.matchAll(/\b(?:from|import|require)\s*\(?\s*['"](\.[^'"]+\.js)['"]/g)) {
      found.add(posix.join(posix.dirname(path), name))
    }
  }
  return found
}

/**
 * @param {unknown} value
 * @returns {string[]} the strings within
 */
function leaves(value) {
  if (typeof value === 'string') return [value]
  return Object.values(value ?? {}).flatMap(leaves)
}
